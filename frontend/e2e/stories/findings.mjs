// Findings from the list to the last decision: pages of rows, facets, views, many at once and one by one, by keyboard and by mouse.
import assert from "node:assert/strict";
import { main } from "./projects.mjs";
import { ADA } from "./setup.mjs";

const MANY = 1_200;
const row = (page, index) => page.locator(`#finding-row-${index}`);
const rows = (page) => page.getByRole("grid", { name: "Findings" }).getByRole("row");

/** Begins logged in, with a project whose target was scanned and has a flaw that is still there; leaves both so. */
export async function findingsStory(page, tools) {
  const { url, say } = tools;
  const ask = await program(url);
  const project = await manyFindings(ask);
  await listStory(page, tools, project);
  say("a list of many findings");
  await bulkStory(page, tools, project);
  say("many findings decided at once, and taken back");
  await viewStory(page, tools, project);
  say("a view saved, shared and begun with");
  await pageStory(page, tools, ask);
  say("one finding, with its proof, decided and looked at again");
  await trouble(page, tools, project);
  say("what goes wrong keeps what was typed");
}

async function listStory(page, { url, picture }, project) {
  await page.goto(`${url}/projects/${project.id}/findings`);
  await row(page, 0).waitFor();
  await page.getByText(/^1,200 findings$/).waitFor();
  assert.ok((await rows(page).count()) < 60, "only what is in sight is drawn");
  await picture(page, "findings");
  for (let turn = 0; turn < 60 && (await page.getByRole("grid").getAttribute("aria-rowcount")) !== "x"; turn += 1) {
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    if (await row(page, MANY - 1).count()) break;
    await page.waitForTimeout(50);
  }
  await row(page, MANY - 1).waitFor();
  assert.ok((await rows(page).count()) < 60, "still only what is in sight is drawn");
  await page.evaluate(() => scrollTo(0, 0));
  await row(page, 0).waitFor();
  const severity = page.getByRole("button", { name: /^Severity/ }).first();
  await severity.click();
  await page.getByRole("checkbox", { name: /^Critical/ }).check();
  await page.waitForURL(/severity=/);
  await page.getByText(/^300 findings$/).waitFor();
  await picture(page, "findings-facet");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("checkbox", { name: /CWE-89/ }).check();
  await page.waitForURL(/cwe=/);
  await picture(page, "findings-more-filters");
  await page.keyboard.press("Escape");
  await page.reload();
  await page.getByText("CWE-89").waitFor(); // the address keeps everything
  await page.getByRole("button", { name: "Clear all filters" }).click();
  await page.keyboard.press("/");
  await page.keyboard.type("handler_7");
  await page.waitForURL(/search=/);
  await page.getByText(/^\d findings?$|^1\d* findings$/).waitFor();
  await page.getByRole("searchbox", { name: "Search" }).fill("words that nobody wrote");
  await page.getByText("No findings fit").waitFor();
  await picture(page, "findings-none");
  await page.getByRole("button", { name: "Clear all filters" }).first().click();
  await row(page, 0).waitFor();
  await page.getByRole("columnheader", { name: "Finding" }).getByRole("button").click();
  await page.waitForURL(/sort=title/);
  await page.getByText("Dense").click();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Rule", exact: true }).check();
  await page.keyboard.press("Escape");
  await page.getByRole("columnheader", { name: "Rule" }).waitFor();
  await picture(page, "findings-dense");
  await page.reload();
  await page.getByRole("columnheader", { name: "Rule" }).waitFor(); // the browser keeps the columns
  await page.getByText("Roomy").click();
  await phone(page, picture, "findings-phone");
}

async function bulkStory(page, { url, picture }, project) {
  await page.goto(`${url}/projects/${project.id}/findings`);
  await row(page, 0).waitFor();
  for (const key of ["j", "x", "J", "J"]) await page.keyboard.press(key);
  await page.getByText("3 findings selected").waitFor();
  await picture(page, "findings-selected");
  await page.keyboard.press("f");
  const dialog = page.getByRole("dialog", { name: "Mark as false positive" });
  await dialog.getByLabel("Reason").fill("Generated code, never shipped");
  await picture(page, "findings-reason");
  await page.keyboard.press("Escape"); // what was typed is there again
  await dialog.waitFor({ state: "hidden" });
  await page.keyboard.press("f");
  assert.equal(await dialog.getByLabel("Reason").inputValue(), "Generated code, never shipped");
  await dialog.getByRole("button", { name: "False positive" }).click();
  await page.getByText("3 findings changed.").waitFor();
  await row(page, 1).getByText("False positive").waitFor();
  await picture(page, "findings-decided");
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("Taken back for 3 findings.").waitFor();
  await row(page, 1).getByText("Open", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("m");
  await page.getByText("1 finding changed.").waitFor();
  await row(page, 2).getByText(ADA.name).waitFor();
  await page.keyboard.press("z");
  await page.getByText("Taken back for 1 finding.").waitFor();
  await row(page, 2).getByRole("checkbox").click();
  await page.getByRole("button", { name: /^Select all 1,200 that fit/ }).click();
  await page.getByRole("region", { name: "What is selected" }).getByRole("button", { name: "Confirm" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Confirm" }).click();
  await page.getByText("1,200 findings changed.").waitFor({ timeout: 30_000 });
  await row(page, 0).getByText("Confirmed").waitFor();
}

async function viewStory(page, { url, picture }, project) {
  await page.goto(`${url}/projects/${project.id}/findings?severity=%5B%22low%22%5D&sort=title`);
  await row(page, 0).waitFor();
  await page.getByRole("button", { name: "Save and manage views" }).click();
  await page.getByRole("menuitem", { name: "Save this view…" }).click();
  await page.getByLabel("Name of the view").fill("Low ones <b>later</b>");
  await page.getByLabel("Everybody in the project sees it").check();
  await page.getByRole("menu").waitFor({ state: "hidden" }); // it fades away
  await picture(page, "findings-save-view");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  const view = page.getByRole("button", { name: "Low ones <b>later</b>" });
  await view.waitFor();
  assert.equal(await view.getAttribute("aria-pressed"), "true");
  await page.getByRole("button", { name: "All", exact: true }).click();
  await page.waitForURL(/state=/);
  await view.click();
  await page.waitForURL(/severity=.*low/);
  await page.getByRole("button", { name: "Save and manage views" }).click();
  await page.getByRole("menuitem", { name: /^Begin with/ }).click();
  await page.goto(`${url}/projects/${project.id}/findings`);
  await page.waitForURL(/severity=.*low/);
  await page.getByRole("button", { name: "Save and manage views" }).click();
  await page.getByRole("menuitem", { name: /^Remove/ }).click();
  await view.waitFor({ state: "hidden" });
}

async function pageStory(page, { url, picture }, ask) {
  await main(page, "Findings");
  await page.goto(`${url}/findings?origin=%5B%22web%22%5D&search=reflected`);
  await row(page, 0).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "How to fix it" }).waitFor();
  assert.ok((await page.locator(".proof mark").count()) > 0, "the evidence is marked");
  await page.getByRole("paragraph").filter({ hasText: /^1 of \d/ }).waitFor();
  await picture(page, "finding");
  await page.getByRole("button", { name: "Copy as curl" }).first().click();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^curl --include .*127\.0\.0\.1/);
  await page.getByLabel("Comment").fill("<img src=x onerror=alert(1)> seen in the logs too");
  await page.reload();
  assert.match(await page.getByLabel("Comment").inputValue(), /seen in the logs too/, "a draft outlives the page");
  await page.getByRole("button", { name: "Write" }).click();
  await page.locator("ol.history").getByText("<img src=x onerror=alert(1)> seen in the logs too").waitFor();
  await page.getByText("Why this is one finding").click();
  await page.getByText("Fingerprint", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Look again now" }).click();
  await page.getByText("Still there", { exact: true }).waitFor({ timeout: 60_000 });
  await page.getByText("looked again: it is still there").waitFor();
  await picture(page, "finding-looked-again");
  await page.keyboard.press("a");
  const dialog = page.getByRole("dialog", { name: "Accept the risk" });
  await dialog.getByLabel("Reason").fill("The page goes away in May");
  await picture(page, "finding-accept");
  await dialog.getByRole("button", { name: "Accept the risk" }).click();
  await page.getByText(/^Accepted until/).waitFor();
  await page.getByRole("button", { name: "Change the due date" }).click();
  await page.getByRole("dialog").getByLabel("Due on").fill("2031-05-04");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByText(/made it due on/).waitFor();
  await phone(page, picture, "finding-phone");
  await page.getByRole("button", { name: "Back to open" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Back to open" }).click();
  await page.getByText(/set it to Open/).waitFor();
  const id = new URL(page.url()).pathname.split("/").pop();
  assert.equal((await ask("GET", `/findings/${id}`)).state, "open");
}

async function trouble(page, { url, picture, expecting }, project) {
  const problem = { type: "urn:securestack:problem:internal-error", title: "Internal Server Error", status: 500, detail: "Something went wrong on the server.", request_id: "01a20094-ffe1" };
  const broken = (route) => route.fulfill({ status: 500, contentType: "application/problem+json", body: JSON.stringify(problem) });
  const lists = new RegExp(`/api/v1/projects/${project.id}/findings\\?`);
  await expecting(/500/, async () => {
    await page.route(lists, broken);
    await page.goto(`${url}/projects/${project.id}/findings`);
    await page.getByRole("alert").getByText("Request 01a20094-ffe1").waitFor();
    await picture(page, "findings-fault");
    await page.unroute(lists);
    await page.getByRole("button", { name: "Try again" }).click();
    await row(page, 0).waitFor();
  });
  const bulk = /findings\/bulk/;
  await expecting(/500/, async () => {
    await page.route(bulk, broken);
    await page.keyboard.press("j");
    await page.keyboard.press("f");
    const dialog = page.getByRole("dialog", { name: "Mark as false positive" });
    await dialog.getByLabel("Reason").fill("Typed before the fault");
    await dialog.getByRole("button", { name: "False positive" }).click();
    await dialog.getByText("Request 01a20094-ffe1").waitFor();
    assert.equal(await dialog.getByLabel("Reason").inputValue(), "Typed before the fault");
    await page.unroute(bulk);
    await dialog.getByRole("button", { name: "False positive" }).click();
    await page.getByText("1 finding changed.").waitFor();
  });
}

async function phone(page, picture, name) {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.waitForTimeout(100);
  await picture(page, name);
  await page.setViewportSize(size);
}

/** A project of its own with many findings, as another tool would report them (SARIF 2.1.0). */
async function manyFindings(ask) {
  const team = (await ask("GET", "/teams")).items[0];
  const project = await ask("POST", "/projects", { team_id: team.id, name: "Big monolith" });
  const rules = [
    ["js/sql-injection", "SQL query built from user-controlled sources", "9.1", "089"],
    ["js/path-injection", "Uncontrolled data used in a path expression", "7.5", "022"],
    ["js/log-injection", "Log entries created from user input", "4.2", "117"],
    ["js/insecure-randomness", "Insecure randomness in a security context", "3.1", "338"],
  ];
  const results = Array.from({ length: MANY }, (_, index) => ({
    ruleId: rules[index % rules.length][0],
    message: { text: `The value of a parameter reaches a sink in handler_${index} without being checked.` },
    locations: [{ physicalLocation: { artifactLocation: { uri: `src/module_${index % 97}/handler_${index}.ts` }, region: { startLine: 1 + (index % 400), snippet: { text: "db.query('… WHERE id=' + request.params.id)" } } } }],
  }));
  const driver = { name: "CodeQL", rules: rules.map(([id, text, severity, cwe]) => ({ id, shortDescription: { text }, fullDescription: { text: `${text}: check the value before it is used.` }, properties: { "security-severity": severity, tags: [`external/cwe/cwe-${cwe}`] } })) };
  const told = await ask("POST", `/projects/${project.id}/imports?file_name=monolith.sarif`, { version: "2.1.0", runs: [{ tool: { driver }, results }] });
  assert.equal(told.statistics.new, MANY);
  return project;
}

async function program(url) {
  const { email, password } = ADA;
  const send = (method, path, body, headers = {}) =>
    fetch(`${url}/api/v1${path}`, { method, headers: { "Content-Type": "application/json", ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const { access_token: token } = await (await send("POST", "/auth/login", { email, password })).json();
  return async (method, path, body) => {
    const answer = await send(method, path, body, { Authorization: `Bearer ${token}` });
    const told = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${told.slice(0, 500)}`);
    return told === "" ? null : JSON.parse(told);
  };
}

// The rules catalogue: filters in the address, a rule's page, and the way to its findings.
import assert from "node:assert/strict";
import { inside, logIn } from "./accounts.mjs";

/** A report of the command line with one finding of a rule. */
function report(rule) {
  const ended = new Date(Date.now() - 60_000).toISOString();
  const url = "https://shop.example.com/orders?id=7";
  return {
    schema: 1,
    securestack_version: "0.1.0",
    scanner: "web",
    target: "https://shop.example.com/",
    started: ended,
    finished: ended,
    outcome: "completed",
    findings: [
      {
        rule_id: rule,
        location: { type: "http", method: "GET", url, parameter: "id", position: "query" },
        summary: "The query parameter id changes the statement.",
        confidence: "certain",
        evidence: { type: "http", exchanges: [{ request: { method: "GET", url }, response: { status: 200, reason: "OK", headers: [], body: "7" } }] },
        fingerprint: "story-of-rules",
      },
    ],
    rules: { [rule]: { id: rule, title: "SQL injection", severity: "critical", cwe: [89], what: "What.", why: "Why.", fix: "Fix." } },
  };
}

/** A project with one finding of a rule. */
async function aFinding({ url, administrator }, rule) {
  const headers = { "Content-Type": "application/json" };
  const post = async (path, body) => {
    const answer = await fetch(`${url}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    assert.ok(answer.ok, `${path}: ${answer.status}`);
    return answer.json();
  };
  headers.Authorization = `Bearer ${(await post("/auth/login", { email: administrator.email, password: administrator.password })).access_token}`;
  const team = await post("/teams", { name: "Shop team" });
  const project = await post("/projects", { team_id: team.id, name: "Little shop" });
  await post(`/projects/${project.id}/imports`, report(rule));
}

export async function rulesStory(page, tools) {
  const { url, picture, say } = tools;
  await logIn(page, tools);
  await inside(page);
  await page.getByRole("link", { name: "Rules", exact: true }).click();
  await page.getByRole("heading", { name: "Rules", exact: true }).waitFor();
  await page.getByText(/^\d+ rules$/).waitFor();
  const all = await page.getByRole("row").count();
  assert.ok(all > 40, "every rule is there");
  await picture(page, "rules");
  await page.getByRole("searchbox", { name: "Search" }).fill("injection");
  await page.waitForURL(/text=injection/);
  await page.getByLabel("Severity").selectOption("critical");
  const some = await page.getByRole("row").count();
  assert.ok(some > 1 && some < all, "filters take away");
  await page.reload();
  await page.getByRole("link", { name: /^SQL injection/ }).waitFor();
  assert.equal(await page.getByRole("row").count(), some, "the address keeps the filters");
  await page.getByRole("searchbox", { name: "Search" }).fill("no rule says this <script>");
  await page.getByText("No rule fits").waitFor();
  await picture(page, "rules-none");
  await page.getByRole("button", { name: "Clear the filters" }).click();
  await page.getByRole("link", { name: /^SQL injection/ }).click();
  await page.getByRole("heading", { name: "How to fix it" }).waitFor();
  await page.getByText("You see no open findings of this rule.").waitFor();
  assert.match(await page.title(), /^SQL injection/);
  await picture(page, "rule");
  await aFinding(tools, "web.sql-injection");
  await page.reload();
  await page.getByText("1 open finding in 1 project").waitFor();
  await page.getByRole("link", { name: "Show them" }).click();
  await page.waitForURL(/\/findings\?.*web\.sql-injection/);
  await page.getByText("shop.example.com/orders").first().waitFor();
  await page.goBack();
  await page.getByRole("link", { name: "CWE-89", exact: true }).click();
  await page.waitForURL(/cwe=89/);
  await tools.expecting(/status of 404/, async () => {
    await page.goto(`${url}/rules/web.no-such-rule`);
    await page.getByText("The rule does not exist.").waitFor();
  });
  await picture(page, "rule-missing");
  say("the rules catalogue");
}

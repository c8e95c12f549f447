// Why findings have their scores, the policy of a team with its preview, and what a language model writes.
import assert from "node:assert/strict";
import { inside, logIn } from "./accounts.mjs";

const ENDED = new Date(Date.now() - 3_600_000).toISOString();

/** A report of the command line: two places of one weakness, and a package with a flaw. */
function report() {
  const rule = (id, title, severity, cwe) => ({ id, title, severity, cwe: [cwe], what: "What it is.", why: "Why it matters.", fix: "What to do." });
  const reflected = (path, confidence) => ({
    rule_id: "web.reflected-xss",
    location: { type: "http", method: "GET", url: `https://shop.example.com/${path}?q=1`, parameter: "q", position: "query" },
    summary: "The query parameter q was set to an element with an event handler, and the page holds it as an element.",
    confidence,
    evidence: { type: "http", exchanges: [{ request: { method: "GET", url: `https://shop.example.com/${path}?q=1` }, response: { status: 200, reason: "OK", headers: [], body: "<svg onload=alert(1)>" } }] },
    fingerprint: `story-${path}`,
  });
  const flaw = {
    rule_id: "dependencies.vulnerable-package",
    location: { type: "package", purl: "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1", name: "log4j-core", version: "2.14.1", ecosystem: "Maven", path: "pom.xml" },
    summary: "GHSA-jfh8-c2jp-5v3q: Remote code injection in Log4j allows an unauthenticated attacker to execute arbitrary code. It is fixed in 2.15.0.",
    confidence: "firm",
    severity: "critical",
    evidence: {
      type: "package",
      flaw: "GHSA-jfh8-c2jp-5v3q",
      names: ["GHSA-jfh8-c2jp-5v3q", "CVE-2021-44228"],
      versions: [{ purl: "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1", version: "2.14.1", fixed: "2.15.0", path: ["log4j-core 2.14.1"] }],
      cvss: ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H"],
      cwes: ["CWE-502", "CWE-20"],
      published: "2021-12-10T00:40:56Z",
      exploited: "2021-12-10",
      likelihood: 0.97,
    },
    fingerprint: "story-log4j",
  };
  return {
    schema: 1,
    securestack_version: "0.1.0",
    scanner: "web",
    target: "https://shop.example.com/",
    started: ENDED,
    finished: ENDED,
    outcome: "completed",
    findings: [reflected("search", "certain"), reflected("help", "tentative"), flaw],
    rules: {
      "web.reflected-xss": rule("web.reflected-xss", "Reflected cross-site scripting", "high", 79),
      "dependencies.vulnerable-package": rule("dependencies.vulnerable-package", "Package with a known flaw", "medium", 1395),
    },
  };
}

async function world({ url, administrator }) {
  const { email, password } = administrator;
  const send = async (path, body, token) => {
    const headers = { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) };
    const answer = await fetch(`${url}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
    return answer.json();
  };
  const { access_token: token } = await send("/auth/login", { email, password });
  const team = await send("/teams", { name: "Priorities" }, token);
  const project = await send("/projects", { team_id: team.id, name: "Web shop" }, token);
  await send(`/projects/${project.id}/imports`, report(), token);
  return { team: team.id, project: project.id };
}

export async function prioritiesStory(page, tools) {
  const { url, picture, say } = tools;
  const made = await world(tools);
  await logIn(page, tools);
  await inside(page);
  await page.goto(`${url}/projects/${made.project}/findings?sort=-priority`);
  await page.getByRole("link", { name: /log4j-core$/ }).click();
  const reasons = page.getByRole("table", { name: "How the score comes about" });
  await reasons.getByRole("row", { name: /Known exploited \+40/ }).waitFor();
  await reasons.getByRole("rowheader", { name: "What the model says" }).waitFor();
  await page.getByText(/^SSVC decision: /).first().waitFor();
  await reasons.locator("summary").first().click();
  await picture(page, "finding-priority");
  say("a score with its reasons");

  await page.getByRole("button", { name: "Explain in plain language" }).click();
  await page.getByText("Written by a machine", { exact: true }).waitFor();
  await page.getByText("It may be wrong.").waitFor();
  await picture(page, "finding-advice");
  say("a language model, labelled");

  await page.goto(`${url}/teams/${made.team}/priorities`);
  await page.getByRole("heading", { name: "Priorities", level: 1 }).waitFor();
  const save = page.getByRole("button", { name: "Save policy" });
  assert.ok(await save.isDisabled(), "nothing is saved before it was looked at");
  await page.getByLabel(/^Only a sign/).fill("-101");
  await page.getByText("From -100 to 100").waitFor();
  await page.getByLabel(/^Only a sign/).fill("-60");
  await page.getByLabel(/^Reachable from the internet/).fill("20");
  await page.getByRole("button", { name: "Preview" }).click();
  await page.getByText("2 findings would change level").waitFor();
  await picture(page, "policy-preview");
  await page.getByLabel("Why").fill("Signs can wait.");
  await save.click();
  await page.getByText("Version 1 is in force.").waitFor();
  await page.getByText("Scoring anew").waitFor({ state: "hidden", timeout: 60_000 });
  await picture(page, "policy-saved");
  await page.getByLabel("Language").first().selectOption("de");
  await page.getByRole("heading", { name: "Dringlichkeiten", level: 1 }).waitFor();
  await picture(page, "policy-german");
  await page.goto(`${url}/projects/${made.project}/findings?sort=-priority`);
  await page.getByRole("link", { name: /^Reflected cross-site scripting/ }).last().click();
  await page.getByRole("table", { name: "Wie die Zahl zustande kommt" }).waitFor();
  await picture(page, "finding-priority-german");
  await page.getByLabel("Sprache").first().selectOption("en");
  say("a policy previewed, saved and followed");
}

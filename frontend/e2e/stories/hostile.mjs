// Text that means harm, in every field that a file or a scanned site fills: shown inert on every screen.
import assert from "node:assert/strict";
import { ADA } from "./setup.mjs";

const SCRIPT = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
const BIDI = "invoice\u202egpj.exe";
const HIDDEN = "zero\u200bwidth\u2066isolated";
const NAME = `${SCRIPT} ${BIDI} ${HIDDEN} {{7*7}} \${7*7} javascript:alert(1)`;
const LONG = "A".repeat(1_000_000);

/** A file as another tool would write it (SARIF 2.1.0). */
function sarif() {
  const rule = (id) => ({ id, name: NAME, shortDescription: { text: NAME.slice(0, 900) }, fullDescription: { text: `${NAME} ${LONG.slice(0, 20_000)}` }, help: { text: `${NAME}\n\n- [click](javascript:alert(1))\n- ${SCRIPT}` }, helpUri: "javascript:alert(1)" });
  const result = (id, text, uri) => ({
    ruleId: id,
    level: "error",
    message: { text },
    locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: 1, snippet: { text: `${SCRIPT}\u0007\u001b[31m ${BIDI}` } } } }],
  });
  return {
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: `<b>tool</b> ${BIDI}`, rules: [rule("hostile/<script>"), rule("hostile/long")] } },
        results: [
          result("hostile/<script>", NAME, "src/%3Cscript%3E.js"),
          result("hostile/<script>", `${BIDI} second`, `${"d/".repeat(900)}end.js`),
          result("hostile/long", LONG, "src/long.js"),
        ],
      },
    ],
  };
}

/** A bill of materials as another tool would write it (CycloneDX 1.5). */
function sbom() {
  const component = (name, version) => ({ type: "library", name, version, purl: `pkg:npm/${encodeURIComponent(name)}@${encodeURIComponent(version)}`, licenses: [{ license: { name: NAME.slice(0, 200) } }] });
  return { bomFormat: "CycloneDX", specVersion: "1.5", components: [component(`x${SCRIPT}`, `1${BIDI}`), component(`y-${HIDDEN}`, "2.0.0")] };
}

/** Take in a bill of materials, and scan it, so that what it names stands in the inventory. */
async function hostileInventory(ask, project) {
  const upload = await ask("POST", `/projects/${project}/uploads?file_name=bom.cdx.json`, sbom());
  const scan = await ask("POST", "/scans", { target_id: upload.target_id, scanner: "dependencies" });
  for (let turn = 0; turn < 100; turn += 1) {
    const { status, reason } = await ask("GET", `/scans/${scan.id}`);
    assert.ok(!["failed", "cancelled"].includes(status), `the bill of materials: ${reason}`);
    if (["completed", "incomplete"].includes(status)) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const kept = await ask("POST", `/projects/${project}/sboms/upload?file_name=bom.cdx.json`, sbom());
  return { scan: scan.id, sbom: kept.id };
}

export async function hostileStory(page, { url, picture, say }) {
  const ask = await program(url);
  const team = await ask("POST", "/teams", { name: `T ${NAME}`.slice(0, 190) });
  const project = await ask("POST", "/projects", { team_id: team.id, name: `P ${NAME}`.slice(0, 190), description: `${NAME}\n${LONG.slice(0, 15_000)}` });
  await ask("POST", `/projects/${project.id}/targets`, { locator: "https://hostile.example/%3Cscript%3Ealert(1)%3C/script%3E", name: `G ${NAME}`.slice(0, 190) });
  await ask("POST", `/projects/${project.id}/imports?file_name=${encodeURIComponent("<script>.sarif")}`, sarif());
  const findings = (await ask("GET", `/projects/${project.id}/findings`)).items;
  assert.ok(findings.length >= 2, "the hostile file is taken in");
  await ask("POST", `/findings/${findings[0].id}/comments`, { text: `${NAME}\n${SCRIPT}` });
  const inventory = await hostileInventory(ask, project.id);
  say("hostile findings and packages are taken in");
  const at = `/projects/${project.id}`;
  const screens = {
    "hostile-home": "/",
    "hostile-projects": "/projects",
    "hostile-project": at,
    "hostile-findings": `${at}/findings`,
    "hostile-all-findings": "/findings",
    "hostile-settings": `${at}/settings`,
    "hostile-scans": `${at}/scans`,
    "hostile-scan": `/scans/${inventory.scan}`,
    "hostile-inventory": `${at}/inventory`,
    "hostile-packages": `${at}/inventory/packages`,
    "hostile-licences": `${at}/inventory/licences`,
    "hostile-sboms": `${at}/inventory/sboms`,
    "hostile-sbom": `${at}/inventory/sboms/${inventory.sbom}`,
    "hostile-new-scan": `${at}/scans/new`,
    "hostile-audit": "/audit",
    "hostile-administration": "/administration",
    "hostile-account": "/account",
    "hostile-teams": "/teams",
    "hostile-team": `/teams/${team.id}`,
    ...Object.fromEntries(findings.map(({ id }, place) => [`hostile-finding-${place + 1}`, `/findings/${id}`])),
  };
  for (const [name, path] of Object.entries(screens)) {
    await page.goto(url + path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.getByRole("status", { name: "Loading" }).first().waitFor({ state: "hidden" });
    await harmless(page, name);
    await picture(page, name);
  }
  await page.goto(url);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search and commands" }).fill("onerror");
  await page.getByRole("listbox").getByRole("option", { name: /onerror/ }).first().waitFor();
  await harmless(page, "the palette");
  await page.keyboard.press("Escape");
}

/** Nothing of it has become an element, and no character that hides or turns others is left in what is shown. */
async function harmless(page, name) {
  const found = await page.evaluate(() => ({
    made: document.querySelectorAll('img[src="x"], script:not([src]), [onerror], a[href^="javascript:" i]').length,
    hidden: /[\u202a-\u202e\u2066-\u2069\u200b\u0007\u001b]/.test(document.body.innerText),
    title: document.title,
  }));
  assert.equal(found.made, 0, `${name}: markup of a finding became an element`);
  assert.equal(found.hidden, false, `${name}: a character that hides or turns others is shown as it is`);
  assert.ok(!["1", "2"].includes(found.title), `${name}: a script ran`);
}

async function program(url) {
  const { email, password } = ADA;
  const send = (method, path, body, headers = {}) =>
    fetch(`${url}/api/v1${path}`, { method, headers: { "Content-Type": /\/(imports|uploads|sboms)/.test(path) ? "application/octet-stream" : "application/json", ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const { access_token: token } = await (await send("POST", "/auth/login", { email, password })).json();
  return async (method, path, body) => {
    const answer = await send(method, path, body, { Authorization: `Bearer ${token}` });
    const told = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${told.slice(0, 500)}`);
    return told === "" ? null : JSON.parse(told);
  };
}

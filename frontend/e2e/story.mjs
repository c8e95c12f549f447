// One story in a real browser against the real platform: from the set-up link to a finding that is decided.
//   npm run e2e [-- --screenshots FOLDER]
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBrowser, watchedPage } from "./browser.mjs";
import { startPlatform } from "./platform.mjs";
import { startSite } from "./site.mjs";

const place = process.argv.indexOf("--screenshots");
const FOLDER = place > 0 ? process.argv[place + 1] : null;
const EMAIL = "ada@example.com";
const PASSWORD = "teapots drift over nine violet hills";
const began = performance.now();
const say = (text) => console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s  ${text}`);

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const violations = [];

/** Looks at a screen in both themes: what keeps somebody from using it is remembered, and pictures are kept if wanted. */
async function picture(page, name) {
  if (FOLDER !== null) mkdirSync(FOLDER, { recursive: true });
  const before = await page.getAttribute("html", "data-mantine-color-scheme");
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await page.waitForFunction((wanted) => document.documentElement.dataset.mantineColorScheme === wanted, scheme);
    if (FOLDER !== null) await page.screenshot({ path: join(FOLDER, `${name}-${scheme}.png`) });
    await page.evaluate(AXE);
    const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }));
    for (const { id, nodes } of found.violations) violations.push(`${name} ${scheme}: ${id} ${nodes.map((node) => node.html.slice(0, 140)).join(" | ")}`);
  }
  await page.emulateMedia({ colorScheme: before });
}

async function setUp(page, link) {
  await page.goto(link);
  await page.getByRole("heading", { name: "Make the first administrator" }).waitFor();
  await page.getByLabel("Your name").fill("Ada");
  await page.getByLabel("E-mail").fill(EMAIL);
  await page.getByRole("textbox", { name: "Password" }).fill(PASSWORD);
  await picture(page, "setup");
  await page.getByRole("button", { name: "Create the account" }).click();
  await page.getByRole("heading", { name: "Begin with a project" }).waitFor();
}

async function logInAgain(page, url) {
  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByRole("heading", { name: "Log in" }).waitFor();
  await picture(page, "login");
  await page.goto(`${url}/findings?severity=%5B%22high%22%5D`);
  await page.getByLabel("E-mail").fill(EMAIL);
  await page.getByRole("textbox", { name: "Password" }).fill(PASSWORD);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.getByRole("heading", { name: "Findings", exact: true }).waitFor();
  assert.match(page.url(), /severity=/, "the login leads back to where one wanted to go");
  await page.getByText("No findings fit").waitFor();
  await page.reload(); // the cookie keeps one logged in
  await page.getByRole("heading", { name: "Findings", exact: true }).waitFor();
  await page.goto(url);
}

async function makeProject(page) {
  await page.getByLabel("Name of the project").fill("Little shop");
  await page.getByLabel("Name of the team").fill("Shop team");
  await picture(page, "projects-empty");
  await page.getByRole("button", { name: "Create the project" }).click();
  await page.getByRole("heading", { name: "Little shop" }).waitFor();
}

async function proveTarget(page, site) {
  await page.getByLabel("Address").fill(site);
  await page.getByRole("button", { name: "Add the target" }).click();
  await page.getByText("Not proven to be yours yet").waitFor();
  await page.getByRole("button", { name: "Look now" }).click();
  await page.getByText("The proof was not found").waitFor();
  await picture(page, "target");
  await page.getByLabel("Why").fill("Our own, on this machine");
  await page.getByRole("button", { name: /^Allow 127/ }).click();
  await page.getByText("An administrator allows this host").waitFor();
}

async function scan(page) {
  await page.getByRole("link", { name: "Scan", exact: true }).click();
  await page.getByRole("heading", { name: "Start a scan" }).waitFor();
  await page.getByRole("radio", { name: "Quick" }).check();
  await picture(page, "scan-new");
  await page.getByRole("button", { name: "Start the scan" }).click();
  await page.getByRole("heading", { name: /^Scan of/ }).waitFor();
  await page.getByText("of them new").waitFor();
  await picture(page, "scan-running");
  await page.getByText("Completed", { exact: true }).first().waitFor({ timeout: 40_000 });
  await page.getByRole("heading", { name: "What was looked at" }).waitFor();
  await picture(page, "scan");
}

async function decide(page) {
  await page.getByRole("link", { name: "Filter and sort them" }).click();
  await page.getByRole("columnheader", { name: "Severity" }).waitFor();
  await page.getByText(/U\+202E/).first().waitFor(); // a parameter's name that would turn the line round
  await picture(page, "findings");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  assert.equal(await page.locator("tr.chosen").count(), 1);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "How to fix it" }).waitFor();
  assert.ok((await page.locator(".proof mark").count()) > 0, "the evidence is marked");
  await picture(page, "finding");
  await page.getByRole("button", { name: "Copy as curl" }).first().click();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^curl --include .*127\.0\.0\.1/);
  await page.getByLabel("Comment").fill("<img src=x onerror=alert(1)> seen in the logs too");
  await page.getByRole("button", { name: "Write" }).click();
  await page.locator("ol.history").getByText("<img src=x onerror=alert(1)> seen in the logs too").waitFor();
  await page.getByLabel("New state").selectOption("false-positive");
  await page.getByLabel("Reason").fill("The page is for tests only");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("made it false positive").waitFor();
  await page.getByRole("link", { name: /^Findings of/ }).click();
  await page.getByRole("columnheader", { name: "Severity" }).waitFor();
  await page.getByRole("search").getByText("False positive").click();
  await page.getByRole("cell", { name: "False positive" }).waitFor();
}

async function lookAround(page, url, browser) {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Projects" }).click();
  await page.getByRole("link", { name: "Little shop" }).waitFor();
  await picture(page, "projects");
  await page.getByRole("link", { name: "Little shop" }).click();
  await page.getByText("mean time to fix").waitFor();
  await picture(page, "project");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Scans" }).click();
  await page.getByRole("cell", { name: "Completed" }).waitFor();
  await picture(page, "scans");
  for (const theme of ["dark", "light", "auto"]) await page.getByLabel("Theme").selectOption(theme);
  await page.setViewportSize({ width: 390, height: 800 });
  await picture(page, "phone-scans");
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "no page is wider than a phone");
  const { page: stranger, context, faults } = await watchedPage(browser, url);
  await stranger.goto(`${url}/scans`);
  await stranger.getByRole("heading", { name: "Log in" }).waitFor();
  await stranger.getByLabel("E-mail").fill(EMAIL);
  await stranger.getByRole("textbox", { name: "Password" }).fill("wrong");
  await stranger.getByRole("button", { name: "Log in", exact: true }).click();
  await stranger.getByText("The e-mail address or the password is wrong.").waitFor();
  assert.deepEqual(faults.filter((fault) => !fault.includes("401")), []);
  await context.close();
}

const site = await startSite();
const platform = await startPlatform();
let browser;
let page;
let steps = [];
try {
  browser = await startBrowser();
  const watched = await watchedPage(browser, platform.url);
  ({ page, steps } = watched);
  say("the platform and the browser run");
  await setUp(page, platform.link);
  say("the first administrator is made");
  await logInAgain(page, platform.url);
  say("logged out and in again");
  await makeProject(page);
  await proveTarget(page, site.url);
  say("a project with a target that may be scanned");
  await scan(page);
  say("scanned");
  await decide(page);
  say("a finding is decided");
  await lookAround(page, platform.url, browser);
  assert.deepEqual(watched.faults, []);
  assert.deepEqual(violations, []);
  say("done: no error in the console, no request elsewhere, nothing that WCAG 2.2 AA forbids");
} catch (error) {
  if (page) await page.screenshot({ path: join(FOLDER ?? tmpdir(), "securestack-e2e-failed.png") }).catch(() => undefined);
  console.error(steps.slice(-20).join("\n"));
  throw error;
} finally {
  await browser?.close();
  await platform.stop();
  await site.stop();
}

// The audit log: what was done in this story is in it, with what changed; filters in the address, export, and the chain.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { inside, logIn } from "./accounts.mjs";

const NAME = 'Ada <script>alert(1)</script> \u202e';

async function rename(page, { url }) {
  await page.goto(`${url}/account`);
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(NAME);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Your name is changed.").waitFor();
}

/** More entries than a page holds. */
async function manyEntries({ url, administrator }) {
  const headers = { "Content-Type": "application/json" };
  const login = await fetch(`${url}/api/v1/auth/login`, { method: "POST", headers, body: JSON.stringify({ email: administrator.email, password: administrator.password }) });
  headers.Authorization = `Bearer ${(await login.json()).access_token}`;
  for (let number = 0; number < 55; number++) {
    const answer = await fetch(`${url}/api/v1/auth/me`, { method: "PATCH", headers, body: JSON.stringify({ name: `Ada ${number}` }) });
    assert.equal(answer.status, 200);
  }
}

export async function auditStory(page, tools) {
  const { url, picture, say } = tools;
  await logIn(page, tools);
  await inside(page);
  await manyEntries(tools);
  await rename(page, tools);
  await page.getByRole("link", { name: "Audit log" }).click();
  await page.getByRole("heading", { name: "Audit log" }).waitFor();
  await page.getByText(/Intact:/).waitFor();
  const entry = page.getByRole("listitem").filter({ hasText: "user.changed" }).first();
  await entry.locator("summary").first().focus();
  await page.keyboard.press("Enter");
  await entry.getByRole("cell", { name: /Ada <script>/ }).waitFor();
  await entry.getByText("U+202E").first().waitFor();
  await picture(page, "audit");
  await entry.getByRole("button", { name: "What" }).click();
  await page.waitForURL(/action=user\.changed/);
  await page.getByRole("button", { name: "Load more" }).click();
  await page.getByText("These are all entries that fit.").waitFor();
  assert.ok((await page.getByRole("listitem").filter({ hasText: "user.changed" }).count()) > 55, "all pages are there");
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "As JSON lines" }).click()]);
  const lines = readFileSync(await file.path(), "utf8").trim().split("\n").map((line) => JSON.parse(line));
  assert.ok(lines.length > 0 && lines.every(({ action }) => action === "user.changed"), "what fits is exported");
  await page.getByLabel("What").fill("no.such");
  await page.getByText("No entry fits").waitFor();
  await picture(page, "audit-none");
  await page.getByRole("button", { name: "Clear the filters" }).click();
  await page.getByText(/Intact:/).click();
  await page.getByRole("button", { name: "Verify again" }).click();
  await page.getByText("The end of the chain.").waitFor();
  await picture(page, "audit-chain");
  await page.goto(`${url}/audit?since=2000-01-01&until=2000-01-02`);
  await page.getByText("No entry fits").waitFor();
  say("the audit log");
}

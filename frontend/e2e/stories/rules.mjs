// The rules catalogue: filters in the address, a rule's page, and the way to its findings.
import assert from "node:assert/strict";
import { inside, logIn } from "./accounts.mjs";

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
  await page.getByRole("link", { name: "CWE-89", exact: true }).click();
  await page.waitForURL(/cwe=89/);
  await tools.expecting(/status of 404/, async () => {
    await page.goto(`${url}/rules/web.no-such-rule`);
    await page.getByText("The rule does not exist.").waitFor();
  });
  await picture(page, "rule-missing");
  say("the rules catalogue");
}

// Somebody who is not logged in: led to the login, told what is wrong, and back to where they wanted to go.
import assert from "node:assert/strict";
import { watchedPage } from "../browser.mjs";
import { ADA } from "./setup.mjs";

export async function strangerStory({ url, browser }) {
  const { page, context, faults, expecting } = await watchedPage(browser, url);
  await page.goto(`${url}/scans`);
  await page.getByRole("heading", { name: "Log in" }).waitFor();
  await expecting(/401/, async () => {
    await page.getByLabel("E-mail").fill(ADA.email);
    await page.getByRole("textbox", { name: "Password" }).fill("wrong");
    await page.getByRole("button", { name: "Log in", exact: true }).click();
    await page.getByText("The e-mail address or the password is wrong.").waitFor();
  });
  assert.deepEqual(faults, []);
  await context.close();
}

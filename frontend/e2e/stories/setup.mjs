// From the set-up link to the first page, out again and in again.
import assert from "node:assert/strict";

export const ADA = { name: "Ada", email: "ada@example.com", password: "teapots drift over nine violet hills" };

export async function setupStory(page, { link, picture }) {
  await page.goto(link);
  await page.getByRole("heading", { name: "Make the first administrator" }).waitFor();
  await page.getByLabel("Your name").fill(ADA.name);
  await page.getByLabel("E-mail").fill(ADA.email);
  await page.getByRole("textbox", { name: "Password" }).fill(ADA.password);
  await picture(page, "setup");
  await page.getByRole("button", { name: "Create the account" }).click();
  await page.getByRole("heading", { name: "Begin with a project" }).waitFor();
}

export async function logIn(page, { email, password } = ADA) {
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
}

export async function loginStory(page, { url, picture }) {
  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByRole("heading", { name: "Log in" }).waitFor();
  await picture(page, "login");
  await page.goto(`${url}/findings?severity=%5B%22high%22%5D`);
  await logIn(page);
  await page.getByRole("heading", { name: "Findings", exact: true }).waitFor();
  assert.match(page.url(), /severity=/, "the login leads back to where one wanted to go");
  await page.reload(); // the cookie keeps one logged in
  await page.getByRole("heading", { name: "Findings", exact: true }).waitFor();
  await page.goto(url);
}

// The entrance: set-up, registration, forgotten password, links that are gone, and no word on who has an account.
import assert from "node:assert/strict";
import { linkFor, mailsTo } from "../mails.mjs";

export const BEA = "bea@example.com";
const FIRST = "seven brass lanterns hum at dusk";
export const SECOND = "paper boats under the iron bridge";

export async function logIn(page, { url, administrator }, { email, password } = administrator) {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
}

export async function logOut(page) {
  await page.getByRole("button", { name: "Log out", exact: true }).first().click();
  await page.getByRole("heading", { name: "Log in" }).waitFor();
}

export const inside = (page) => page.getByRole("navigation", { name: "Main" }).waitFor();

async function setUp(page, { link, administrator, picture, url, expecting }) {
  await page.goto(`${url}/sign-in`);
  await page.getByText("Nobody can log in yet").waitFor();
  await picture(page, "accounts-setup-needed");
  await expecting(/status of 400/, async () => {
    await page.goto(`${url}/setup#${"x".repeat(43)}`);
    await page.getByText("This link does not work any more").waitFor();
  });
  await picture(page, "accounts-link-gone");
  await page.goto(`${url}/setup`);
  await page.getByText("lacks the part behind the #").waitFor();
  await page.goto(link);
  await page.getByLabel("Your name").fill(administrator.name);
  await page.getByLabel("E-mail").fill(administrator.email);
  await page.getByRole("textbox", { name: "Password" }).fill("ada@example.com1");
  await page.getByText("Easily guessed").waitFor();
  await page.getByRole("textbox", { name: "Password" }).fill(administrator.password);
  await page.getByText("Very good").waitFor();
  assert.match(await page.title(), /^Make the first administrator/);
  await picture(page, "accounts-setup");
  await page.getByRole("button", { name: "Create the account" }).click();
  await inside(page);
  await logOut(page);
}

async function wrongLogins(page, tools) {
  const told = [];
  for (const email of [tools.administrator.email, "nobody@example.com"]) {
    await tools.expecting(/status of 401/, async () => {
      await logIn(page, tools, { email, password: "not the password at all" });
      told.push(await page.getByRole("alert").innerText());
    });
  }
  assert.equal(told[0], told[1], "nobody learns who has an account");
  await page.getByRole("textbox", { name: "Password" }).dispatchEvent("keydown", { key: "A", modifierCapsLock: true, bubbles: true });
  await page.getByText("Caps Lock is on.").waitFor();
  await tools.picture(page, "accounts-login");
  await page.getByLabel("Language").selectOption("de");
  await page.getByRole("heading", { name: "Anmelden" }).waitFor();
  assert.equal(await page.getAttribute("html", "lang"), "de");
  await tools.picture(page, "accounts-login-german");
  await page.getByLabel("Sprache").selectOption("en");
}

async function register(page, { url, folder, picture }) {
  await page.goto(`${url}/sign-in`);
  await page.getByRole("link", { name: "Make one" }).click();
  await page.getByRole("heading", { name: "Make an account" }).waitFor();
  await picture(page, "accounts-register");
  await page.getByLabel("E-mail").fill(BEA);
  await page.getByRole("button", { name: "Send the link" }).click();
  await page.getByText("Look into your mail").waitFor();
  await picture(page, "accounts-mail-sent");
  await page.goto(await linkFor(folder, BEA));
  await page.getByRole("heading", { name: "Your new account" }).waitFor();
  assert.equal(await page.getByLabel("E-mail").inputValue(), BEA);
  await page.getByLabel("Your name").fill('Bea <script>alert(1)</script> \u202egnp.exe');
  await page.getByRole("textbox", { name: "Password" }).fill(FIRST);
  await page.getByRole("button", { name: "Create the account" }).click();
  await inside(page);
  await logOut(page);
}

/** How the entrance looks where not everybody may make an account: the answer of the platform is changed on its way. */
async function otherRegistrations(page, { url, picture }) {
  const texts = { invitation: "Accounts are made by invitation", closed: "No new accounts are made here" };
  for (const [registration, text] of Object.entries(texts)) {
    await page.route("**/api/v1/auth/options", async (route) => {
      const answer = await (await route.fetch()).json();
      await route.fulfill({ json: { ...answer, registration } });
    });
    await page.goto(`${url}/sign-in`);
    await page.getByText(text).waitFor();
    await page.goto(`${url}/register`);
    await page.getByText(text).waitFor();
    assert.equal(await page.getByLabel("E-mail").count(), 0);
    await picture(page, `accounts-register-${registration}`);
    await page.unroute("**/api/v1/auth/options");
  }
}

async function forget(page, tools) {
  const { url, folder, picture } = tools;
  const answers = [];
  const before = mailsTo(folder, BEA).length;
  for (const email of ["nobody@example.com", BEA]) {
    await page.goto(`${url}/sign-in`);
    await page.getByLabel("E-mail").fill(email);
    await page.getByRole("link", { name: "Forgotten your password?" }).click();
    assert.equal(await page.getByLabel("E-mail").inputValue(), email, "what was typed goes along");
    await page.getByRole("button", { name: "Send the link" }).click();
    answers.push((await page.getByRole("status").innerText()).replace(email, "…"));
  }
  assert.equal(answers[0], answers[1], "nobody learns who has an account");
  const link = await linkFor(folder, BEA, before);
  await page.goto(link);
  await page.getByRole("heading", { name: "A new password" }).waitFor();
  await page.getByRole("textbox", { name: "New password" }).fill(SECOND);
  await picture(page, "accounts-reset");
  await page.getByRole("button", { name: "Change the password" }).click();
  await page.getByRole("link", { name: "Log in with it" }).click();
  await page.goto(`${url}/sign-in`);
  await tools.expecting(/status of 400/, async () => {
    await page.goto(link);
    await page.getByRole("link", { name: "Ask for a new link" }).waitFor();
  });
  await logIn(page, tools, { email: BEA, password: SECOND });
  await inside(page);
  await logOut(page);
}

/** The provider is another origin, so that this page is watched by its own rules. */
async function signOn({ browser, url, provider, picture }) {
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${url}/findings`);
  provider.refuseNext();
  await page.getByRole("button", { name: "Continue with Example Works" }).click();
  await page.getByText("The single sign-on did not work.").waitFor();
  await picture(page, "accounts-sign-on-failed");
  await page.goto(`${url}/findings`);
  await page.getByRole("button", { name: "Continue with Example Works" }).click();
  await page.waitForURL(`${url}/findings`);
  await inside(page);
  await page.goto(`${url}/account?part=security`);
  await page.getByText("Your account has no password").waitFor();
  await page.getByText("by single sign-on").first().waitFor();
  await picture(page, "profile-without-password");
  await context.close();
}

export async function accountsStory(page, tools) {
  await setUp(page, tools);
  tools.say("the first administrator is made");
  await wrongLogins(page, tools);
  await register(page, tools);
  tools.say("registered by a mail");
  await otherRegistrations(page, tools);
  await forget(page, tools);
  tools.say("a forgotten password is set anew");
  await signOn(tools);
  tools.say("signed on through a provider");
}

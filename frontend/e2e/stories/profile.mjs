// One's own account: name, authenticator with computed codes, passkeys with the browser's virtual authenticator, devices, keys.
import assert from "node:assert/strict";
import { watchedPage } from "../browser.mjs";
import { linkFor, mailThatSays } from "../mails.mjs";
import { codeOf } from "../totp.mjs";
import { BEA, inside, logIn, logOut, SECOND } from "./accounts.mjs";

async function confirm(page, password) {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Your password" }).fill(password);
  await dialog.getByRole("button", { name: /^(Go on|Turn the authenticator off)$/ }).click();
}

async function identity(page, { url, administrator, picture, folder }) {
  await page.goto(`${url}/account`);
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Ada Lovelace");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Your name is changed.").waitFor();
  await page.getByRole("button", { name: "Send a link to confirm it" }).click();
  await page.getByText("A link is on its way to your address.").waitFor();
  await page.getByText("Nobody has invited you anywhere.").waitFor();
  await picture(page, "profile");
  await page.goto(await linkFor(folder, administrator.email));
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByText("It is confirmed.").waitFor();
  await page.getByRole("link", { name: "Go on" }).click();
  await inside(page);
}

async function address(page, { url, administrator, folder, picture }) {
  const next = "ada.lovelace@example.com";
  await page.goto(`${url}/account`);
  await page.getByLabel("New address").fill(next);
  await page.getByRole("button", { name: "Change the address" }).click();
  await confirm(page, administrator.password);
  await page.getByText(`A link is on its way to ${next}.`).waitFor();
  await picture(page, "profile-address");
  await page.getByText(`Mails go to ${administrator.email}.`).waitFor(); // until the link is opened
  await page.goto(await linkFor(folder, next));
  await page.getByText(`Confirm that ${next} is yours.`).waitFor();
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByText("It is confirmed.").waitFor();
  await mailThatSays(folder, administrator.email, next);
  administrator.email = next;
}

/** An invitation into a team of somebody else, accepted in one's account. */
async function invitation(page, { url, administrator, picture }) {
  const headers = { "Content-Type": "application/json" };
  const post = async (path, body) => (await fetch(`${url}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) })).json();
  headers.Authorization = `Bearer ${(await post("/auth/login", { email: BEA, password: SECOND })).access_token}`;
  const team = await post("/teams", { name: "Red team <i>\u202e" });
  await post(`/teams/${team.id}/members`, { email: administrator.email, role: "analyst" });
  await page.goto(`${url}/account`);
  await page.getByText("As Analyst, open until").waitFor();
  await picture(page, "profile-invitation");
  await page.getByRole("button", { name: "Accept" }).click();
  await page.getByText("Nobody has invited you anywhere.").waitFor();
}

async function authenticator(page, tools) {
  const { url, administrator, picture } = tools;
  await page.goto(`${url}/account?part=security`);
  await page.getByRole("button", { name: "Set up an authenticator" }).click();
  await picture(page, "profile-confirm");
  await tools.expecting(/status of 403/, async () => {
    await confirm(page, "not my password");
    await page.getByText("The password is wrong.").waitFor();
  });
  await confirm(page, administrator.password);
  await page.getByRole("img", { name: "QR code for the authenticator" }).waitFor();
  const secret = await page.getByTestId("totp-secret").innerText();
  await picture(page, "profile-authenticator");
  await tools.expecting(/status of 403/, async () => {
    await page.getByLabel("Code that the app shows now").fill("000000");
    await page.getByRole("button", { name: "Turn it on" }).click();
    await page.getByText("The code is wrong").waitFor();
  });
  await page.getByLabel("Code that the app shows now").fill(codeOf(secret));
  await page.getByRole("button", { name: "Turn it on" }).click();
  await page.getByRole("button", { name: "I have kept them" }).waitFor();
  const codes = await page.getByRole("region", { name: "Recovery codes" }).getByRole("listitem").allInnerTexts();
  assert.ok(codes.length >= 8, "there are recovery codes");
  await picture(page, "profile-recovery-codes");
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download" }).click()]);
  assert.equal(file.suggestedFilename(), "securestack-recovery-codes.txt");
  await page.getByRole("button", { name: "Copy all" }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), codes.join("\n"));
  await page.getByRole("button", { name: "I have kept them" }).click();
  await page.getByText(`${codes.length} recovery codes left.`).waitFor();
  await logOut(page);
  await logIn(page, tools);
  await page.getByRole("heading", { name: "One more step" }).waitFor();
  await tools.expecting(/status of 401/, async () => {
    await page.getByRole("textbox", { name: "Code", exact: true }).fill("123456");
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByText("The code is wrong, or came too late.").waitFor();
  });
  await picture(page, "accounts-second-factor");
  await page.getByRole("textbox", { name: "Code", exact: true }).fill(codeOf(secret, 1));
  await page.getByRole("button", { name: "Go on" }).click();
  await inside(page);
  await logOut(page);
  await logIn(page, tools);
  await page.getByRole("button", { name: "Use a recovery code instead" }).click();
  await page.getByLabel("Recovery code").fill(codes[0]);
  await page.getByRole("button", { name: "Go on" }).click();
  await inside(page);
  await page.goto(`${url}/account?part=security`);
  await page.getByText(`${codes.length - 1} recovery codes left.`).waitFor();
  await page.getByRole("button", { name: "Turn the authenticator off" }).click();
  await page.getByRole("dialog").getByLabel("Code, or a recovery code").fill(codes[1]);
  await confirm(page, administrator.password);
  await page.getByRole("button", { name: "Set up an authenticator" }).waitFor();
}

async function passkeys(page, tools) {
  const { url, administrator, picture, context } = tools;
  const devtools = await context.newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", { options });
  await page.goto(`${url}/account?part=security`);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByLabel("Name of the passkey").fill("Blue key <b>\u202eyek");
  await confirm(page, administrator.password);
  await page.getByText("Blue key <b>").waitFor();
  await page.getByText("U+202E").first().waitFor();
  await page.getByRole("button", { name: /^Rename Blue key/ }).click();
  await page.getByLabel("Name of the passkey").fill("Blue key");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Never used.").waitFor();
  await picture(page, "profile-security");
  await logOut(page);
  await page.getByRole("button", { name: "Log in with a passkey" }).click();
  await inside(page);
  const { credentials } = await devtools.send("WebAuthn.getCredentials", { authenticatorId });
  assert.equal(credentials.length, 1);
  assert.equal(credentials[0].rpId, new URL(url).hostname);
  await page.goto(`${url}/account?part=security`);
  await page.getByText("by passkey").first().waitFor();
  await page.getByRole("button", { name: "Remove Blue key" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await page.getByText("You have none yet.").waitFor();
  await logOut(page);
  await tools.expecting(/status of 401/, async () => {
    await page.getByRole("button", { name: "Log in with a passkey" }).click();
    await page.getByText("The passkey was not accepted.").waitFor(); // it is on the device still, and good for nothing
  });
  await devtools.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId });
  await logIn(page, tools);
  await inside(page);
}

async function devices(page, tools) {
  const { url, browser } = tools;
  const other = await watchedPage(browser, url);
  await logIn(other.page, tools);
  await inside(other.page);
  await page.goto(`${url}/account?part=security`);
  await page.getByText("This device").waitFor();
  await page.getByRole("button", { name: "Log out all other devices" }).click();
  await page.getByRole("button", { name: "Log out all other devices" }).waitFor({ state: "detached" });
  await other.page.reload();
  await other.page.getByRole("heading", { name: "Log in" }).waitFor();
  await other.context.close();
}

async function keys(page, { url, picture }) {
  await page.goto(`${url}/account?part=keys`);
  await page.getByText("You have no keys.").waitFor();
  await page.getByRole("button", { name: "New key" }).click();
  await page.getByLabel("Name of the key").fill("Pipeline");
  await page.getByLabel("Start, cancel and repeat scans").check();
  await page.getByLabel("Good for").selectOption("30");
  await picture(page, "profile-new-key");
  await page.getByRole("button", { name: "Create the key" }).click();
  const key = await page.getByRole("region", { name: "Your new key" }).locator("code").innerText();
  assert.match(key, /^ssk_/);
  await picture(page, "profile-keys");
  const answer = await fetch(`${url}/api/v1/auth/me`, { headers: { Authorization: `Bearer ${key}` } });
  assert.equal(answer.status, 200, "the key works");
  await page.getByRole("button", { name: "Done" }).click();
  assert.equal(await page.getByText(key).count(), 0, "it is shown once");
  await page.getByRole("button", { name: "Revoke Pipeline" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("button", { name: /^Show 1 that/ }).click();
  await page.getByText("Revoked", { exact: true }).waitFor();
  const after = await fetch(`${url}/api/v1/auth/me`, { headers: { Authorization: `Bearer ${key}` } });
  assert.equal(after.status, 401, "the key is good for nothing");
}

export async function profileStory(page, tools) {
  await logIn(page, tools);
  await inside(page);
  await identity(page, tools);
  await address(page, tools);
  await invitation(page, tools);
  tools.say("name, address and an invitation");
  await authenticator(page, tools);
  tools.say("authenticator and recovery codes");
  await passkeys(page, tools);
  tools.say("passkeys");
  await devices(page, tools);
  await keys(page, tools);
  tools.say("devices and API keys");
}

// The administration: inviting and managing users, allowed hosts, queue, health and settings.
import assert from "node:assert/strict";
import { linkFor } from "../mails.mjs";
import { watchedPage } from "../browser.mjs";
import { inside, logIn } from "./accounts.mjs";

const CLEO = "cleo@example.com";
const HOSTILE = 'Cleo <img src=x onerror=alert(1)> \u202egnp.exe ' + "long".repeat(35);
const PASSWORD = "copper kites above a quiet harbour";

async function invite(page, { picture, url, browser, folder }) {
  await page.getByRole("button", { name: "Invite somebody" }).click();
  await page.getByLabel("E-mail").fill(CLEO);
  await page.getByRole("button", { name: "Send the invitation" }).click();
  await page.getByText(`${CLEO} is invited.`).waitFor();
  await page.getByRole("button", { name: `Take back the invitation of ${CLEO}` }).waitFor();
  await picture(page, "administration-invited");
  const { page: stranger, context, faults } = await watchedPage(browser, url);
  await stranger.goto(await linkFor(folder, CLEO));
  await stranger.getByLabel("Your name").fill(HOSTILE);
  await stranger.getByRole("textbox", { name: "Password" }).fill(PASSWORD);
  await stranger.getByRole("button", { name: "Create the account" }).click();
  await inside(stranger);
  await stranger.goto(`${url}/administration`);
  await stranger.getByText("This is for administrators of the platform.").waitFor();
  await picture(stranger, "administration-refused");
  assert.deepEqual(faults.filter((fault) => !/status of 404/.test(fault)), []); // the platform's invitation is into no team
  return context;
}

async function manage(page, { picture }) {
  await page.getByRole("searchbox", { name: "Search" }).fill("cleo");
  await page.waitForURL(/text=cleo/);
  await page.getByText("Cleo <img src=x").waitFor();
  await page.getByText("U+202E").first().waitFor();
  await page.getByRole("cell", { name: /ada@example\.com/ }).waitFor({ state: "detached" });
  await picture(page, "administration-users");
  await page.getByRole("button", { name: /^Manage Cleo/ }).click();
  const dialog = page.getByRole("dialog");
  await picture(page, "administration-user");
  await dialog.getByRole("button", { name: "Make administrator" }).click();
  await dialog.getByRole("button", { name: "Take administration away" }).click();
  await dialog.getByRole("button", { name: "Make administrator" }).waitFor();
  await dialog.getByRole("button", { name: "Log out everywhere" }).click();
  await dialog.getByText("Done.").waitFor();
  await dialog.getByRole("button", { name: "Deactivate" }).click();
  await dialog.getByRole("button", { name: "Activate again" }).click();
  await dialog.getByRole("button", { name: "Deactivate" }).waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
}

async function hosts(page, { picture, url, expecting }) {
  await page.goto(`${url}/administration?part=hosts`);
  await page.getByText("No host is allowed.").waitFor();
  await page.getByLabel("Host or network").fill("not a host!");
  await expecting(/status of 422/, async () => {
    await page.getByRole("button", { name: "Allow" }).click();
    await page.getByLabel("Host or network").and(page.locator("[aria-invalid=true]")).waitFor();
  });
  await page.getByLabel("Host or network").fill("*.corp.test");
  await page.getByLabel("Why").fill("Ours <b>\u202e");
  await page.getByRole("button", { name: "Allow" }).click();
  await page.getByRole("button", { name: "Remove *.corp.test" }).waitFor();
  await picture(page, "administration-hosts");
  await page.getByRole("button", { name: "Remove *.corp.test" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await page.getByText("No host is allowed.").waitFor();
}

async function platform(page, { picture, url }) {
  await page.goto(`${url}/administration?part=teams`);
  await page.getByRole("searchbox").waitFor();
  await picture(page, "administration-teams");
  await page.getByRole("link", { name: "Queue" }).click();
  await page.getByText("Nothing runs.").waitFor();
  await page.getByRole("cell", { name: /^network-\d+@/ }).waitFor();
  await page.getByRole("cell", { name: /^cpu-\d+@/ }).waitFor();
  await picture(page, "administration-queue");
  await page.getByRole("link", { name: "Health" }).click();
  await page.getByRole("heading", { name: "Valkey" }).waitFor();
  await page.getByRole("cell", { name: "audit_entries" }).waitFor();
  await picture(page, "administration-health");
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByText("SECURESTACK_PUBLIC_URL").waitFor();
  await page.getByLabel("Only those that differ from the default").check();
  await page.getByText("SECURESTACK_REGISTRATION").waitFor();
  assert.equal(await page.getByText("SECURESTACK_DEBUG").count(), 0);
  await picture(page, "administration-settings");
}

/** A part that fails says so and offers another try; German says it in German. */
async function mishaps(page, { picture, url, expecting }) {
  await expecting(/status of 500/, async () => {
    await page.route("**/api/v1/administration/settings", (route) => route.fulfill({ status: 500, contentType: "application/problem+json", body: JSON.stringify({ type: "internal-error", detail: "<b>Something</b> broke.", request_id: "request-1" }) }));
    await page.goto(`${url}/administration?part=settings`);
    await page.getByRole("alert").getByText("<b>Something</b> broke.").waitFor();
  });
  await picture(page, "administration-failed");
  await page.unroute("**/api/v1/administration/settings");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("SECURESTACK_PUBLIC_URL").waitFor();
  await page.getByLabel("Language").first().selectOption("de");
  for (const part of ["users", "hosts", "queue", "health", "settings"]) {
    await page.goto(`${url}/administration?part=${part}`);
    await page.getByRole("heading", { name: "Verwaltung" }).waitFor();
    await page.waitForLoadState("networkidle");
    await picture(page, `administration-${part}-german`);
  }
  for (const [path, heading] of [["account?part=security", "Ihr Konto"], ["account?part=keys", "Ihr Konto"], ["audit", "Prüfprotokoll"], ["rules/web.sql-injection", "SQL injection"]]) {
    await page.goto(`${url}/${path}`);
    await page.getByRole("heading", { name: heading }).first().waitFor();
    await page.waitForLoadState("networkidle");
    await picture(page, `german-${path.replace(/\W+/g, "-")}`);
  }
  await page.getByLabel("Sprache").first().selectOption("en");
}

export async function administrationStory(page, tools) {
  await logIn(page, tools);
  await inside(page);
  await page.getByRole("link", { name: "Administration" }).click();
  await page.getByRole("button", { name: "Invite somebody" }).waitFor();
  const context = await invite(page, tools);
  await manage(page, tools);
  await context.close();
  tools.say("users are invited and managed");
  await hosts(page, tools);
  await platform(page, tools);
  tools.say("hosts, queue, health and settings");
  await mishaps(page, tools);
  tools.say("a fault, and German");
}

// What goes wrong: a session that ends, a connection that is lost, a server with a fault. Nothing typed is lost.
import assert from "node:assert/strict";
import { ADA } from "./setup.mjs";
import { main } from "./projects.mjs";

const TYPED = "Typed before something went wrong";

export async function mishapStory(page, { url, picture, expecting, context }) {
  await main(page, "Projects");
  await page.getByRole("button", { name: "New project" }).click();
  await page.getByLabel("Name of the project").fill(TYPED);
  const typed = () => page.getByLabel("Name of the project").inputValue();

  await expecting(/401/, async () => {
    await endSessions(url);
    await page.getByRole("button", { name: "Create the project" }).click();
    const dialog = page.getByRole("dialog", { name: "Your session has ended" });
    await dialog.waitFor();
    await picture(page, "session-ended");
    assert.equal(await typed(), TYPED);
    await dialog.getByRole("textbox", { name: "Password" }).fill(ADA.password);
    await dialog.getByRole("button", { name: "Log in and go on" }).click();
    await page.getByRole("heading", { name: TYPED }).waitFor(); // what was asked went on where it stood
  });

  await main(page, "Projects");
  await page.getByRole("button", { name: "New project" }).click();
  await page.getByLabel("Name of the project").fill(TYPED);
  await expecting(/ERR_INTERNET_DISCONNECTED|Failed to load resource/, async () => {
    await context.setOffline(true);
    await page.getByRole("button", { name: "Create the project" }).click();
    await page.getByText("No connection to the server.").waitFor();
    await page.getByRole("alert").waitFor();
    await picture(page, "no-connection");
    assert.equal(await typed(), TYPED);
    await context.setOffline(false);
    await page.getByText("No connection to the server.").waitFor({ state: "hidden" });
    assert.equal(await typed(), TYPED);
  });

  await expecting(/500/, async () => {
    const problem = { type: "urn:securestack:problem:internal-error", title: "Internal Server Error", status: 500, detail: "Something went wrong on the server.", request_id: "01a20094-ffe1" };
    await page.route("**/api/v1/projects", (route) => (route.request().method() === "POST" ? route.fulfill({ status: 500, contentType: "application/problem+json", body: JSON.stringify(problem) }) : route.continue()));
    await page.getByRole("button", { name: "Create the project" }).click();
    await page.getByText("Request 01a20094-ffe1").waitFor();
    await picture(page, "server-fault");
    assert.equal(await typed(), TYPED);
    await page.unroute("**/api/v1/projects");
  });
  await page.getByRole("button", { name: "Create the project" }).click();
  await page.getByRole("heading", { name: TYPED }).waitFor();
}

/** Ends every session of Ada but the one that is opened here for it. */
async function endSessions(url) {
  const { email, password } = ADA;
  const answer = await fetch(`${url}/api/v1/auth/login`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ email, password }) });
  assert.equal(answer.status, 200);
  const headers = { Authorization: `Bearer ${(await answer.json()).access_token}` };
  assert.equal((await fetch(`${url}/api/v1/auth/sessions`, { method: "DELETE", headers })).status, 204);
}

// A project with a target that is proven, its settings, keys and end; teams and their members.
import assert from "node:assert/strict";

export async function projectStory(page, { site, picture }) {
  await page.getByRole("heading", { name: "Begin with a project" }).waitFor();
  await page.getByLabel("Name of the project").fill("Little shop");
  await page.getByLabel("Name of the team").fill("Shop team");
  await picture(page, "home-first");
  await page.reload();
  assert.equal(await page.getByLabel("Name of the project").inputValue(), "Little shop", "a draft outlives a reload");
  await page.getByRole("button", { name: "Create the project" }).click();
  await page.getByRole("heading", { name: "Little shop" }).waitFor();
  await page.getByLabel("Address").fill(site.url);
  await picture(page, "project-first");
  await page.getByRole("button", { name: "Add the target" }).click();
  await page.getByText("Not proven to be yours yet").waitFor();
  await page.getByRole("button", { name: "Look now" }).click();
  await page.getByText("The proof was not found").waitFor();
  await picture(page, "target-proof");
  await page.getByRole("button", { name: "Copy" }).first().click();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^[\w-]{32}$/);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Home" }).click();
  await page.getByText("Targets not proven to be yours").waitFor();
  await page.getByRole("link", { name: /^127\.0\.0\.1/ }).click();
  await page.getByLabel("Why").fill("Our own, on this machine");
  await page.getByRole("button", { name: /^Allow 127/ }).click();
  await page.getByText("An administrator allows this host").waitFor();
}

export async function settingsStory(page, { picture }) {
  await main(page, "Projects");
  await picture(page, "projects");
  await page.getByRole("link", { name: "Little shop" }).click();
  await page.getByText("mean time to fix").waitFor();
  await picture(page, "project");
  await page.getByRole("navigation", { name: "Project" }).getByRole("link", { name: "Settings" }).click();
  await page.getByLabel("Critical, days").fill("3");
  await page.getByLabel("Importance").selectOption("critical");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.").waitFor();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("CI");
  await page.getByRole("button", { name: "Make a key" }).click();
  await page.getByText("It is shown this once").waitFor();
  await page.getByRole("cell", { name: /^CI/ }).waitFor();
  await picture(page, "project-settings");
  await page.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("cell", { name: "revoked" }).waitFor();
  await page.reload();
  assert.equal(await page.getByLabel("Critical, days").inputValue(), "3");
}

export async function endOfProjectStory(page, { picture }) {
  await main(page, "Projects");
  await page.getByRole("button", { name: "New project" }).click();
  await page.getByLabel("Name of the project").fill("Short-lived");
  await page.getByRole("button", { name: "Create the project" }).click();
  await page.getByRole("heading", { name: "Short-lived" }).waitFor();
  await page.getByRole("navigation", { name: "Project" }).getByRole("link", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Archive" }).click();
  await page.getByText("This project is archived").waitFor();
  await page.getByRole("button", { name: "Restore" }).click();
  await page.getByText("This project is archived").waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog");
  assert.ok(await dialog.getByRole("button", { name: "Delete" }).isDisabled(), "the name has to be typed first");
  await dialog.getByRole("textbox").fill("Short-lived");
  await picture(page, "project-delete");
  await dialog.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("heading", { name: "Projects" }).waitFor();
  await page.getByRole("link", { name: "Little shop" }).waitFor();
  assert.equal(await page.getByRole("link", { name: "Short-lived" }).count(), 0);
}

export async function teamStory(page, { picture, expecting }) {
  await main(page, "Teams");
  await page.getByRole("link", { name: "Shop team" }).waitFor();
  await picture(page, "teams");
  await page.getByRole("link", { name: "Shop team" }).click();
  await page.getByLabel("E-mail").fill("grace@example.com");
  await page.getByLabel("Role", { exact: true }).selectOption("analyst");
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByText("grace@example.com is invited.").waitFor();
  await page.getByText("Invited, not yet here").waitFor();
  await picture(page, "team");
  await expecting(/409/, async () => {
    await page.getByLabel("Role of Ada").selectOption("viewer");
    await page.getByRole("alert").waitFor(); // a team keeps an owner
  });
  await page.getByRole("button", { name: "Withdraw" }).click();
  await page.getByText("Invited, not yet here").waitFor({ state: "hidden" });
}

export async function main(page, name) {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name, exact: true }).click();
  await page.getByRole("heading", { name, level: 1, exact: true }).waitFor();
}

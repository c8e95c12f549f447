// What surrounds every page: home, the palette, keys, themes, the phone, another language.
import assert from "node:assert/strict";
import { main } from "./projects.mjs";

/** Weeks in which findings came and went: what nobody can wait for in a test is put into the server's answer. */
async function withWeeks(page) {
  await page.route("**/api/v1/analytics/overview*", async (route) => {
    const answer = await route.fetch();
    const told = await answer.json();
    const today = told.days.at(-1);
    const days = Array.from({ length: 60 }, (_, place) => ({
      ...today,
      day: new Date(Date.parse(today.day) - (60 - place) * 86_400_000).toISOString().slice(0, 10),
      critical: Math.max(0, 12 - Math.floor(place / 5)),
      high: 20 + ((place * 7) % 9),
      medium: 35 - Math.floor(place / 4),
    }));
    await route.fulfill({ response: answer, json: { ...told, days: [...days, today] } });
  });
}

export async function homeStory(page, { picture }) {
  await main(page, "Home");
  await page.getByText("Open findings over time").waitFor();
  await picture(page, "home");
  await withWeeks(page);
  await page.reload();
  await page.getByRole("img", { name: /Open findings over time/ }).hover();
  await page.getByText("As a table").click();
  await page.getByRole("columnheader", { name: "Fixed" }).waitFor();
  await picture(page, "home-trend");
  await page.unroute("**/api/v1/analytics/overview*");
  await page.getByLabel("Team").selectOption({ label: "Shop team" });
  await page.waitForURL(/team=/);
  await page.getByLabel("Project").selectOption({ label: "Little shop" });
  await page.waitForURL(/project=/);
  await page.reload();
  await page.locator("option:checked", { hasText: "Little shop" }).waitFor({ state: "attached" }); // the address keeps the scope
}

export async function paletteStory(page, { picture }) {
  await main(page, "Home");
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "Search and commands" });
  await field.fill("little");
  await page.getByRole("listbox").getByRole("option", { name: /Little shop/ }).first().waitFor();
  await picture(page, "palette");
  await page.keyboard.press("Escape");
  await field.waitFor({ state: "hidden" });
  await page.keyboard.press("?");
  await page.getByRole("heading", { name: "Everywhere" }).waitFor();
  await picture(page, "keys");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await page.getByRole("heading", { name: "Scans", level: 1 }).waitFor();
  await page.keyboard.press("Control+k");
  await field.fill("dark");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.documentElement.dataset.mantineColorScheme === "dark");
  await page.getByLabel("Theme").selectOption("auto");
}

export async function languageStory(page, { picture }) {
  await page.getByLabel("Language").selectOption("de");
  await page.getByRole("navigation", { name: "Hauptmenü" }).getByRole("link", { name: "Start" }).click();
  await page.getByRole("heading", { name: "Start", level: 1 }).waitFor();
  assert.equal(await page.getAttribute("html", "lang"), "de");
  await picture(page, "home-german");
  await page.getByLabel("Sprache").selectOption("en");
  await page.getByRole("heading", { name: "Home", level: 1 }).waitFor();
}

/** Every page in the main navigation, and some below it, on a phone. */
export async function phoneStory(page, { picture }) {
  await page.setViewportSize({ width: 390, height: 800 });
  const menu = page.getByRole("button", { name: "Menu", exact: true });
  await menu.click();
  await picture(page, "phone-menu");
  const names = await page.getByRole("navigation", { name: "Main" }).getByRole("link").allInnerTexts();
  await page.getByRole("button", { name: "Close the menu" }).click();
  for (const name of names) {
    await menu.click();
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name, exact: true }).click();
    await page.getByRole("heading", { level: 1 }).waitFor();
    await quiet(page);
    await picture(page, `phone-${name.toLowerCase().replaceAll(" ", "-")}`);
  }
  await menu.click();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Projects", exact: true }).click();
  await page.getByRole("link", { name: "Little shop" }).click();
  const tabs = page.getByRole("navigation", { name: "Project", exact: true }).getByRole("link");
  await tabs.first().waitFor();
  for (const name of await tabs.allInnerTexts()) {
    await tabs.getByText(name, { exact: true }).click();
    await quiet(page);
    await picture(page, `phone-project-${name.toLowerCase()}`);
  }
  await tabs.getByText("Scans", { exact: true }).click();
  await page.getByRole("link", { name: /^http/ }).first().click();
  await page.getByRole("heading", { name: /^Scan of/ }).waitFor();
  await quiet(page);
  await picture(page, "phone-scan");
  await page.setViewportSize({ width: 1280, height: 800 });
}

async function quiet(page) {
  await page.getByRole("status", { name: "Loading" }).first().waitFor({ state: "hidden" });
}

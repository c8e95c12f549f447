// A scan as it happens, what came of it, and after the flaw is mended a second one that marks it fixed.
import { main } from "./projects.mjs";

export async function scanStory(page, { picture }) {
  await page.getByRole("link", { name: "Scan", exact: true }).click();
  await page.getByRole("heading", { name: "Start a scan" }).waitFor();
  await page.getByRole("radio", { name: "Quick" }).check();
  await picture(page, "scan-new");
  await page.getByRole("button", { name: "Start the scan" }).click();
  await page.getByRole("heading", { name: /^Scan of/ }).waitFor();
  await page.getByText("of them new").waitFor();
  await picture(page, "scan-running");
  await finished(page);
  await page.getByRole("heading", { name: "What was looked at" }).waitFor();
  await picture(page, "scan");
}

export async function secondScanStory(page, { picture, site }) {
  site.mend();
  await main(page, "Scans");
  await page.getByRole("cell", { name: "Completed" }).waitFor();
  await picture(page, "scans");
  await page.getByRole("link", { name: /^http/ }).first().click();
  await page.getByRole("button", { name: "Scan again" }).click();
  // The first scan had none to be compared with; this link stands only on the page of the second, when it has ended.
  await page.getByRole("link", { name: "Compare" }).click({ timeout: 60_000 });
  await page.getByRole("heading", { name: "Two scans compared" }).waitFor();
  await page.getByText("−", { exact: false }).first().waitFor();
  await page.getByRole("cell", { name: "Fixed" }).first().waitFor();
  await picture(page, "scans-compared");
  await page.getByRole("cell", { name: "Fixed" }).first().locator("xpath=..").getByRole("link").click();
  await page.getByText("Fixed", { exact: true }).first().waitFor();
}

export async function cancelStory(page, { site, picture }) {
  const release = site.hold();
  await main(page, "Scans");
  await page.getByRole("link", { name: /^http/ }).first().click();
  await page.getByRole("button", { name: "Scan again" }).click();
  await page.getByRole("button", { name: "Cancel the scan" }).click();
  await picture(page, "scan-cancel");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel the scan" }).click();
  await page.getByText("Cancelled", { exact: true }).first().waitFor({ timeout: 30_000 });
  release();
}

async function finished(page) {
  await page.getByText("Completed", { exact: true }).first().waitFor({ timeout: 60_000 });
}

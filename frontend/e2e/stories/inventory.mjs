// What a project is made of: files uploaded and scanned, packages, licences, SBOMs and their comparison.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const LOCK = {
  name: "shop",
  version: "1.0.0",
  lockfileVersion: 3,
  packages: {
    "": { name: "shop", version: "1.0.0", dependencies: { "log-writer": "^1.0.0", "tea-list": "^2.0.0" } },
    "node_modules/log-writer": { version: "1.0.0", license: "MIT", dependencies: { lodash: "^4.0.0" } },
    "node_modules/lodash": { version: "4.17.15", license: "MIT" },
    "node_modules/tea-list": { version: "2.1.0", license: "GPL-3.0-only", dev: true },
  },
};

/** The lock file of the story, with another version of lodash where one is given. */
function lock(lodash = "4.17.15") {
  const changed = structuredClone(LOCK);
  changed.packages["node_modules/lodash"].version = lodash;
  return file("package-lock.json", JSON.stringify(changed, null, 2));
}

function file(name, text) {
  return { name, mimeType: "application/octet-stream", buffer: Buffer.from(text) };
}

/** Begins on the page of a project of which nothing was uploaded yet; the person may maintain it. */
export async function inventoryStory(page, { picture, say, expecting }) {
  const parts = page.getByRole("navigation", { name: "Parts of the inventory" });
  await page.getByRole("navigation", { name: "Project" }).getByRole("link", { name: "Inventory" }).click();
  await page.getByRole("heading", { name: "What is this project made of?" }).waitFor();
  await picture(page, "inventory-first");

  await page.getByRole("link", { name: "Upload and scan" }).click();
  await page.getByRole("radio", { name: /What it is made of/ }).waitFor();
  await page.getByLabel("Choose files").setInputFiles(file("photo.jpg", "\xff\xd8"));
  await picture(page, "upload");
  await expecting(/status of 422/, async () => {
    await page.getByRole("button", { name: "Start the scan" }).click();
    await page.getByText(/names packages/).waitFor();
  });
  await page.getByLabel("Choose files").setInputFiles(lock());
  await page.getByLabel("Name of the target").fill("Web shop");
  await page.getByRole("button", { name: "Start the scan" }).click();
  await page.getByRole("heading", { name: /Web shop/ }).waitFor();
  await page.getByText("Completed", { exact: true }).first().waitFor({ timeout: 60_000 });
  await picture(page, "dependency-scan");
  say("a lock file is uploaded and scanned");

  await page.goBack();
  await page.getByRole("navigation", { name: "Project" }).getByRole("link", { name: "Inventory" }).click();
  await page.getByText("3 packages", { exact: true }).waitFor();
  await picture(page, "packages");
  await page.getByRole("searchbox", { name: "Search" }).fill("lod");
  await page.getByText("1 package", { exact: true }).waitFor();
  await page.reload();
  await page.getByRole("link", { name: "lodash" }).click();
  await page.getByRole("heading", { name: "lodash 4.17.15" }).waitFor();
  await page.getByRole("listitem").filter({ hasText: "log-writer 1.0.0" }).first().waitFor();
  await picture(page, "package");

  await parts.getByRole("link", { name: "Licences" }).click();
  await page.getByRole("link", { name: "GPL-3.0-only" }).waitFor();
  await page.getByRole("button", { name: "Write a policy" }).click();
  await page.getByLabel("Denied").fill("GPL-3.0-only");
  await picture(page, "licences");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("cell", { name: "denied" }).waitFor();
  await page.getByRole("link", { name: "The team's policy" }).click();
  await page.getByRole("heading", { name: "Licence policy", exact: true }).waitFor();
  await page.getByLabel("Denied").waitFor();
  await picture(page, "team-licences");
  await page.goBack();
  await page.getByRole("link", { name: "GPL-3.0-only" }).click();
  await page.getByRole("link", { name: "tea-list" }).waitFor();
  say("packages, the way to one, licences and a policy");

  await parts.getByRole("link", { name: "SBOMs" }).click();
  await page.getByText("There is no SBOM yet").waitFor();
  await page.getByRole("button", { name: "Make an SBOM" }).click();
  await page.getByLabel("Version of it").fill("1.0");
  await page.getByRole("form", { name: "Make an SBOM" }).getByRole("button", { name: "Make an SBOM" }).click();
  await page.getByText("3 packages", { exact: true }).waitFor();
  await picture(page, "sbom");
  await page.getByLabel("Download as").selectOption({ label: "SPDX (JSON) 2.3" });
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download" }).click()]);
  assert.match(download.suggestedFilename(), /\.spdx\.json$/);
  const document = JSON.parse(readFileSync(await download.path(), "utf8"));
  assert.equal(document.spdxVersion, "SPDX-2.3");
  assert.ok(document.packages.some(({ name }) => name === "lodash"));

  await parts.getByRole("link", { name: "SBOMs" }).click();
  await page.getByRole("button", { name: "Upload an SBOM" }).click();
  const newer = { bomFormat: "CycloneDX", specVersion: "1.5", version: 1, metadata: { component: { type: "application", name: "shop" } }, components: [{ type: "library", "bom-ref": "l", name: "lodash", version: "4.17.21", purl: "pkg:npm/lodash@4.17.21" }] };
  await page.getByLabel("The document").setInputFiles(file("newer.cdx.json", JSON.stringify(newer)));
  await page.getByRole("form", { name: "Upload an SBOM" }).getByRole("button", { name: "Upload an SBOM" }).click();
  await page.getByRole("heading", { name: "newer.cdx.json" }).waitFor();
  await parts.getByRole("link", { name: "SBOMs" }).click();
  for (const box of await page.getByRole("checkbox").all()) await box.check();
  await picture(page, "sboms");
  await page.getByRole("link", { name: "Compare the two" }).click();
  await page.getByRole("heading", { name: "Comparison" }).waitFor();
  await page.getByText("upgraded", { exact: true }).waitFor();
  await picture(page, "sbom-comparison");
  say("SBOMs made, uploaded, downloaded and compared");
}

// Looks at screens: axe in both themes, a picture of each if wanted, and what every screen must keep to.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// Everything is looked at once; what the other theme can change are the colours alone.
const EVERYTHING = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] };
const COLOURS = { type: "rule", values: ["color-contrast"] };

/** Returns `picture(page, name)`, which looks at a screen, and `violations`, what keeps somebody from using one. */
export function looking(folder) {
  const violations = [];
  const seen = new Set();
  if (folder !== null) mkdirSync(folder, { recursive: true });

  async function picture(page, name) {
    assert.ok(!seen.has(name), `two screens are called ${name}`);
    seen.add(name);
    const before = await page.getAttribute("html", "data-mantine-color-scheme");
    for (const scheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await page.waitForFunction((wanted) => document.documentElement.dataset.mantineColorScheme === wanted, scheme);
      if (folder !== null) await page.screenshot({ path: join(folder, `${name}-${scheme}.png`) });
      if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
      const found = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly, resultTypes: ["violations"] }), scheme === "light" ? EVERYTHING : COLOURS);
      for (const { id, nodes } of found.violations) {
        violations.push(`${name} ${scheme}: ${id} ${nodes.map((node) => node.html.slice(0, 140)).join(" | ")}`);
      }
    }
    await page.emulateMedia({ colorScheme: before });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) violations.push(`${name}: ${wide} pixels wider than the window`);
    if ((await page.title()) === "") violations.push(`${name}: no title`);
  }

  return { picture, violations, seen };
}

// One story in a real browser against the real platform: from the set-up link to a finding that a second scan marks fixed.
//   npm run e2e [-- --screenshots FOLDER] [--files FOLDER]
// --files: another build of the interface than the installed one.
import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startBrowser, watchedPage } from "./browser.mjs";
import { looking } from "./looking.mjs";
import { startPlatform } from "./platform.mjs";
import { startSite } from "./site.mjs";
import { STORIES } from "./stories/all.mjs";

const { values } = parseArgs({ options: { screenshots: { type: "string" }, files: { type: "string" } } });
const folder = values.screenshots ?? null;
const began = performance.now();
const say = (text) => console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s  ${text}`);
const { picture, violations, seen } = looking(folder);

const site = await startSite();
const platform = await startPlatform({ files: values.files ?? null });
let browser;
let watched;
try {
  browser = await startBrowser();
  watched = await watchedPage(browser, platform.url);
  say("the platform and the browser run");
  const { page, context, expecting } = watched;
  const told = { url: platform.url, link: platform.link, site, browser, context, picture, say, expecting };
  for (const [story, done] of STORIES) {
    await story(page, told);
    say(done);
  }
  assert.deepEqual(watched.faults, [], "no errors, no dialogs and no requests elsewhere");
  assert.deepEqual(violations, [], "nothing keeps somebody from using a screen");
  say(`done: ${seen.size} screens in two themes; no error in the console, no request elsewhere, nothing that WCAG 2.2 AA forbids`);
} catch (error) {
  if (watched) {
    const kept = join(folder ?? tmpdir(), "securestack-e2e-failed.png");
    await watched.page.screenshot({ path: kept }).then(() => console.error(`The screen then: ${kept}`)).catch(() => undefined);
    console.error(watched.steps.slice(-25).join("\n"));
    console.error([...watched.faults, ...violations].join("\n"));
    console.error(platform.output().split("\n").filter((line) => /"level":"(warning|error|critical)"/.test(line)).slice(-5).join("\n"));
  }
  throw error;
} finally {
  await browser?.close();
  await platform.stop();
  await site.stop();
}

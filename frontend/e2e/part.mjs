// Stories of single features, each in a browser of its own on one platform of their own:
//   npm run e2e:part [-- NAME...] [--screenshots FOLDER] [--files FOLDER]
// --files: another build of the interface than the installed one.
import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startBrowser, watchedPage } from "./browser.mjs";
import { startLanguageModel } from "./language-model.mjs";
import { looking } from "./looking.mjs";
import { freePort, startPlatform } from "./platform.mjs";
import { startProvider } from "./provider.mjs";

// In this order: the first makes the administrator whom the others log in as.
const STORIES = ["accounts", "profile", "rules", "administration", "audit", "priorities", "apis"];
const { values, positionals } = parseArgs({ options: { screenshots: { type: "string" }, files: { type: "string" } }, allowPositionals: true });
const FOLDER = values.screenshots ?? null;
const unknown = positionals.find((name) => !STORIES.includes(name));
if (unknown !== undefined) throw new Error(`There is no story of ${unknown}; there are ${STORIES.join(", ")}`);
const NAMES = STORIES.filter((name, index) => index === 0 || positionals.length === 0 || positionals.includes(name));
const began = performance.now();
const say = (text) => console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s  ${text}`);
const { picture: look, violations } = looking(FOLDER);

/** Looks at a screen as wide as a desk and as a phone. */
async function picture(page, name) {
  await look(page, name);
  const size = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 800 });
  await look(page, `${name}-phone`);
  await page.setViewportSize(size);
}

const provider = await startProvider(await freePort(), { subject: "4711", email: "dora@example.com", name: "Dora" });
const model = await startLanguageModel();
const settings = {
  SECURESTACK_REGISTRATION: "open",
  SECURESTACK_LANGUAGE_MODEL_URL: model.url,
  SECURESTACK_LANGUAGE_MODEL_NAME: "small",
  SECURESTACK_LANGUAGE_MODEL_LOCAL: "true",
  SECURESTACK_OIDC_ISSUER: provider.issuer,
  SECURESTACK_OIDC_CLIENT_ID: "securestack",
  SECURESTACK_OIDC_NAME: "Example Works",
};
const platform = await startPlatform({ files: values.files ?? null, named: true, settings });
let browser;
let watched;
try {
  browser = await startBrowser();
  say("the platform and the browser run");
  const administrator = { name: "Ada", email: "ada@example.com", password: "teapots drift over nine violet hills" };
  for (const name of NAMES) {
    watched = await watchedPage(browser, platform.url);
    const { page, context, faults, expecting } = watched;
    const story = (await import(`./stories/${name}.mjs`))[`${name}Story`];
    await story(page, { url: platform.url, link: platform.link, folder: platform.folder, picture, say, browser, context, administrator, provider, expecting });
    assert.deepEqual(faults, [], name);
    await context.close();
  }
  assert.deepEqual(violations, []);
  say("done: no error in the console, no request elsewhere, nothing that WCAG 2.2 AA forbids");
} catch (error) {
  await watched?.page.screenshot({ path: join(FOLDER ?? tmpdir(), "securestack-e2e-failed.png") }).catch(() => undefined);
  console.error(watched?.steps.slice(-20).join("\n"));
  for (const violation of violations) console.error(violation);
  throw error;
} finally {
  await browser?.close();
  await platform.stop();
  await model.stop();
  await provider.stop();
}

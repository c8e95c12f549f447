// The browser of the machine, or the one that comes as a package where there is none.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const INSTALLED = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export async function startBrowser() {
  const installed = INSTALLED.find((path) => path && existsSync(path));
  if (installed) return chromium.launch({ executablePath: installed, args: ["--no-sandbox"] });
  const { default: packaged } = await import("@sparticuz/chromium");
  return chromium.launch({ executablePath: await packaged.executablePath(), args: packaged.args });
}

/**
 * A page that remembers what must not happen: errors, refused styles or scripts, dialogs, and requests to other origins.
 * `expecting(pattern, work)` lets faults that fit the pattern happen meanwhile, and demands that one does.
 */
export async function watchedPage(browser, origin, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-GB", ...options });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  const faults = [];
  const steps = []; // told when the story fails
  let expected = null;
  let met = 0;
  const fault = (text) => {
    if (expected?.test(text)) met += 1;
    else faults.push(text);
  };
  page.on("framenavigated", (frame) => steps.push(`-> ${frame.url()}`));
  page.on("response", (response) => response.url().includes("/api/") && steps.push(`${response.status()} ${response.request().method()} ${response.url()}`));
  page.on("console", (message) => message.type() === "error" && fault(`console: ${message.text()}`));
  page.on("pageerror", (error) => fault(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    fault(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (asked !== origin && !["data:", "blob:"].includes(protocol)) fault(`request to ${request.url()}`);
  });
  page.setDefaultTimeout(10_000);
  async function expecting(pattern, work) {
    expected = pattern;
    met = 0;
    await work();
    if (met === 0) faults.push(`${pattern} was expected and did not happen`);
    expected = null;
  }
  return { page, context, faults, steps, expecting };
}

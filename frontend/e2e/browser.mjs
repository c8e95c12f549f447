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

/** A page that remembers what must not happen: errors, refused styles or scripts, and requests to other origins. */
export async function watchedPage(browser, origin, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  const faults = [];
  const steps = []; // told when the story fails
  page.on("framenavigated", (frame) => steps.push(`-> ${frame.url()}`));
  page.on("response", (response) => response.url().includes("/api/") && steps.push(`${response.status()} ${response.request().method()} ${response.url()}`));
  page.on("console", (message) => message.type() === "error" && faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (asked !== origin && !["data:", "blob:"].includes(protocol)) faults.push(`request to ${request.url()}`);
  });
  page.setDefaultTimeout(10_000);
  return { page, context, faults, steps };
}

// A list of findings under the wheel: the time between frames while the browser itself scrolls.
const GESTURES = [4_000, 12_000, 40_000]; // pixels a second: reading, skimming, flying
const SECONDS = 4; // of each
const LOADING = 180_000; // milliseconds within which every page has to be there

export async function scrolling(page, context, address) {
  await page.goto(address);
  await page.getByRole("row").nth(5).waitFor();
  const began = performance.now();
  const rows = await page.evaluate(loadEverything, LOADING);
  const seconds = (performance.now() - began) / 1000;
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight / 2));
  const session = await context.newCDPSession(page);
  await page.evaluate(() => {
    globalThis.frames = [];
    let before = performance.now();
    const note = (now) => {
      globalThis.frames.push(now - before);
      before = now;
      globalThis.noting = requestAnimationFrame(note);
    };
    globalThis.noting = requestAnimationFrame(note);
  });
  for (const speed of GESTURES) {
    await session.send("Input.synthesizeScrollGesture", { x: 700, y: 500, yDistance: -speed * SECONDS, speed, gestureSourceType: "mouse", preventFling: true });
  }
  const frames = await page.evaluate(() => {
    cancelAnimationFrame(globalThis.noting);
    return globalThis.frames.slice(1);
  });
  frames.sort((one, other) => one - other);
  const at = (share) => frames[Math.min(frames.length - 1, Math.floor(share * frames.length))];
  const total = frames.reduce((sum, frame) => sum + frame, 0);
  return { rows, seconds, frames: frames.length, rate: (1000 * frames.length) / total, median: at(0.5), p95: at(0.95), p99: at(0.99), longest: frames.at(-1) };
}

/** In the page: go to the end again and again, until no more comes; returns how many rows there are then. */
async function loadEverything(limit) {
  const end = performance.now() + limit;
  let height = 0;
  let still = 0;
  while (still < 40 && performance.now() < end) {
    scrollTo(0, document.documentElement.scrollHeight);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const now = document.documentElement.scrollHeight;
    still = now === height ? still + 1 : 0;
    height = now;
  }
  const all = [...document.querySelectorAll('[role="row"][aria-rowindex]')].map((one) => Number(one.getAttribute("aria-rowindex")));
  return Math.max(1, ...all) - 1; // the heading is the first
}

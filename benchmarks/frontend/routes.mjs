// From a click on the navigation to the page that shows it, once its data is there.
const PAGES = ["Projects", "Scans", "Teams", "Rules", "Home"];
const ROUNDS = 8;

/** Go round the main pages; the first round fetches what they need, the others are measured. */
export async function routeChanges(page) {
  const found = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const name of PAGES) {
      const milliseconds = await page.evaluate(change, name);
      if (round > 0) found.push({ name, milliseconds });
      await page.waitForLoadState("networkidle");
    }
  }
  const pages = PAGES.map((name) => {
    const times = found.filter((one) => one.name === name).map((one) => one.milliseconds).sort((one, other) => one - other);
    return `${name} ${times[Math.floor(times.length / 2)].toFixed(0)}`;
  });
  found.sort((one, other) => one.milliseconds - other.milliseconds);
  const at = (share) => found[Math.min(found.length - 1, Math.floor(share * found.length))].milliseconds;
  const last = found.at(-1);
  return { pages: pages.join(", "), count: found.length, median: at(0.5), p95: at(0.95), slowest: last.milliseconds, where: last.name };
}

/** In the page: click, and wait until the heading stands there, nothing waits for data, and the frame is painted. */
function change(name) {
  const link = [...document.querySelectorAll("nav.rooms a")].find((one) => one.textContent.trim() === name);
  return new Promise((resolve) => {
    const begin = performance.now();
    const look = () => {
      const there = document.querySelector("main h1")?.textContent === name && document.querySelector('main [role="status"][aria-label]') === null;
      if (there) requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begin)));
      else requestAnimationFrame(look);
    };
    link.click();
    look();
  });
}

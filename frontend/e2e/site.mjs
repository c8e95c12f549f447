// A small site to scan, on this machine only: a search page that has a flaw until it is mended, and pages that have none.
import { createServer } from "node:http";

const escaped = (text) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
const page = (body) => `<!doctype html><html lang="en"><head><title>Little shop</title></head><body>${body}</body></html>`;

export async function startSite() {
  let mended = false;
  let held = null; // answers that wait
  const server = createServer(async (request, response) => {
    await held?.until;
    const { pathname, searchParams } = new URL(request.url, "http://site");
    const words = searchParams.get("q") ?? "";
    const pages = {
      "/": page('<h1>Little shop</h1><a href="/search?q=tea">Search</a> <a href="/safe?q=tea">Safe</a> <a href="/hidden?pri%E2%80%AEce=1">Sale</a>'),
      "/search": page(`<form><input name="q"></form><p>Nothing found for ${mended ? escaped(words) : words}</p>`),
      "/safe": page(`<form><input name="q"></form><p>Nothing found for ${escaped(words)}</p>`),
      "/hidden": page(`<p>${searchParams.get("pri\u202ece") ?? ""}</p>`),
    };
    const found = pages[pathname];
    response.writeHead(found ? 200 : 404, { "Content-Type": "text/html; charset=utf-8" });
    response.end(found ?? page("Nothing here"));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    mend: () => {
      mended = true;
    },
    /** Answer nothing until what this returns is called. */
    hold: () => {
      let release;
      held = { until: new Promise((resolve) => (release = resolve)) };
      return () => {
        held = null;
        release();
      };
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

"""Files the shop serves: style and script, and what somebody left lying beside them."""

from __future__ import annotations

from aiohttp import web

from tests.targets.shop.rendering import FOLDER

routes = web.RouteTableDef()

_KINDS = {"css": "text/css", "js": "text/javascript"}
_STATIC = {
    path.name: path.read_text("utf-8") for path in (FOLDER / "static").iterdir() if path.suffix[1:] in _KINDS
}

_OLD_SCRIPT = """// shop.js before the move to the new till, kept just in case
const till = {
  address: "https://till.example/v1/charge",
  // the new script asks the server instead
  password: "kettle-on-7",
};
function charge(total) {
  return fetch(till.address, {method: "POST", headers: {Authorization: "Basic " + btoa("shop:" + till.password)}});
}
"""


@routes.get("/static/{name}")
async def static(request: web.Request) -> web.StreamResponse:
    """Send the style sheet or the script; WEAK: and the old script that was left beside the new one."""
    name = request.match_info["name"]
    if name == "shop.js.bak":
        return web.Response(text=_OLD_SCRIPT, content_type="application/octet-stream")
    if name not in _STATIC:
        raise web.HTTPNotFound
    return web.Response(text=_STATIC[name], content_type=_KINDS[name.rpartition(".")[2]])


@routes.get("/robots.txt")
async def robots(request: web.Request) -> web.StreamResponse:
    return web.Response(text="User-agent: *\nDisallow: /keeper\nDisallow: /growers\nSitemap: /sitemap.xml\n")


@routes.get("/sitemap.xml")
async def sitemap(request: web.Request) -> web.StreamResponse:
    origin = str(request.url.origin())
    places = "".join(
        f"<url><loc>{origin}{path}</loc></url>" for path in ("/", "/about", "/gift-voucher?number=GV-2210")
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    return web.Response(text=text, content_type="application/xml")


@routes.get("/favicon.ico")
async def icon(request: web.Request) -> web.StreamResponse:
    text = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="15" fill="#2f5d4f"/></svg>'
    return web.Response(text=text, content_type="image/svg+xml")

"""Sites for the crawler: one page for each way to link, endless ones, and servers that say "not found" in odd ways."""

from __future__ import annotations

import gzip
import secrets
from collections import Counter

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

LINKS: dict[str, str] = {
    # name of the page that is linked: the HTML that links it; each leads to /found/<name>
    "anchor": '<a href="/found/anchor">x</a>',
    "area": '<map><area href="/found/area"></map>',
    "ping": '<a ping="/found/ping /found/ping2" href="#">x</a>',
    "iframe": '<iframe src="/found/iframe"></iframe>',
    "srcdoc": '<iframe srcdoc="&lt;a href=/found/srcdoc&gt;x&lt;/a&gt;"></iframe>',
    "embed": '<embed src="/found/embed">',
    "object": '<object data="/found/object"></object>',
    "image": '<img src="/found/image">',
    "source-set": '<img srcset="/found/source-set 1x, /found/source-set-2 2x">',
    "poster": '<video poster="/found/poster"></video>',
    "data-attribute": '<div data-details="/found/data-attribute"></div>',
    "data-url": "<img src=\"data:image/svg+xml,<svg><image xlink:href='/found/data-url'/></svg>\">",
    "svg": '<svg><a xlink:href="/found/svg">x</a></svg>',
    "template": "<template><a href=/found/template>x</a></template>",
    "noscript": "<noscript><a href=/found/noscript>x</a></noscript>",
    "comment": "<!-- <a href=/found/comment>old</a> -->",
    "comment-path": "<!-- see also /found/comment-path, it still works -->",
    "prose": "<p>Read ./found/prose for more.</p>",
    "style": '<div style="background:url(/found/style)"></div>',
    "style-element": "<style>@import '/found/style-element';</style>",
    "handler": "<button onclick=\"location.href='/found/handler'\">x</button>",
    "script-link": "<a href=\"javascript:window.open('/found/script-link')\">x</a>",
    "fetch": '<script>fetch("/found/fetch")</script>',
    "concatenation": '<script>const base = "/found"; $.get(base + "/concatenation")</script>',
    "template-literal": "<script>const root='/found'; axios.get(`${root}/template-literal`)</script>",
    "string": '<script>var settings = {help: "/found/string"};</script>',
    "route": "<script>router.when('/found/route', {})</script>",
    "json-island": '<script type="application/json">{"next": "/found/json-island"}</script>',
    "htmx": '<div hx-get="/found/htmx"></div>',
    "form": '<form action="/found/form"><input name="q"></form>',
    "button": '<form action="/found/nowhere"><button formaction="/found/button">x</button></form>',
}
FOUND = frozenset(
    {f"/found/{name}" for name in LINKS}
    | {
        f"/found/{name}"
        for name in ("ping2", "source-set-2", "sitemap", "disallowed", "allowed", "css", "json", "manifest")
    }
    | {
        f"/found/{name}"
        for name in ("deep/based", "deep/refreshed", "link-header", "refresh-header", "content-location")
    }
    | {"/api/items/1"}
)
FILES: dict[str, tuple[str, str]] = {
    # path: media type and text
    "/robots.txt": (
        "text/plain",
        "User-agent: *\nDisallow: /found/disallowed\nAllow: /found/allowed$\nSitemap: /site-index.xml",
    ),
    "/site-index.xml": (
        "application/xml",
        "<sitemapindex><sitemap><loc>{base}/sitemap-1.xml.gz</loc></sitemap></sitemapindex>",
    ),
    "/app.js": (
        "text/javascript",
        'function go(id) { return fetch("api/items/" + id); } var t = "text/html";',
    ),
    "/site.css": ("text/css", ".a { background: url('/found/css') }"),
    "/data.json": ("application/json", '{"items": [{"href": "/found/json"}], "kind": "text/plain"}'),
    "/app.webmanifest": ("application/manifest+json", '{"start_url": "/found/manifest", "name": "a/b"}'),
}


def link_site() -> tuple[web.Application, Counter[str]]:
    """Return a site with every kind of link, and the count of requests by path."""
    seen: Counter[str] = Counter()

    async def home(request: web.Request) -> web.Response:
        links = "".join(f'<li><a href="/by/{name}">x</a></li>' for name in LINKS)
        extra = "<script src=app.js></script><link rel=stylesheet href=site.css><link rel=manifest href=app.webmanifest>"
        return page(
            f'{extra}<ul>{links}</ul><a href="data.json">data</a><a href="headers">headers</a><a href="/based">b</a>'
        )

    async def by(request: web.Request) -> web.Response:
        return page(LINKS[request.match_info["name"]])

    async def based(_: web.Request) -> web.Response:
        return web.Response(
            text='<base href="/found/deep/"><a href="based">x</a>'
            '<meta http-equiv="refresh" content="5; url=refreshed">',
            content_type="text/html",
        )

    async def headers(_: web.Request) -> web.Response:
        answer = page("nothing here")
        answer.headers["Link"] = '</found/link-header>; rel="next"'
        answer.headers["Refresh"] = "9; url=/found/refresh-header"
        answer.headers["Content-Location"] = "/found/content-location"
        return answer

    async def site_map(_: web.Request) -> web.Response:
        text = "<urlset><url><loc>/found/sitemap</loc></url></urlset>"
        return web.Response(body=gzip.compress(text.encode()), content_type="application/gzip")

    async def file(request: web.Request) -> web.Response:
        media_type, text = FILES[request.path]
        base = f"{request.scheme}://{request.host}"
        return web.Response(text=text.replace("{base}", base), content_type=media_type)

    async def found(request: web.Request) -> web.Response:
        if request.path not in FOUND:
            raise web.HTTPNotFound
        return page(f"You found {request.path}")

    app = web.Application(middlewares=[_counter(seen)])
    app.router.add_get("/", home)
    app.router.add_get("/by/{name}", by)
    app.router.add_get("/based", based)
    app.router.add_get("/headers", headers)
    app.router.add_get("/sitemap-1.xml.gz", site_map)
    for path in FILES:
        app.router.add_get(path, file)
    app.router.add_get("/found/{tail:.+}", found)
    app.router.add_get("/api/items/{number}", found)
    return app, seen


def trap_site() -> tuple[web.Application, Counter[str]]:
    """Return a site without end: a calendar, ever deeper paths, growing queries, session ids, facets; and real pages."""
    seen: Counter[str] = Counter()

    async def home(_: web.Request) -> web.Response:
        names = "".join(
            f'<a href="/index.php?page={name}">x</a>' for name in ("about", "contact", "prices", "team")
        )
        return page(
            f'<a href="/calendar?month=1">c</a><a href="/deep/">d</a><a href="/grow">g</a><a href="/list?page=1">l</a>'
            f'<a href="/shop;jsessionid={secrets.token_hex(16).upper()}">s</a><a href="/facets">f</a>'
            f'<a href="/random/">r</a>{names}'
        )

    async def calendar(request: web.Request) -> web.Response:
        month = int(request.query.get("month", "1"))
        return page(
            f'<a href="/calendar?month={month + 1}">next</a><a href="/calendar?month={month - 1}">last</a>'
        )

    async def deep(_: web.Request) -> web.Response:
        return page('<a href="more/">deeper</a>')

    async def random(_: web.Request) -> web.Response:
        names = (secrets.token_hex(4).translate(str.maketrans("0123456789", "ghijklmnop")) for _ in range(2))
        return page("".join(f'<a href="{name}/">deeper</a>' for name in names))

    async def grow(request: web.Request) -> web.Response:
        query = request.query_string
        return page(f'<a href="/grow?{query}&amp;x{len(query)}=1">more</a>')

    async def listing(request: web.Request) -> web.Response:
        number = int(request.query.get("page", "1"))
        following = f'<a href="/list?page={number + 1}">next</a>' if number < 40 else ""
        return page(
            f'<a href="/article/story-{"abcdefghij"[number // 10]}-{"abcdefghij"[number % 10]}">a</a>{following}'
        )

    async def shop(_: web.Request) -> web.Response:
        return page(
            f'<a href="/shop;jsessionid={secrets.token_hex(16).upper()}?sid={secrets.token_hex(16)}">again</a>'
        )

    async def facets(request: web.Request) -> web.Response:
        query = dict(request.query)
        links = ""
        for name in ("size", "color", "brand", "price", "year", "kind", "shape", "origin"):
            added = "&amp;".join(f"{key}={value}" for key, value in sorted({**query, name: "1"}.items()))
            links += f'<a href="/facets?{added}">x</a>'
        return page(links)

    async def article(request: web.Request) -> web.Response:
        return page(f"<h1>{request.match_info['name']}</h1>")

    async def index(request: web.Request) -> web.Response:
        name = request.query.get("page", "")
        return page(f'<h1>{name}</h1><form action="/{name}-form"><input name="{name}"></form>')

    app = web.Application(middlewares=[_counter(seen)])
    app.router.add_get("/", home)
    app.router.add_get("/calendar", calendar)
    app.router.add_get("/deep/{tail:.*}", deep)
    app.router.add_get("/random/{tail:.*}", random)
    app.router.add_get("/grow", grow)
    app.router.add_get("/list", listing)
    app.router.add_get("/facets", facets)
    app.router.add_get("/article/{name}", article)
    app.router.add_get("/index.php", index)
    app.router.add_get("/{name:shop.*}", shop)
    return app, seen


def catch_all_site(style: str, start: str = "") -> tuple[web.Application, Counter[str]]:
    """Return a site with /real, /real.php and /start that answers everything else in one style, seldom with 404."""
    seen: Counter[str] = Counter()

    async def real(_: web.Request) -> web.Response:
        return page("<h1>Our prices</h1><p>Tea costs two, coffee costs three, cake is free on Mondays.</p>")

    async def other(request: web.Request) -> web.StreamResponse:
        match style:
            case "same":
                return page("<h1>Welcome</h1><p>Please choose something from the menu of our shop.</p>")
            case "echo":
                return page(
                    f"<h1>Sorry</h1><p>We could not find {request.path} here. Try the menu of our shop.</p>"
                )
            case "login":
                raise web.HTTPFound(f"/login?next={request.path_qs}")
            case "random":
                words = " ".join(
                    secrets.token_hex(4).translate(str.maketrans("0123456789", "ghijklmnop"))
                    for _ in range(40)
                )
                return page(f"<p>{words}</p>")
            case "forbidden":
                raise web.HTTPForbidden
            case _:
                raise web.HTTPNotFound

    app = web.Application(middlewares=[_counter(seen)])

    async def home(_: web.Request) -> web.Response:
        return page(start)

    app.router.add_get("/start", home)
    app.router.add_get("/real", real)
    app.router.add_get("/real.php", real)
    app.router.add_get("/login", other if style == "same" else real)
    app.router.add_get("/{tail:.*}", other)
    return app, seen


def page(body: str) -> web.Response:
    """Return an HTML page."""
    return web.Response(
        text=f"<!doctype html><html><head><title>Site</title></head><body>{body}</body></html>",
        content_type="text/html",
    )


def _counter(seen: Counter[str]) -> Middleware:
    @web.middleware
    async def count(request: web.Request, handler: Handler) -> web.StreamResponse:
        seen[request.path] += 1
        return await handler(request)

    return count

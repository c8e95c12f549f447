from __future__ import annotations

import asyncio
from collections import Counter

import pytest
from aiohttp import web

from securestack.core.budget import Budget
from securestack.net.client import HttpClient
from securestack.net.scope import Scope
from securestack.probing.insertion import FormBody, JsonBody
from securestack.scanners.web.crawl.crawler import Crawler
from securestack.scanners.web.crawl.options import CrawlOptions
from tests.scanners.web.crawl.crawling import crawl, paths
from tests.targets.gallery import serve
from tests.targets.site_maze import FOUND, catch_all_site, link_site, page, trap_site


def site(**pages: str) -> web.Application:
    """Return a site of these pages; an underscore in a name stands for a slash, `home` is the start."""
    app = web.Application()
    for name, body in pages.items():
        path = "/" if name == "home" else "/" + name.replace("_", "/")

        async def handler(request: web.Request, body: str = body) -> web.Response:
            return page(body)

        app.router.add_route("*", path, handler)
    return app


def test_every_way_to_link_is_followed() -> None:
    app, seen = link_site()
    _, pages = crawl(app)
    assert FOUND - paths(pages) == set()
    assert FOUND - set(seen) == set()


def test_no_garbage_is_asked_for() -> None:
    app, seen = link_site()
    crawl(app)
    assert not [path for path in seen if "text" in path or path.endswith(("/a/b", "/b"))]
    assert {path: count for path, count in seen.items() if count > 2} == {}


def test_endless_sites_end_and_their_real_pages_are_seen() -> None:
    app, seen = trap_site()
    crawler, pages = crawl(app)
    assert not crawler.ended
    assert len(pages) < 450
    pages_of = Counter(page.template.path for page in pages)
    assert pages_of["/calendar"] <= 30
    assert pages_of["/list"] >= 30, "each page of the list leads to an article not seen before"
    assert sum(path.startswith("/article/") for path in seen) >= 30
    assert pages_of["/index.php"] == 4
    assert {f"/{name}-form" for name in ("about", "contact", "prices", "team")} <= set(seen)
    assert pages_of["/shop"] == 1
    assert crawler.left_out


def test_values_of_one_parameter_lead_to_different_pages() -> None:
    app = web.Application()

    async def index(request: web.Request) -> web.Response:
        number = int(request.query.get("view", "0"))
        links = "".join(f'<a href="?view={value}">x</a>' for value in range(60))
        return page(f"<div class=k{number}>{number}</div>{links}")

    app.router.add_get("/", index)
    _, pages = crawl(app)
    assert len({page.url for page in pages if page.template.path == "/" and page.template.query}) == 60


def test_redirects_are_pages_and_their_targets_too() -> None:
    app = web.Application()

    async def start(_: web.Request) -> web.Response:
        raise web.HTTPFound("/a")

    async def loop(request: web.Request) -> web.Response:
        raise web.HTTPFound("/b" if request.path == "/a" else "/a")

    app.router.add_get("/", start)
    app.router.add_get("/a", loop)
    app.router.add_get("/b", loop)
    _, pages = crawl(app, CrawlOptions(known_files=False))
    assert sorted(page.template.path for page in pages) == ["/", "/a", "/b"]


def test_other_origins_and_excluded_pages_are_never_asked() -> None:
    async def run() -> tuple[Crawler, set[str], Counter[str]]:
        other_app, other_seen = link_site()
        async with serve(other_app) as other:
            app = site(
                home=f'<a href="{other}/">x</a><script src="{other}/app.js"></script>'
                f'<script>fetch("{other}/api/items/1")</script><a href="/admin/users">a</a><a href="/shop">s</a>',
                shop="x",
                admin_users="x",
            )
            async with serve(app) as url:
                scope = Scope.of(url, exclude=("/admin",))
                async with HttpClient(scope, Budget()) as client:
                    crawler = Crawler(client, scope)
                    return crawler, paths([page async for page in crawler.crawl([url])]), other_seen

    crawler, seen, other_seen = asyncio.run(run())
    assert not other_seen
    assert "/shop" in seen
    assert "/admin/users" not in seen
    assert crawler.foreign_origins


DESTRUCTIVE = """
    <a href="/logout">Log out</a><a href="/item/3?x=1">Delete</a><a href="/delivery">Delivery</a>
    <form method="post" action="/account"><input name="name"><button name="do" value="delete">Delete account</button></form>
    <form method="post" action="/profile"><input name="name"><button>Save</button></form>
    <script>fetch("/items/5", {method: "DELETE"})</script>
"""


def destructive_site() -> tuple[web.Application, Counter[str]]:
    seen: Counter[str] = Counter()
    app = web.Application()

    async def any_page(request: web.Request) -> web.Response:
        seen[f"{request.method} {request.path}"] += 1
        return page(DESTRUCTIVE if request.path == "/" else "x")

    app.router.add_route("*", "/{tail:.*}", any_page)
    return app, seen


def test_what_looks_destructive_is_left_alone_and_told() -> None:
    app, seen = destructive_site()
    crawler, _ = crawl(app)
    assert seen["GET /delivery"] == 1
    assert seen["POST /profile"] == 1
    left_alone = {("GET", "/logout"), ("GET", "/item/3"), ("POST", "/account"), ("DELETE", "/items/5")}
    assert not [1 for method, path in left_alone if seen[f"{method} {path}"]]
    told = {
        (left.method, left.url.partition("?")[0].rpartition(":")[2].lstrip("0123456789"))
        for left in crawler.destructive
    }
    assert told == left_alone
    assert all(left.reason for left in crawler.destructive)


def test_what_looks_destructive_is_sent_when_asked_for() -> None:
    app, seen = destructive_site()
    crawler, _ = crawl(app, CrawlOptions(allow_destructive=True))
    assert [seen["GET /logout"], seen["POST /account"], seen["DELETE /items/5"]] == [1, 1, 1]
    assert not crawler.destructive


def test_forms_are_sent_filled_and_can_be_kept_from_being_sent() -> None:
    received: list[dict[str, str]] = []

    def app() -> web.Application:
        app = web.Application()

        async def home(_: web.Request) -> web.Response:
            return page(
                "<form method=post action=/send><input name=email type=email><input name=a value=1></form>"
            )

        async def send(request: web.Request) -> web.Response:
            received.append({name: str(value) for name, value in (await request.post()).items()})
            return page('<a href="/behind">x</a>')

        app.router.add_get("/", home)
        app.router.add_post("/send", send)
        app.router.add_get("/behind", home)
        return app

    _, pages = crawl(app())
    assert received == [{"email": "alex.miller@example.com", "a": "1"}]
    assert "/behind" in paths(pages)
    sent = next(page for page in pages if page.template.method == "POST")
    assert sent.form is not None
    assert isinstance(sent.template.body, FormBody)
    received.clear()
    crawl(app(), CrawlOptions(submit_forms=False))
    assert received == []


def test_an_empty_query_field_is_also_asked_with_a_value_seen_on_the_site() -> None:
    app = site(home='<a href="/show?branch=">a</a><a href="/list?branch=zurich">b</a>', show="x", list="x")
    _, pages = crawl(app, CrawlOptions(known_files=False))
    asked = {page.template.query[0].value for page in pages if page.template.path == "/show"}
    assert asked == {"", "zurich"}


def test_a_form_that_stands_on_every_page_is_sent_once() -> None:
    count: Counter[str] = Counter()
    app = web.Application()

    async def any_page(request: web.Request) -> web.Response:
        count[request.method] += 1
        links = "".join(f'<a href="/{name}">x</a>' for name in ("a", "b", "c", "d"))
        token = f'<input type=hidden name=csrf_token value="{count["GET"]:032d}">'
        return page(f"{links}<form method=post action=/newsletter>{token}<input name=mail></form>")

    app.router.add_route("*", "/{tail:.*}", any_page)
    crawl(app, CrawlOptions(known_files=False))
    assert count["POST"] == 1


def test_a_stale_token_is_renewed() -> None:
    tokens: set[str] = set()
    accepted: list[str] = []
    app = web.Application()

    async def home(_: web.Request) -> web.Response:
        tokens.clear()  # only the newest form may be sent
        tokens.add(f"token-{len(accepted)}-{id(object())}")
        return page(
            f'<form method=post action=/send><input type=hidden name=csrf value="{next(iter(tokens))}"><input name=a></form>'
        )

    async def renewing(_: web.Request) -> web.Response:
        tokens.clear()
        return page("This page makes every token stale.")

    async def send(request: web.Request) -> web.Response:
        form = await request.post()
        if form["csrf"] not in tokens:
            raise web.HTTPForbidden
        accepted.append(str(form["a"]))
        return page("Thank you")

    app.router.add_get("/", home)
    app.router.add_get("/robots.txt", renewing)
    app.router.add_post("/send", send)
    crawl(app)
    assert accepted == ["test"]


def test_script_endpoints_become_requests_with_their_bodies() -> None:
    bodies: list[object] = []
    app = web.Application()

    async def home(_: web.Request) -> web.Response:
        return page(
            "<script>fetch('/api/login', {method: 'POST', body: JSON.stringify({username: u, remember: true})})</script>"
        )

    async def login(request: web.Request) -> web.Response:
        bodies.append(await request.json())
        return web.json_response({"next": "/found"})

    async def found(_: web.Request) -> web.Response:
        return page("x")

    app.router.add_get("/", home)
    app.router.add_post("/api/login", login)
    app.router.add_get("/found", found)
    _, pages = crawl(app)
    assert bodies == [{"username": "alexmiller", "remember": True}]
    assert "/found" in paths(pages)
    assert any(isinstance(page.template.body, JsonBody) for page in pages)


@pytest.mark.parametrize("style", ["same", "echo", "login"])
def test_guesses_on_a_server_that_knows_no_404(style: str) -> None:
    names = ",".join(f'"/guess/{one}{other}"' for one in "abcdefghij" for other in "abcdefghij")
    app, seen = catch_all_site(style, f"<script>var names = [{names}, '/real'];</script>")
    _, pages = crawl(app, start="/start")
    assert "/guess/aa" not in paths(pages)
    assert sum(path.startswith("/guess/") for path in seen) <= 45, "it stops guessing"


def test_a_budget_ends_the_crawl_and_what_was_found_is_kept() -> None:
    app, _ = link_site()
    crawler, pages = crawl(app, budget=Budget(max_requests=7))
    assert 5 <= len(pages) <= 7
    assert crawler.ended == "the limit of 7 requests was reached"


def test_limits_on_pages_and_depth() -> None:
    app, _ = link_site()
    crawler, pages = crawl(app, CrawlOptions(max_pages=10))
    assert len(pages) == 10
    assert crawler.left_out["the limit of 10 pages was reached"] > 5
    app, _ = link_site()
    _, pages = crawl(app, CrawlOptions(max_depth=1))
    assert max(page.depth for page in pages) == 1


def test_a_host_that_does_not_answer_is_told() -> None:
    async def run() -> Crawler:
        async with serve(site(home="x")) as url:
            pass  # the port is closed again
        scope = Scope.of(url)
        async with HttpClient(scope, Budget()) as client:
            crawler = Crawler(client, scope, CrawlOptions(known_files=False))
            assert [page async for page in crawler.crawl([url])] == []
            return crawler

    crawler = asyncio.run(run())
    assert crawler.answered == 0
    assert crawler.failed == 1
    assert crawler.errors[0].message


def test_a_start_outside_the_scope_is_told() -> None:
    async def run() -> Crawler:
        scope = Scope.of("http://127.0.0.1:9/")
        async with HttpClient(scope, Budget()) as client:
            crawler = Crawler(client, scope)
            assert [page async for page in crawler.crawl(["http://elsewhere.test/", "mailto:x"])] == []
            return crawler

    assert [error.message for error in asyncio.run(run()).errors] == [
        "it is outside the scope of the scan"
    ] * 2


def test_closing_the_crawl_early_leaves_no_request_behind() -> None:
    async def run() -> int:
        app, _ = link_site()
        async with serve(app) as url:
            scope = Scope.of(url)
            async with HttpClient(scope, Budget()) as client:
                pages = Crawler(client, scope).crawl([url])
                await anext(pages)
                await pages.aclose()
                return len(asyncio.all_tasks())

    before = asyncio.run(run())
    assert before < 10


def test_media_are_not_downloaded() -> None:
    app = site(
        home='<img src="/a.png"><a href="/b.zip">b</a><a href="/c.pdf?id=1">c</a><video src=/d.mp4></video><img src="/e.php">'
    )
    _, pages = crawl(app, CrawlOptions(known_files=False))
    assert {page.template.path for page in pages} == {"/", "/c.pdf", "/e.php"}


def test_invalid_bytes_and_broken_html_do_not_stop_the_crawl() -> None:
    app = web.Application()

    async def home(_: web.Request) -> web.Response:
        return web.Response(
            body=b"<a href='/ok'>\xff\xfe<a href='http://[broken'>x<form action='http://:x/'><input name=\xff></form><a href='//'>"
            b"<a href='/%zz'>x</a><script>fetch('/\xff');var a='\\u{zz}\\x'</script>",
            content_type="text/html",
        )

    async def ok(_: web.Request) -> web.Response:
        return web.Response(body=b"\x00\xff{", content_type="application/json")

    app.router.add_get("/", home)
    app.router.add_get("/ok", ok)
    _, pages = crawl(app)
    assert "/ok" in paths(pages)

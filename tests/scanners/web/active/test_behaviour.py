"""Site checks that ask in ways a browser would not: foreign origins and hosts, odd methods, broken paths."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web

from securestack.core.finding import Finding
from securestack.core.severity import Severity
from securestack.net.message import Request
from securestack.scanners.web.active import cross_origin_sharing, host_header, http_methods, verbose_errors
from securestack.scanners.web.check import SiteCheck
from tests.scanners.web.answers import scan_site
from tests.targets.gallery import serve
from tests.targets.pages.passive_errors import DJANGO, PYTHON

Answer = Callable[[web.Request], Awaitable[web.Response]]


def _scan(check: SiteCheck, answer: Answer, cookies: str = "") -> tuple[list[Finding], list[Request]]:
    async def run() -> tuple[list[Finding], list[Request]]:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", answer)
        async with serve(app) as address:
            return await scan_site(check, address, ["/", "/orders.json"], cookies=cookies)

    return asyncio.run(run())


def _sharing(allows: Callable[[str, str], bool], credentials: str = "true") -> Answer:
    async def answer(request: web.Request) -> web.Response:
        response = web.json_response({"orders": []})
        origin = request.headers.get("Origin", "")
        if origin and allows(origin, f"http://{request.headers['Host']}"):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = credentials
        return response

    return answer


@pytest.mark.parametrize(
    "allows",
    [
        lambda origin, own: True,
        lambda origin, own: origin in ("null", own),
        lambda origin, own: origin.startswith(own.rpartition(":")[0]),
        lambda origin, own: origin.endswith(own.partition("//")[2]),
    ],
    ids=["any", "null", "beginning", "end"],
)
def test_an_origin_that_should_not_be_let_in(allows: Callable[[str, str], bool]) -> None:
    found, sent = _scan(cross_origin_sharing.CHECK, _sharing(allows))
    assert [finding.rule_id for finding in found] == ["web.cross-origin-trust"]
    assert len(sent) <= 8


@pytest.mark.parametrize(
    "answer",
    [
        _sharing(lambda origin, own: origin == own),
        _sharing(lambda origin, own: True, credentials="false"),
        _sharing(lambda origin, own: False),
    ],
    ids=["exact", "without-credentials", "none"],
)
def test_sharing_that_is_sound(answer: Answer) -> None:
    assert _scan(cross_origin_sharing.CHECK, answer)[0] == []


def test_sharing_weighs_more_with_a_session() -> None:
    answer = _sharing(lambda origin, own: True)
    (with_session,), _ = _scan(cross_origin_sharing.CHECK, answer, cookies="session=9f86d081884c7d65")
    (without,), _ = _scan(cross_origin_sharing.CHECK, answer)
    assert with_session.severity is Severity.HIGH
    assert without.severity is None


async def _link_to_host(request: web.Request) -> web.Response:
    text = f'<a href="http://{request.headers["Host"]}/reset?token=x">Reset</a>'
    return web.Response(text=text, content_type="text/html")


async def _link_to_forwarded_host(request: web.Request) -> web.Response:
    host = request.headers.get("X-Forwarded-Host", "shop.example")
    return web.Response(status=302, headers={"Location": f"https://{host}/login"})


async def _link_to_configured_host(request: web.Request) -> web.Response:
    text = f'<a href="http://shop.example/reset?x={request.query_string}">Reset</a> You asked {request.headers["Host"]}.'
    return web.Response(text=text, content_type="text/html")


@pytest.mark.parametrize(
    ("answer", "header"),
    [(_link_to_host, "Host"), (_link_to_forwarded_host, "X-Forwarded-Host"), (_link_to_configured_host, "")],
)
def test_addresses_made_from_the_host_that_was_asked(answer: Answer, header: str) -> None:
    found, sent = _scan(host_header.CHECK, answer)
    assert [finding.location.part for finding in found] == ([header] if header else [])
    assert len(sent) <= 2
    assert all("?q" in request.url for request in sent)  # no cache keeps what these bring


async def _echo(request: web.Request) -> web.Response:
    if request.method == "TRACE":
        lines = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
        return web.Response(text=f"TRACE / HTTP/1.1\r\n{lines}", content_type="message/http")
    return web.Response(text="ok", headers={"Allow": "GET, HEAD, PUT, DELETE, PROPFIND, MKCOL"})


async def _few_methods(request: web.Request) -> web.Response:
    if request.method == "TRACE":
        return web.Response(text=f"No such method. X-Traced {request.path}")
    return web.Response(text="ok", headers={"Allow": "GET, HEAD, PUT, DELETE"})


def test_methods() -> None:
    found, sent = _scan(http_methods.CHECK, _echo)
    assert {finding.rule_id for finding in found} == {"web.trace-method", "web.webdav"}
    assert {request.method for request in sent} == {"TRACE", "OPTIONS"}
    assert _scan(http_methods.CHECK, _few_methods)[0] == []


def _failing(body: str, status: int) -> Answer:
    async def answer(request: web.Request) -> web.Response:
        if request.path in ("/", "/orders.json"):
            return web.Response(text="<p>Welcome", content_type="text/html")
        return web.Response(text=body, content_type="text/html", status=status)

    return answer


@pytest.mark.parametrize(
    ("body", "status", "rule"),
    [
        (DJANGO, 404, "web.debug-page"),
        (f"<pre>{PYTHON}</pre>", 500, "web.stack-trace"),
        ("<h1>Not found</h1><p>There is nothing here.", 404, ""),
        ("<h1>Error</h1><p>An exception occurred on our side.", 500, ""),
    ],
)
def test_errors_that_say_too_much(body: str, status: int, rule: str) -> None:
    found, sent = _scan(verbose_errors.CHECK, _failing(body, status))
    assert [finding.rule_id for finding in found] == ([rule] if rule else [])
    assert len(sent) <= 2

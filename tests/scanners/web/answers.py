"""Pages made from real answers of a real server, for tests of passive and site checks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web
from yarl import URL

from securestack.core.finding import Finding
from securestack.net.message import Exchange, Request, Response
from securestack.probing.insertion import RequestTemplate
from securestack.probing.needs import Profile
from securestack.scanners.web.check import PassiveCheck, Site, SiteCheck
from securestack.scanners.web.page import Page
from tests.targets.gallery import serve


class PlainSender:
    """Sends as it is told, keeps what it sent, and adds the cookies it was given."""

    def __init__(self, session: aiohttp.ClientSession, cookies: str = "") -> None:
        self._session = session
        self._cookies = cookies
        self.sent: list[Request] = []

    async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
        if self._cookies:
            request = request.with_headers([("Cookie", self._cookies)])
        self.sent.append(request)
        async with self._session.request(
            request.method,
            URL(request.url, encoded=True),
            headers=list(request.headers),
            data=request.body or None,
            allow_redirects=False,
        ) as answer:
            body = await answer.read()
            headers = list(answer.headers.items())
            response = Response(answer.status, headers, body, url=request.url, reason=answer.reason or "")
            return Exchange(request, response)


@asynccontextmanager
async def sending(cookies: str = "") -> AsyncIterator[PlainSender]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield PlainSender(session, cookies)


def page_of(
    body: str | bytes = "<p>Hello",
    *,
    headers: Iterable[tuple[str, str]] = (),
    status: int = 200,
    kind: str = "text/html; charset=utf-8",
    path: str = "/",
    cookies: str = "",
    url: str = "",
) -> Page:
    """Return a page as a loopback server answers it; `url` is the address it is then said to have come from."""

    async def handler(_: web.Request) -> web.Response:
        response = web.Response(body=body if isinstance(body, bytes) else body.encode(), status=status)
        response.headers["Content-Type"] = kind
        del response.headers["Content-Type"]
        if kind:
            response.headers["Content-Type"] = kind
        for name, value in headers:
            response.headers.add(name, value)
        return response

    async def fetch() -> Page:
        app = web.Application()
        app.router.add_get("/{path:.*}", handler)
        async with serve(app) as address, sending(cookies) as sender:
            template = RequestTemplate.from_url(address + path)
            exchange = await sender.send(template.build())
            kept = [
                pair for pair in exchange.response.headers if pair[0] != "Server" or pair in list(headers)
            ]
            exchange.response.headers = tuple(kept)
            return Page(template, exchange)

    page = asyncio.run(fetch())
    return moved(page, url) if url else page


def moved(page: Page, url: str) -> Page:
    """Return the page as if it had come from another address, such as one over HTTPS."""
    request = Request(page.request.method, url, page.request.headers, page.request.body)
    return Page(RequestTemplate.from_url(url), Exchange(request, page.response), cookies=page.cookies)


def rules_of(check: PassiveCheck, page: Page) -> set[str]:
    return {finding.rule_id for finding in check.run(page)}


async def scan_site(
    check: SiteCheck,
    address: str,
    paths: Iterable[str] = ("/",),
    *,
    profile: Profile = Profile.STANDARD,
    cookies: str = "",
    is_missing: Callable[[Exchange], bool] | None = None,
) -> tuple[list[Finding], list[Request]]:
    """Run a site check on a site whose pages are these, and return its findings and the requests it sent."""

    async def missing(exchange: Exchange) -> bool:
        return is_missing(exchange) if is_missing else exchange.response.status == 404

    async with sending(cookies) as sender:
        templates = [RequestTemplate.from_url(address + path) for path in paths]
        pages = [Page(template, await sender.send(template.build())) for template in templates]
        sender.sent.clear()
        site = Site(origin=address, pages=pages, sender=sender, is_missing=missing, profile=profile)
        findings = await check.run(site)
        if check.judge is not None:
            # What a replay does: send the finding's request again and judge the answer.
            for finding in findings:
                await _replays(check, sender, finding)
        return findings, list(sender.sent[: len(sender.sent) - len(findings)])


async def _replays(check: SiteCheck, sender: PlainSender, finding: Finding) -> None:
    import msgspec

    assert check.judge is not None
    assert finding.evidence.replay is not None
    template = msgspec.convert(finding.evidence.replay.state["template"], RequestTemplate)
    again = Page(template, await sender.send(template.build()))
    assert finding.fingerprint in {other.fingerprint for other in check.judge(again)}

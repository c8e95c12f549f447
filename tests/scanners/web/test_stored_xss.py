"""Stored cross-site scripting: found by the second pass, proven on the page that shows it, and found again by replay."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from securestack.core.budget import Budget
from securestack.core.finding import Finding
from securestack.core.location import http_location
from securestack.net.client import HttpClient
from securestack.net.message import Exchange, Request, Response
from securestack.net.scope import Scope
from securestack.probing.check import Probe, new_token
from securestack.probing.checks import reflected_xss
from securestack.probing.first_probe import BREAKERS
from securestack.probing.insertion import Field, FormBody, FormSource, RequestTemplate
from securestack.probing.needs import Profile
from securestack.scanners.web.active.stored_xss import CHECK_ID, RULE, TokenLedger, replay, stored_xss
from tests.targets.gallery import application, serve
from tests.targets.pages.xss_stored import CASES

COOKIE = (Field("visitor", "test"),)


class _Counting:
    def __init__(self, client: HttpClient) -> None:
        self._client = client
        self.requests: list[Request] = []

    async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
        self.requests.append(request)
        return await self._client.send(request, timeout=timeout)


def _in_gallery(work: Callable[[str, _Counting], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with (
            serve(application(CASES)) as url,
            HttpClient(Scope.of(url + "/"), Budget()) as client,
        ):
            return await work(url, _Counting(client))

    return asyncio.run(run())


async def _attack(url: str, book: str, sender: _Counting, ledger: TokenLedger) -> list[RequestTemplate]:
    """Ask each field of the guest book's form as the scan does; return the pages a crawler knows."""
    body = FormBody((Field("name", "Mia"), Field("text", "Lovely tea.")))
    template = RequestTemplate.from_url(f"{url}/xss/{book}/sign", "POST", body)._replace(cookies=COOKIE)
    baseline = await sender.send(template.build())
    for point in template.points():
        if point.name in ("name", "text"):
            probe = Probe(sender=sender, template=template, point=point, baseline=baseline, ledger=ledger)
            assert await reflected_xss.CHECK.run(probe) == []
    pages = [RequestTemplate.from_url(f"{url}{path}") for path in ("/", f"/xss/{book}")]
    return [page._replace(cookies=COOKIE) for page in pages]


def _scan(book: str) -> tuple[list[Finding], int]:
    async def work(url: str, sender: _Counting) -> tuple[list[Finding], int]:
        ledger = TokenLedger()
        pages = await _attack(url, book, sender, ledger)
        before = len(sender.requests)
        return await stored_xss(pages, ledger, sender), len(sender.requests) - before

    found: tuple[list[Finding], int] = _in_gallery(work)
    return found


def test_the_weak_guest_book() -> None:
    (finding,), requests = _scan("guest-book")
    assert finding.rule_id == RULE.id
    assert finding.location.part == "text"
    assert http_location(finding.location).url.endswith("/xss/guest-book/sign")
    assert requests == 4  # two pages, one submission, one look
    submission, display = finding.evidence.exchanges
    assert submission.request.method == "POST"
    assert display.request.url.endswith("/xss/guest-book")
    assert display.response is not None
    marked = {display.response.body[m.start : m.end] for m in display.marks if m.part == "response-body"}
    assert any(text.startswith("<svg onload=alert(") for text in marked)
    assert finding.evidence.replay is not None
    assert finding.evidence.replay.check == CHECK_ID


def test_the_guest_book_that_encodes() -> None:
    assert _scan("guest-book-safe") == ([], 2)


def test_replay_finds_it_again_and_refutes_what_was_repaired() -> None:
    async def work(url: str, sender: _Counting) -> tuple[list[Finding], list[Finding]]:
        ledger = TokenLedger()
        pages = await _attack(url, "guest-book", sender, ledger)
        (finding,) = await stored_xss(pages, ledger, sender)
        assert finding.evidence.replay is not None
        state = finding.evidence.replay.state
        again = await replay(state, sender)
        repaired = {
            **state,
            "template": {**state["template"], "path": "/xss/guest-book-safe/sign"},
            "page": {**state["page"], "path": "/xss/guest-book-safe"},
        }
        return again, await replay(repaired, sender)

    again, repaired = _in_gallery(work)
    assert [finding.rule_id for finding in again] == [RULE.id]
    assert repaired == []


def test_nothing_was_sent_so_nothing_is_fetched() -> None:
    async def work(url: str, sender: _Counting) -> int:
        await stored_xss([RequestTemplate.from_url(url + "/")], TokenLedger(), sender)
        return len(sender.requests)

    assert _in_gallery(work) == 0


def test_each_finding_is_told_at_once_and_silent_pages_are_passed_over() -> None:
    told: list[Finding] = []

    async def hang_up(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    async def run() -> None:
        app = application(CASES)
        app.router.add_get("/silent", hang_up)
        async with serve(app) as url, HttpClient(Scope.of(url + "/"), Budget()) as client:
            sender, ledger = _Counting(client), TokenLedger()
            pages = await _attack(url, "guest-book", sender, ledger)
            silent = RequestTemplate.from_url(url + "/silent")
            await stored_xss([silent, *pages], ledger, sender, on_finding=told.append)

    asyncio.run(run())
    assert len(told) == 1


SHOP = "http://shop.example"
FORM = RequestTemplate(
    method="POST",
    origin=SHOP,
    path="/book/sign",
    body=FormBody((Field("text", "tea"),)),
    form=FormSource(page=RequestTemplate.from_url(f"{SHOP}/")),
)


class _Book:
    """Takes entries at /book/sign and shows the newest at /book; all other pages are empty."""

    def __init__(self, shown: str) -> None:
        self.shown = shown

    async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
        if request.method == "POST":
            self.shown = unquote(request.body.decode().partition("=")[2])
        body = self.shown if request.url.endswith("/book") else ""
        headers = [("Content-Type", "text/html")]
        return Exchange(request, Response(200, headers, f"<p>{body}</p>".encode(), url=request.url))


def test_of_many_pages_those_near_the_form_are_looked_at() -> None:
    ledger, token = TokenLedger(), new_token()
    ledger.record(token, "tea", BREAKERS, FORM, next(FORM.points()))
    paths = [*(f"/page-{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(100)), "/book"]
    pages = [RequestTemplate.from_url(SHOP + path) for path in paths]
    book = _Book(f"tea{token}{BREAKERS}")
    findings = asyncio.run(stored_xss(pages, ledger, book, profile=Profile.QUICK))
    assert [http_location(finding.location).url for finding in findings] == [f"{SHOP}/book/sign"]


def test_a_word_that_another_check_sent_with_something_else_behind_it_does_not_mislead() -> None:
    # The database refuses the lone quotes of the first probe and takes those that the SQL check doubled.
    ledger, first, plain = TokenLedger(), new_token(), new_token()
    ledger.record(first, "tea", BREAKERS, FORM, next(FORM.points()))
    ledger.record(plain, "tea", "", FORM, next(FORM.points()))
    book = _Book(f'tea{plain}</p><p>tea{first}\'""<&``')
    (finding,) = asyncio.run(stored_xss([RequestTemplate.from_url(f"{SHOP}/book")], ledger, book))
    assert finding.rule_id == RULE.id

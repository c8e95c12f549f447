"""Whole scans of servers that behave, misbehave, or are not there: each ends with one clear sentence."""

from __future__ import annotations

import asyncio
import gzip
import socket
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from securestack.core.context import ScanContext
from securestack.core.events import CheckStatus, Event, Outcome, Progress, ScanStatus
from securestack.core.result import ScanResult
from securestack.probing.catalogue import INJECTION_CHECKS
from securestack.probing.needs import Profile
from securestack.scanners.web.active import stored_xss
from securestack.scanners.web.catalogue import PASSIVE_CHECKS, SITE_CHECKS
from securestack.scanners.web.options import WebScanOptions
from securestack.scanners.web.scan import scan as scan_events
from tests.net.raw_server import RawServer, ok, raw_server
from tests.scanners.web.front_door import one_page, rules_of, scan, scan_app
from tests.targets.gallery import serve
from tests.targets.shop.app import application as shop

ALL_CHECKS = {
    *(check.id for check in PASSIVE_CHECKS),
    *(check.id for check in SITE_CHECKS),
    *(check.id for check in INJECTION_CHECKS),
    stored_xss.CHECK_ID,
}
INJECTIONS = {check.id for check in INJECTION_CHECKS}


def run(work: Awaitable[ScanResult]) -> ScanResult:
    async def finish() -> ScanResult:
        return await work

    result = asyncio.run(finish())
    said = [
        result.reason,
        *(notice.message for notice in result.notices),
        *(line.reason for line in result.checks),
    ]
    assert not [text for text in said if "Traceback" in text or "broke" in text]
    if result.checks:
        assert {line.check for line in result.checks} == ALL_CHECKS
    return result


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


# Where nothing can be scanned.


def test_nobody_listens() -> None:
    port = free_port()
    result = run(scan(f"http://127.0.0.1:{port}/"))
    assert result.outcome is Outcome.FAILED
    assert (
        result.reason
        == f"127.0.0.1:{port} refuses connections; check the port and that the server is running."
    )


def test_no_such_host() -> None:
    result = run(scan("http://no-such-host.invalid/"))
    assert result.outcome is Outcome.FAILED
    assert "no-such-host.invalid" in result.reason


def test_a_scope_that_leaves_out_its_own_start() -> None:
    result = run(scan("http://127.0.0.1:1/a", exclude=("/a",)))
    assert result.outcome is Outcome.FAILED
    assert "outside its own scope" in result.reason


def test_a_server_without_tls() -> None:
    async def go() -> ScanResult:
        async with serve(one_page()) as address:
            return await scan(address.replace("http:", "https:"))

    result = run(go())
    assert result.outcome is Outcome.FAILED
    assert "does not speak TLS" in result.reason


def test_a_redirect_out_of_the_scope() -> None:
    result = run(scan_app(one_page(status=302, Location="http://www.example.com/shop")))
    assert result.outcome is Outcome.FAILED
    assert "http://www.example.com/shop, which is not part of the scan" in result.reason
    assert "--scope http://www.example.com/" in result.reason


def test_a_redirect_loop() -> None:
    app = web.Application()

    async def around(request: web.Request) -> web.Response:
        raise web.HTTPFound("/b" if request.path == "/a" else "/a")

    app.router.add_get("/{path:.*}", around)
    result = run(scan_app(app))
    assert result.outcome is Outcome.FAILED
    assert "nothing but redirects" in result.reason


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (401, "--login-url"),
        (403, "it refuses us"),
        (404, "answered 404 to everything"),
        (500, "the server is in trouble"),
    ],
)
def test_the_same_refusal_everywhere(status: int, says: str) -> None:
    result = run(scan_app(one_page(status=status)))
    assert result.outcome is Outcome.FAILED
    assert says in result.reason


def test_a_server_that_hangs() -> None:
    async def hang(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read()

    async def go() -> ScanResult:
        async with raw_server(hang) as server:
            return await scan(server.url + "/", time_limit=0.3)

    result = run(go())
    assert result.outcome is Outcome.FAILED
    assert "was not reached" in result.reason
    assert "time limit of 0.3 seconds" in result.reason


def test_something_that_is_not_http() -> None:
    async def go() -> ScanResult:
        async with raw_server(b"220 mail.example ESMTP\r\n") as server:
            return await scan(server.url + "/")

    result = run(go())
    assert result.outcome is Outcome.FAILED
    assert "not valid HTTP" in result.reason


# Where something can be scanned, however odd.


@pytest.mark.parametrize(
    "app",
    [
        pytest.param(one_page(""), id="empty pages"),
        pytest.param(one_page("<p>Welcome"), id="the same for every address"),
        pytest.param(one_page("<a href='/?q=1'>\x00\ud7ff\ufffd <form><input name=a>"), id="odd characters"),
    ],
)
def test_a_site_that_answers_everything_alike_completes_without_active_findings(app: web.Application) -> None:
    result = run(scan_app(app))
    assert (result.outcome, result.reason) == (Outcome.COMPLETED, "")
    active = {"web.clickjacking", "web.cross-site-request-forgery"}
    assert not {
        rule for rule in rules_of(result) - active if not rule.startswith(("web.missing", "web.server"))
    }


def test_an_endless_stream_a_bomb_and_bad_bytes_are_read_as_far_as_needed() -> None:
    servers: list[RawServer] = []
    bomb = gzip.compress(b"a" * 50_000_000)

    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        while True:
            writer.write(b"tea " * 10_000)
            await writer.drain()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = servers[0].targets[-1]
        if path == "/endless":
            await endless(reader, writer)
        elif path == "/bomb":
            writer.write(ok(bomb, "Content-Type: text/html", "Content-Encoding: gzip"))
        elif path == "/bytes":
            writer.write(ok(b"\xff\xfe\x80<a href=/\xe9>", "Content-Type: text/html; charset=utf-8"))
        elif path == "/":
            links = b"<a href=/endless>1</a><a href=/bomb>2</a><a href=/bytes>3</a>"
            writer.write(ok(links, "Content-Type: text/html"))
        else:
            writer.write(ok(b"no", status="404 Not Found"))
        await writer.drain()

    async def go() -> ScanResult:
        async with raw_server(answer) as server:
            servers.append(server)
            return await scan(server.url + "/")

    result = run(go())
    assert result.outcome is Outcome.COMPLETED
    assert result.statistics.pages >= 4


# Ends before the end.


def outcomes(result: ScanResult, checks: set[str]) -> set[tuple[Outcome, str]]:
    return {(line.outcome, line.reason) for line in result.checks if line.check in checks}


def test_a_request_budget_ends_with_an_honest_account() -> None:
    result = run(scan_app(shop(), max_requests=40))
    reason = "The scan ended early: the limit of 40 requests was reached."
    assert (result.outcome, result.reason) == (Outcome.INCOMPLETE, reason)
    assert result.statistics.requests == 40
    assert outcomes(result, INJECTIONS | {stored_xss.CHECK_ID, "clickjacking"}) == {
        (Outcome.INCOMPLETE, reason)
    }
    assert "web.clickjacking" in rules_of(result)  # what was found is kept


def test_a_budget_that_ends_among_the_probes_leaves_the_crawl_whole() -> None:
    result = run(scan_app(shop(), max_requests=700))
    assert result.outcome is Outcome.INCOMPLETE
    assert outcomes(result, {"clickjacking", "exposed-secrets"}) == {(Outcome.COMPLETED, "")}
    assert {outcome for outcome, _ in outcomes(result, INJECTIONS)} == {Outcome.INCOMPLETE}
    assert all(line.looked_at for line in result.checks if line.check == "reflected-xss")


def test_a_time_limit_ends_a_scan_of_a_slow_server() -> None:
    app = web.Application()

    async def slow(request: web.Request) -> web.Response:
        if request.path != "/":
            await asyncio.sleep(0.05)
        return web.Response(
            text="".join(f"<a href=/{n}?q=1>x</a>" for n in range(50)), content_type="text/html"
        )

    app.router.add_get("/{path:.*}", slow)
    result = run(scan_app(app, time_limit=0.4))
    assert result.outcome is Outcome.INCOMPLETE
    assert "time limit of 0.4 seconds" in result.reason


def test_a_server_that_dies_in_the_middle() -> None:
    servers: list[RawServer] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(servers[0].heads) > 60:
            writer.transport.abort()
            return
        links = "".join(f"<a href=/{'tea' * n}?q=1>x</a>" for n in range(40)).encode()
        writer.write(ok(links, "Content-Type: text/html"))
        await writer.drain()

    async def go() -> ScanResult:
        async with raw_server(answer) as server:
            servers.append(server)
            return await scan(server.url + "/")

    result = run(go())
    reason = "The scan ended early: the target stopped answering."
    assert (result.outcome, result.reason) == (Outcome.INCOMPLETE, reason)


async def collect(events: AsyncIterator[Event], until: Callable[[Event], bool]) -> list[Event]:
    seen = []
    async for event in events:
        seen.append(event)
        if until(event):
            break
    return seen


@asynccontextmanager
async def scan_of_the_shop(
    **options: object,
) -> AsyncIterator[tuple[AsyncGenerator[Event, None], ScanContext]]:
    context = ScanContext()
    async with serve(shop()) as address:
        yield scan_events(WebScanOptions(url=f"{address}/", **options), context), context  # type: ignore[arg-type]


def test_stopping_gives_what_was_found_so_far() -> None:
    async def go() -> list[Event]:
        async with scan_of_the_shop(requests_per_second=200.0) as (events, context):
            seen = await collect(events, lambda event: isinstance(event, Progress) and event.requests > 20)
            context.stop.set()
            return seen + [event async for event in events]

    events = asyncio.run(go())
    assert events[-1] == ScanStatus(Outcome.INCOMPLETE, "The scan was stopped before its end.")
    lines = {event.check: event for event in events if isinstance(event, CheckStatus)}
    assert set(lines) == ALL_CHECKS
    assert {lines[check].outcome for check in INJECTIONS} == {Outcome.INCOMPLETE}
    assert sum(isinstance(event, ScanStatus) for event in events) == 1


def test_closing_the_stream_ends_the_scan_at_once() -> None:
    async def go() -> set[str]:
        async with scan_of_the_shop() as (events, _):
            await collect(events, lambda event: isinstance(event, Progress))
            await events.aclose()
            return {task.get_coro().__qualname__ for task in asyncio.all_tasks()}  # type: ignore[union-attr]

    left = asyncio.run(go())
    assert not {name for name in left if name in ("_run", "Crawler._visit", "Attack._work")}


def test_a_recording_that_cannot_be_written_fails_with_its_name(tmp_path: object) -> None:
    result = run(scan_app(one_page(), record=f"{tmp_path}/missing/exchanges.jsonl"))
    assert result.outcome is Outcome.FAILED
    assert "missing/exchanges.jsonl cannot be written" in result.reason


# What every scan promises.


def test_two_scans_tell_the_same() -> None:
    first, second = (run(scan_app(shop())) for _ in range(2))
    assert first.outcome is second.outcome is Outcome.COMPLETED
    assert {f.fingerprint for f in first.findings} == {f.fingerprint for f in second.findings}
    assert [f.rule_id for f in first.findings] == [f.rule_id for f in second.findings]


def test_a_quick_scan_sends_clearly_less_than_a_standard_one() -> None:
    quick, standard = (
        run(scan_app(shop(), profile=profile)) for profile in (Profile.QUICK, Profile.STANDARD)
    )
    assert quick.statistics.requests < standard.statistics.requests * 0.6


def test_a_scope_below_a_folder_leaves_out_what_lies_above_and_checks_the_rest() -> None:
    async def shelf(request: web.Request) -> web.Response:
        copy = request.path == "/shop/tea.php.bak"
        if copy or request.path in ("/shop/", "/shop/tea.php"):
            text = "<?php $secret = 1; ?>" if copy else "<a href=/shop/tea.php>tea</a>"
            return web.Response(text=text, content_type="text/plain" if copy else "text/html")
        assert request.path.startswith("/shop/")
        return web.Response(text="no such page", status=404)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", shelf)
    result = run(scan_app(app, "/shop/", scope=("/shop/",)))
    lines = {line.check: line for line in result.checks}
    assert "web.backup-file" in rules_of(result)
    assert lines["backup-files"].outcome is Outcome.COMPLETED
    assert lines["http-methods"].outcome is Outcome.SKIPPED
    assert lines["http-methods"].reason == "what it asks for is not part of the scan"
    assert not [line for line in result.checks if "no answer" in line.reason]

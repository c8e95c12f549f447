"""What is said about a scan that may not have seen all there is."""

from __future__ import annotations

import asyncio
from collections import Counter

from aiohttp import web

from securestack.core.events import Outcome
from securestack.scanners.web.remarks import answer_remarks
from tests.net.raw_server import ok, raw_server
from tests.scanners.web.front_door import scan, scan_app


def test_many_errors_are_worth_a_sentence() -> None:
    assert list(answer_remarks(Counter({200: 4, 500: 12, 404: 1}), [])) == [
        "13 of 17 addresses of the crawl answered with an error (500: 12, 404: 1), so that much of the application may "
        "not have been seen."
    ]


def test_a_few_errors_are_not() -> None:
    assert not list(answer_remarks(Counter({200: 12, 404: 12}), []))
    assert not list(answer_remarks(Counter({200: 1, 404: 3}), []))


def test_a_very_long_address_is_cut() -> None:
    (said,) = answer_remarks(Counter({200: 1}), ["http://shop.example/?" + "a" * 5_000])
    assert "the first http://shop.example/?aaa" in said
    assert said.endswith("a….")
    assert len(said) < 400


def test_an_application_in_trouble_behind_its_front_page_is_told() -> None:
    async def front(_: web.Request) -> web.Response:
        links = "".join(f"<a href=/part/{name}>" for name in "abcdefghijkl")
        return web.Response(text=links, content_type="text/html")

    async def broken(_: web.Request) -> web.Response:
        return web.Response(text="no database", status=500)

    app = web.Application()
    app.router.add_get("/", front)
    app.router.add_get("/part/{name}", broken)
    result = asyncio.run(scan_app(app, only=("web.server-version",)))
    assert result.outcome is Outcome.COMPLETED
    assert any(
        "addresses of the crawl answered with an error (500: " in one.message for one in result.notices
    )


def test_an_answer_that_breaks_off_is_told() -> None:
    async def broken_off() -> None:
        short = ok(b"<p>Tea</p>", "Content-Type: text/html").replace(b"<p>Tea</p>", b"<p>")
        async with raw_server(short, requests_per_connection=1) as server:
            result = await scan(server.url, only=("web.server-version",))
        said = [one.message for one in result.notices]
        assert any(
            "ended too soon or went on for too long" in sentence and server.url in sentence
            for sentence in said
        )

    asyncio.run(broken_off())

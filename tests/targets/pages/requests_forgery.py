"""Pages that fetch an address from the request. Whatever they are told, they really fetch loopback addresses only."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from html import escape

import aiohttp
from aiohttp import web

from securestack.net.url import parse, resolve
from tests.targets.case import Case, Handler, html

FORGERY = "web.server-side-request-forgery"
REDIRECT = "web.open-redirect"
INCLUSION = "web.remote-file-inclusion"
ALLOWED = frozenset({"pictures.tea.example", "localhost"})

Choose = Callable[[str], str]  # the value to the address to fetch; raises ValueError
Show = Callable[[str], Awaitable[web.Response]]

_background: set[asyncio.Task[str]] = set()


async def _fetch(address: str) -> str:
    url = parse(address)
    if url is None or url.host != "127.0.0.1":
        raise ValueError(address)
    async with aiohttp.ClientSession() as session, session.get(str(url)) as answer:
        return await answer.text()


async def _include(address: str) -> web.Response:
    return html(f"<main>{escape(await _fetch(address))}</main>")


async def _size_only(address: str) -> web.Response:
    return html(f"<p>The picture has {len(await _fetch(address))} bytes.</p>")


async def _later(address: str) -> web.Response:
    task = asyncio.create_task(_fetch(address))
    _background.add(task)
    task.add_done_callback(_background.discard)
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    return html("<p>We will tell you when it is there.</p>")


async def _redirect(address: str) -> web.Response:
    return web.Response(status=302, headers={"Location": re.sub(r"[\x00-\x1f\x7f]", "", address)})


async def _frame(address: str) -> web.Response:
    return html(f'<iframe src="{escape(address)}"></iframe>')


def _page(show: Show, choose: Choose) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        value = request.query.get("url", "")
        if request.method == "POST":
            value = str((await request.post()).get("url", ""))
        try:
            return await show(choose(value))
        except (ValueError, aiohttp.ClientError):
            return html("<p>That cannot be fetched.</p>", status=502)

    return handler


def _any(value: str) -> str:
    return value


def _web_address(value: str) -> str:
    if resolve("http://tea.example/", value) is None:
        raise ValueError(value)
    return value


def _allowed(value: str) -> str:
    url = parse(value)
    if url is None or url.host not in ALLOWED:
        raise ValueError(value)
    return str(url)


def _no_lower_case_scheme(value: str) -> str:
    if "http:" in value:
        raise ValueError(value)
    return value


def _host_only(value: str) -> str:
    if ":/" in value:
        raise ValueError(value)
    return f"http://{value}/status"


def _allowed_host_only(value: str) -> str:
    return _allowed(f"http://{value}/status")


def _starts_with_allowed(value: str) -> str:
    if not value.startswith("http://pictures.tea.example"):
        raise ValueError(value)
    return value


def _pair(
    name: str, rule: str, show: Show, weak: Choose, safe: Choose = _allowed, *, value: str = ""
) -> list[Case]:
    query = f"url={value or 'http://pictures.tea.example/1.png'}"
    return [
        Case(f"/requests/{name}", _page(show, weak), rule, True, query=query, parameter="url"),
        Case(f"/requests/{name}-safe", _page(show, safe), rule, False, query=query),
    ]


FIELD = '<input name="url" value="http://pictures.tea.example/1.png">'
CASES = [
    *_pair("include", INCLUSION, _include, _any),
    *_pair("include-filtered", INCLUSION, _include, _no_lower_case_scheme),
    *_pair("fetch", FORGERY, _size_only, _any),
    *_pair("fetch-later", FORGERY, _later, _any),
    *_pair("host", FORGERY, _size_only, _host_only, _allowed_host_only, value="pictures.tea.example"),
    *_pair("beginning-checked", FORGERY, _size_only, _starts_with_allowed),
    Case(
        "/requests/posted", _page(_include, _any), INCLUSION, True, form=FIELD, method="POST", parameter="url"
    ),
    Case("/requests/posted-safe", _page(_include, _allowed), INCLUSION, False, form=FIELD, method="POST"),
    Case(
        "/requests/redirect-only-safe",
        _page(_redirect, _any),
        INCLUSION,
        False,
        query="url=/1.png",
        also=(REDIRECT,),
    ),
    Case("/requests/frame-safe", _page(_frame, _web_address), FORGERY, False, query="url=/1.png"),
]

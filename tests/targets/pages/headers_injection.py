"""Pages that write a value into a header: as it is, and without line breaks.

The web framework here refuses line breaks, so a page that keeps them splits the header itself, as it would happen on
the wire.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote, unquote

from aiohttp import web

from tests.targets.case import Case, Handler, html

RULE = "web.header-injection"

Clean = Callable[[str], str]


def _page(
    header: str, prefix: str, clean: Clean, *, status: int = 200, break_at: str = "\r\n|\n|\r"
) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        value = request.query.get("lang", "")
        if request.method == "POST":
            value = str((await request.post()).get("lang", ""))
        first, *others = re.split(break_at, prefix + clean(value))
        answer = html("<p>Language set.</p>", status=status)
        answer.headers[header] = _visible(first)
        for line in others:
            name, colon, text = line.partition(":")
            if colon and re.fullmatch(r"[\w-]+", name):
                answer.headers[name] = _visible(text)
        return answer

    return handler


async def _in_page(request: web.Request) -> web.Response:
    return html(
        f"<pre>X-Language: {quote(request.query.get('lang', ''), safe=' :' + chr(13) + chr(10))}</pre>"
    )


def _visible(text: str) -> str:
    return "".join(char for char in text.strip() if char.isprintable() and ord(char) < 127)


def kept(value: str) -> str:
    return value


def one_line(value: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f]", "", value)


def _low_byte(value: str) -> str:
    """Keep the low byte of each character, as a careless conversion does, after refusing line breaks."""
    return "".join(chr(ord(char) & 0xFF) for char in one_line(value))


def _decoded_late(value: str) -> str:
    return unquote(one_line(value))


def _pair(name: str, weak: Handler, safe: Handler) -> list[Case]:
    return [
        Case(f"/headers/{name}", weak, RULE, True, query="lang=en", parameter="lang"),
        Case(f"/headers/{name}-safe", safe, RULE, False, query="lang=en"),
    ]


FIELD = '<input name="lang" value="en">'
CASES = [
    *_pair(
        "location",
        _page("Location", "/home?lang=", kept, status=302),
        _page("Location", "/home?lang=", one_line, status=302),
    ),
    *_pair("cookie", _page("Set-Cookie", "lang=", kept), _page("Set-Cookie", "lang=", one_line)),
    *_pair("own", _page("X-Language", "", kept), _page("X-Language", "", one_line)),
    *_pair(
        "line-feed",
        _page("X-Language", "", lambda value: value.replace("\r\n", " ")),
        _page("X-Language", "", one_line),
    ),
    *_pair("low-byte", _page("X-Language", "", _low_byte), _page("X-Language", "", one_line)),
    *_pair(
        "decoded-late",
        _page("X-Language", "", _decoded_late),
        _page("X-Language", "", lambda value: one_line(unquote(value))),
    ),
    Case("/headers/in-page-safe", _in_page, RULE, False, query="lang=en"),
    Case(
        "/headers/posted",
        _page("X-Language", "", kept),
        RULE,
        True,
        form=FIELD,
        method="POST",
        parameter="lang",
    ),
    Case("/headers/posted-safe", _page("X-Language", "", one_line), RULE, False, form=FIELD, method="POST"),
]

"""Safe pages that look weak: they echo, vary by themselves, quote errors, refuse quotes, or are slow."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import secrets
from html import escape

from aiohttp import web

from tests.targets.case import Case, html
from tests.targets.tea_store import ask_store

RULE = "web.sql-injection"
_WORDS = ("apple", "brick", "cloud", "drum", "eagle", "fern", "glass", "hill", "iron", "jade", "kite", "lamp")
_connections = itertools.count(1)


async def _echo(request: web.Request) -> web.Response:
    value = request.query["q"]
    return html(f"<p>You searched for {escape(value)}, which has {len(value)} letters.</p><p>No results.</p>")


async def _advertisements(request: web.Request) -> web.Response:
    words = " ".join(secrets.choice(_WORDS) for _ in range(12))
    found = ask_store("SELECT name, origin FROM tea WHERE id=?", (request.query["id"],))
    return html(f"<p>{found}</p><aside>Buy now: {words}. Offer {secrets.token_hex(8)}.</aside>")


async def _about_errors(request: web.Request) -> web.Response:
    return html(
        "<h1>Common mistakes</h1><p>You have an error in your SQL syntax; check the manual that corresponds to your "
        f"MySQL server version for the right syntax to use.</p><p>Page {escape(request.query['page'])}</p>"
    )


async def _connection_numbers(request: web.Request) -> web.Response:
    number = next(_connections) % 3
    return html(f"<p>java.sql.SQLSyntaxErrorException: (conn={number}) the table is gone</p>", status=500)


async def _digest(request: web.Request) -> web.Response:
    return html(f"<p>{hashlib.sha256(request.query['text'].encode()).hexdigest()}</p>")


async def _refuses_quotes(request: web.Request) -> web.Response:
    if any(character in request.query["name"] for character in "'\""):
        return html("<h1>Forbidden</h1><p>The request was blocked.</p>", status=403)
    return html(str(ask_store("SELECT name, origin FROM tea WHERE name=?", (request.query["name"],))))


async def _refuses_text(request: web.Request) -> web.Response:
    value = request.query["id"]
    if not value.isdigit():
        message = (
            f'psycopg.errors.InvalidTextRepresentation: invalid input syntax for type integer: "{value}"'
        )
        return html(f"<pre>{escape(message)}</pre>", status=500)
    return html(str(ask_store("SELECT name, origin FROM tea WHERE id=?", (value,))))


async def _leading_number(request: web.Request) -> web.Response:
    digits = "".join(itertools.takewhile(str.isdigit, request.query["id"]))
    return html(str(ask_store("SELECT name, origin FROM tea WHERE id=?", (digits,))))


async def _jitter(request: web.Request) -> web.Response:
    await asyncio.sleep(secrets.randbelow(8) / 1000)
    return html("<p>Sorry for the wait.</p>")


def _trap(name: str, handler: object, query: str) -> Case:
    return Case(f"/sql/trap-{name}", handler, RULE, weak=False, query=query)  # type: ignore[arg-type]


CASES = [
    _trap("echo", _echo, "q=green+tea"),
    _trap("advertisements", _advertisements, "id=2"),
    _trap("about-errors", _about_errors, "page=1"),
    _trap("connection-numbers", _connection_numbers, "name=anna"),
    _trap("digest", _digest, "text=tea"),
    _trap("refuses-quotes", _refuses_quotes, "name=Sencha"),
    _trap("refuses-text", _refuses_text, "id=3"),
    _trap("leading-number", _leading_number, "id=3"),
    _trap("jitter", _jitter, "id=3"),
]

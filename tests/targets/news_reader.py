"""A reader of news that fetches what others publish, from loopback only, and trusts it or not."""

from __future__ import annotations

import asyncio
import html
import json
import sqlite3
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

_TEXT = {"type": "string"}
_ADDRESS = {"type": "string", "format": "uri"}
_DONE = {"200": {"description": "Done"}}
DESCRIPTION: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "News", "version": "1"},
    "paths": {
        "/feeds": {
            "post": {
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "required": ["feedUrl"],
                                "properties": {"feedUrl": _ADDRESS},
                            }
                        }
                    }
                },
                "responses": _DONE,
            }
        },
        "/preview": {
            "get": {
                "parameters": [{"name": "url", "in": "query", "required": True, "schema": _ADDRESS}],
                "responses": _DONE,
            }
        },
    },
}
STATEMENT, PAGE = "texts go into the statement", "texts go into the page"


class NewsReader:
    """One reader; `ways` are the flaws STATEMENT and PAGE."""

    def __init__(self, *ways: str) -> None:
        self.ways = frozenset(ways)
        self._feeds = sqlite3.connect(":memory:")
        self._feeds.execute("CREATE TABLE feeds (title TEXT)")

    def application(self) -> web.Application:
        """Return it as an application."""
        app = web.Application()
        app.router.add_get("/openapi.json", self._description)
        app.router.add_post("/feeds", self._add)
        app.router.add_get("/preview", self._preview)
        return app

    async def _description(self, _: web.Request) -> web.Response:
        return web.json_response(DESCRIPTION)

    async def _add(self, request: web.Request) -> web.Response:
        try:
            address = json.loads(await request.text())["feedUrl"]
        except (ValueError, TypeError, KeyError):
            return web.json_response({"message": "name an address"}, status=400)
        title = await asyncio.to_thread(_fetch, str(address))
        if title is None:
            return web.json_response({"message": "nothing there"}, status=422)
        try:
            if STATEMENT in self.ways:
                self._feeds.execute(f"INSERT INTO feeds VALUES ('{title}')")
            else:
                self._feeds.execute("INSERT INTO feeds VALUES (?)", (title,))
        except sqlite3.Error as error:
            return web.json_response({"message": f"sqlite3.OperationalError: {error}"}, status=500)
        return web.json_response({"message": "read from now on"})

    async def _preview(self, request: web.Request) -> web.Response:
        text = await asyncio.to_thread(_fetch, request.query.get("url", ""))
        if text is None:
            return web.json_response({"message": "nothing there"}, status=422)
        shown = text if PAGE in self.ways else html.escape(text)
        return web.Response(text=f"<!doctype html><p>{shown}</p>", content_type="text/html")


def _fetch(address: str) -> str | None:
    try:
        if urlsplit(address).scheme != "http" or urlsplit(address).hostname != "127.0.0.1":
            return None
        with urllib.request.urlopen(address, timeout=2) as answer:
            return str(answer.read(2_000).decode("utf-8", "replace"))
    except (OSError, ValueError):
        return None

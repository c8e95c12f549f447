"""Answers that call a function the asker names (JSONP), with and without a look at the name."""

from __future__ import annotations

import json
import re

from aiohttp import web

from tests.targets.case import Case, Handler

RULE = "web.script-callback-injection"
TOWNS = json.dumps({"ada": "London", "grace": "Arlington"})


def _page(kind: str, *, checked: bool = False, guarded: bool = False, padding: str = "") -> Handler:
    async def handler(request: web.Request) -> web.Response:
        name = request.query.get("callback", "")
        if checked and not re.fullmatch(r"[\w.]{1,60}", name):
            return web.Response(text='{"error": "not a name"}', content_type="application/json", status=400)
        headers = {"X-Content-Type-Options": "nosniff"} if guarded else {}
        return web.Response(text=f"{padding}{name}({TOWNS})", content_type=kind, headers=headers)

    return handler


def _case(name: str, handler: Handler, *, weak: bool = True) -> Case:
    parameter = "callback" if weak else ""
    return Case(f"/callbacks/{name}", handler, RULE, weak, query="callback=show", parameter=parameter)


CASES = [
    _case("script", _page("application/javascript", guarded=True)),
    _case("json", _page("application/json")),
    _case("plain", _page("text/plain")),
    _case("comment-first", _page("text/javascript", padding="/**/")),
    _case("checked-safe", _page("application/javascript", checked=True), weak=False),
    _case("guarded-json-safe", _page("application/json", guarded=True), weak=False),
]

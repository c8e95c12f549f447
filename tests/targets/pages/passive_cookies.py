"""Cookies with and without their guards. Each is named after its page, and no other page gets it."""

from __future__ import annotations

from aiohttp import web

from tests.targets.case import Case, Handler, html

HTTP_ONLY, SAME_SITE = "web.cookie-without-http-only", "web.cookie-without-same-site"
PREFIX, GUESSABLE = "web.cookie-prefix-violation", "web.guessable-session-token"
TOKEN = "7d1cb2a4f09e4c57a1d3"


def _page(cookie: str) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        answer = html("<p>Welcome")
        answer.headers["Set-Cookie"] = cookie.replace("PATH", f"Path={request.path}/")
        return answer

    return handler


def _case(name: str, rule: str, cookie: str, parameter: str, *, weak: bool = True) -> Case:
    return Case(f"/passive/cookies/{name}", _page(cookie), rule, weak, parameter=parameter)


CASES = [
    _case("no-http-only", HTTP_ONLY, f"session_a={TOKEN}; PATH; SameSite=Lax", "session_a"),
    _case(
        "http-only", HTTP_ONLY, f"session_b={TOKEN}; PATH; SameSite=Lax; HttpOnly", "session_b", weak=False
    ),
    _case("theme", HTTP_ONLY, "theme=dark; PATH", "theme", weak=False),
    _case("no-same-site", SAME_SITE, f"session_c={TOKEN}; PATH; HttpOnly", "session_c"),
    _case(
        "same-site", SAME_SITE, f"session_d={TOKEN}; PATH; HttpOnly; SameSite=Strict", "session_d", weak=False
    ),
    _case("prefix", PREFIX, f"__Host-x={TOKEN}; PATH; SameSite=Lax", "__Host-x"),
    _case("prefix-kept", PREFIX, f"__Host-y={TOKEN}; Path=/; Secure; SameSite=Lax", "__Host-y", weak=False),
    _case("guessable", GUESSABLE, "session_e=100423; PATH; HttpOnly; SameSite=Lax", "session_e"),
    _case("random", GUESSABLE, f"session_f={TOKEN}; PATH; HttpOnly; SameSite=Lax", "session_f", weak=False),
]

"""Forms that other sites can send, or that send passwords in the open; nothing is stored anywhere."""

from __future__ import annotations

from aiohttp import web

from tests.targets.case import Case, Handler, html

FORGERY, OPEN = "web.cross-site-request-forgery", "web.form-over-plain-http"
TOKEN = "7d1cb2a4f09e4c57a1d3"
TRANSFER = "<form method=post action='{}'>{}<input name=amount value=5><button>Send</button></form>"
LOGIN = "<form method=post action='{}'><input name=user><input type=password name=secret></form>"


def _page(body: str, same_site: str = "") -> Handler:
    async def handler(request: web.Request) -> web.Response:
        answer = html(body.replace("{}", request.path + "/send"))
        attributes = f"; SameSite={same_site}" if same_site else ""
        answer.headers["Set-Cookie"] = f"session={TOKEN}; Path={request.path}; HttpOnly{attributes}"
        return answer

    return handler


def _case(name: str, rule: str, handler: Handler, *, weak: bool = True) -> Case:
    return Case(f"/passive/forms/{name}", handler, rule, weak)


CASES = [
    _case("no-token", FORGERY, _page(TRANSFER.format("{}", ""))),
    _case(
        "token",
        FORGERY,
        _page(TRANSFER.format("{}", f"<input type=hidden name=csrf_token value={TOKEN}>")),
        weak=False,
    ),
    _case("same-site", FORGERY, _page(TRANSFER.format("{}", ""), "Lax"), weak=False),
    _case("search", FORGERY, _page("<form method=post action='{}'><input name=q></form>"), weak=False),
    _case("open-login", OPEN, _page(LOGIN.format("http://accounts.shop.example/login"), "Lax")),
    _case(
        "sealed-login", OPEN, _page(LOGIN.format("https://accounts.shop.example/login"), "Lax"), weak=False
    ),
]

"""Who is in the shop: sessions, baskets and the tokens of forms, all in memory."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from contextvars import ContextVar

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.targets.shop.store import Row, Store

STORE = web.AppKey("store", Store)
SESSIONS: web.AppKey[dict[str, str]] = web.AppKey("sessions", dict)  # session cookie -> user name
SECRET = web.AppKey("secret", str)
SENT: web.AppKey[list[str]] = web.AppKey("sent", list)  # what no scan may send unasked: logouts and deletions

SESSION_COOKIE = "session"
VISITOR_COOKIE = "visitor"
BASKET_COOKIE = "basket"
_KEPT = 1_000
_newcomer: ContextVar[str] = ContextVar("_newcomer", default="")  # the name given during this request


def store_of(request: web.Request) -> Store:
    """Return the shop's store."""
    return request.app[STORE]


def user_of(request: web.Request) -> Row | None:
    """Return the user who is logged in, or None."""
    name = request.app[SESSIONS].get(request.cookies.get(SESSION_COOKIE, ""))
    return store_of(request).user(name) if name else None


def log_in(request: web.Request, response: web.StreamResponse, name: str) -> None:
    """Begin a session. WEAK: scripts may read its cookie, and other sites' requests carry it."""
    sessions = request.app[SESSIONS]
    while len(sessions) >= _KEPT:
        sessions.pop(next(iter(sessions)))
    session = secrets.token_hex(16)
    sessions[session] = name
    response.headers.add("Set-Cookie", f"{SESSION_COOKIE}={session}; Path=/")


def log_out(request: web.Request, response: web.StreamResponse) -> None:
    """End the session."""
    request.app[SENT].append("logout")
    request.app[SESSIONS].pop(request.cookies.get(SESSION_COOKIE, ""), None)
    response.del_cookie(SESSION_COOKIE)


def basket_of(request: web.Request) -> dict[int, int]:
    """Return what is in the basket: product number -> how many. A broken cookie is an empty basket."""
    try:
        pairs = [pair.split("x") for pair in request.cookies.get(BASKET_COOKIE, "").split(".") if pair]
        return {int(number): max(1, min(99, int(count))) for number, count in pairs[:20]}
    except ValueError:
        return {}


def keep_basket(response: web.StreamResponse, basket: dict[int, int]) -> None:
    """Send the basket's cookie, which scripts and other sites' requests cannot reach."""
    value = ".".join(f"{number}x{count}" for number, count in basket.items())
    response.set_cookie(BASKET_COOKIE, value, path="/", httponly=True, samesite="Lax")


def form_token(request: web.Request) -> str:
    """Return the token that this visitor's forms carry."""
    visitor = request.cookies.get(VISITOR_COOKIE) or _newcomer.get()
    return hmac.new(
        request.app[SECRET].encode(), visitor.encode("utf-8", "replace"), hashlib.sha256
    ).hexdigest()[:32]


def require_form_token(request: web.Request, token: object) -> None:
    """Raise HTTPForbidden unless a form carries its visitor's token."""
    known = VISITOR_COOKIE in request.cookies
    if not known or not hmac.compare_digest(
        str(token).encode("utf-8", "replace"), form_token(request).encode()
    ):
        raise web.HTTPForbidden(text="This form has expired. Please go back, reload the page and try again.")


@web.middleware
async def greet(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give each visitor a name, which the tokens of the forms hang on."""
    new = VISITOR_COOKIE not in request.cookies
    if new:
        _newcomer.set(secrets.token_hex(8))
    response = await handler(request)
    if new and not response.prepared:
        response.set_cookie(VISITOR_COOKIE, _newcomer.get(), path="/", httponly=True, samesite="Lax")
    return response


def as_json(value: object) -> web.Response:
    """Return a JSON answer."""
    return web.Response(text=json.dumps(value), content_type="application/json")

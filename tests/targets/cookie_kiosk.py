"""A kiosk whose API knows people by a cookie; what keeps other sites from ordering in their name can be chosen."""

from __future__ import annotations

import json
import secrets
from typing import Any

from aiohttp import web

_TEXT = {"type": "string"}


def _takes(*names: str) -> dict[str, Any]:
    schema = {"type": "object", "properties": dict.fromkeys(names, _TEXT), "required": list(names)}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


DESCRIPTION: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Kiosk", "version": "1"},
    "paths": {
        "/register": {"post": {"requestBody": _takes("username", "password"), "responses": {"201": {}}}},
        "/login": {"post": {"requestBody": _takes("username", "password"), "responses": {"200": {}}}},
        "/me": {"get": {"security": [{"cookie": []}], "responses": {"200": {}}}},
        "/orders": {
            "get": {"security": [{"cookie": []}], "responses": {"200": {}}},
            "post": {
                "security": [{"cookie": []}],
                "requestBody": _takes("article"),
                "responses": {"201": {}},
            },
        },
    },
    "components": {
        "securitySchemes": {"cookie": {"type": "apiKey", "in": "cookie", "name": "session"}},
    },
}
GUARDS = ("content type", "origin", "same site")


class Kiosk:
    """One kiosk. `guard` is one of GUARDS, or empty where nothing keeps other sites out."""

    def __init__(self, guard: str = "") -> None:
        assert not guard or guard in GUARDS
        self.guard = guard
        self.passwords: dict[str, str] = {}
        self.sessions: dict[str, str] = {}
        self.orders: list[tuple[str, str]] = []

    def application(self) -> web.Application:
        """Return it as an application."""
        app = web.Application()
        app.router.add_get("/openapi.json", self._description)
        app.router.add_post("/register", self._register)
        app.router.add_post("/login", self._log_in)
        app.router.add_get("/me", self._me)
        app.router.add_get("/orders", self._list)
        app.router.add_post("/orders", self._order)
        return app

    async def _description(self, _: web.Request) -> web.Response:
        return web.json_response(DESCRIPTION)

    async def _register(self, request: web.Request) -> web.Response:
        body = _object(await request.text())
        if body is None or not {"username", "password"} <= body.keys():
            return _no(400, "Give a name and a password.")
        self.passwords.setdefault(str(body["username"]), str(body["password"]))
        return web.json_response({"username": body["username"]}, status=201)

    async def _log_in(self, request: web.Request) -> web.Response:
        body = _object(await request.text()) or {}
        name = str(body.get("username"))
        if self.passwords.get(name) is None or self.passwords[name] != body.get("password"):
            return _no(401, "Name or password is wrong.")
        session = secrets.token_hex(16)
        self.sessions[session] = name
        answer = web.json_response({"message": "welcome"})
        same_site = "Lax" if self.guard == "same site" else None
        answer.set_cookie("session", session, httponly=True, samesite=same_site)
        return answer

    def _whoever(self, request: web.Request) -> str:
        return self.sessions.get(request.cookies.get("session", ""), "")

    async def _me(self, request: web.Request) -> web.Response:
        name = self._whoever(request)
        return web.json_response({"username": name}) if name else _no(401, "Log in first.")

    async def _list(self, request: web.Request) -> web.Response:
        name = self._whoever(request)
        if not name:
            return _no(401, "Log in first.")
        return web.json_response([{"article": article} for owner, article in self.orders if owner == name])

    async def _order(self, request: web.Request) -> web.Response:
        name, body = self._whoever(request), _object(await request.text())
        if not name:
            return _no(401, "Log in first.")
        if self.guard == "content type" and request.content_type != "application/json":
            return _no(415, "Send JSON.")
        if self.guard == "origin" and request.headers.get("Origin", "").endswith(".example"):
            return _no(403, "That is another site.")
        if body is None or not isinstance(body.get("article"), str):
            return _no(400, "Name an article.")
        self.orders.append((name, body["article"]))
        return web.json_response({"message": "ordered"}, status=201)


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _no(status: int, message: str) -> web.Response:
    return web.json_response({"message": message}, status=status)

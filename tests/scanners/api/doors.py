"""A small API with every way of letting people in: two people, a private note each, and no check of whose note it is."""

from __future__ import annotations

import base64
import json
import secrets
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web

PEOPLE = {"anna": "rooibos-in-april-3", "ben": "matcha-in-autumn-8"}
NUMBERS = {"anna": 5001, "ben": 5002}
NOTES = {name: f"what {name} wrote down, {secrets.token_hex(6)}" for name in PEOPLE}


class Doors:
    """`way` names how one is let in: json, form, basic, cookie, oauth-password, oauth-client, header nested or wrapped."""

    def __init__(self, way: str, *, nameless: bool = False) -> None:
        self.way = way
        self.nameless = nameless  # whether notes do not say whose they are
        self.tokens: dict[str, str] = {}

    def token(self, name: str) -> str:
        token = secrets.token_urlsafe(24)
        self.tokens[token] = name
        return token

    def whoever(self, request: web.Request) -> str:
        authorization = request.headers.get("Authorization", "")
        match self.way:
            case "basic":
                scheme, _, text = authorization.partition(" ")
                name, _, password = base64.b64decode(text).decode().partition(":") if text else ("", "", "")
                if scheme == "Basic" and PEOPLE.get(name) == password:
                    return name
                raise web.HTTPUnauthorized
            case "cookie":
                token = request.cookies.get("session", "")
            case "header":
                token = request.headers.get("X-Library-Token", "")
            case "query":
                token = request.query.get("api_key", "")
            case _:
                token = authorization.removeprefix("Bearer ") if authorization.startswith("Bearer ") else ""
        if token not in self.tokens:
            raise web.HTTPUnauthorized
        return self.tokens[token]

    async def log_in(self, request: web.Request) -> web.Response:
        text = await request.text()
        if self.way in ("form", "oauth-password", "oauth-client"):
            body: dict[str, Any] = {name: values[0] for name, values in parse_qs(text).items()}
        else:
            try:
                body = json.loads(text)
            except ValueError:
                raise web.HTTPBadRequest from None
        if self.way == "wrapped":
            body = body.get("user", {})
        name, password = body.get("username"), body.get("password")
        if self.way == "oauth-client":
            if body.get("grant_type") != "client_credentials":
                raise web.HTTPBadRequest
            name, password = body.get("client_id"), body.get("client_secret")
        elif self.way == "oauth-password" and body.get("grant_type") != "password":
            raise web.HTTPBadRequest
        if PEOPLE.get(str(name)) != password:
            raise web.HTTPUnauthorized
        token = self.token(str(name))
        if self.way == "cookie":
            answer = web.json_response({"welcome": name})
            answer.set_cookie("session", token, httponly=True)
            return answer
        if self.way.startswith("oauth"):
            return web.json_response({"access_token": token, "token_type": "bearer", "expires_in": 60})
        if self.way == "nested":
            return web.json_response({"data": {"refresh_token": secrets.token_hex(16), "jwt": token}})
        return web.json_response({"token": token})

    async def me(self, request: web.Request) -> web.Response:
        name = self.whoever(request)
        return web.json_response({"id": NUMBERS[name], "username": name})

    async def notes(self, request: web.Request) -> web.Response:
        name = self.whoever(request)
        return web.json_response([self._shown(name)])

    async def note(self, request: web.Request) -> web.Response:
        self.whoever(request)
        for name, number in NUMBERS.items():
            if str(number + 1000) == request.match_info["noteId"]:
                return web.json_response(self._shown(name))
        raise web.HTTPNotFound

    def _shown(self, name: str) -> dict[str, Any]:
        note = {"id": NUMBERS[name] + 1000, "text": NOTES[name]}
        return note if self.nameless else {**note, "owner": name}


def application(doors: Doors) -> web.Application:
    """Return the API."""
    app = web.Application()
    app.router.add_post("/login", doors.log_in)
    app.router.add_get("/me", doors.me)
    app.router.add_get("/notes", doors.notes)
    app.router.add_get("/notes/{noteId}", doors.note)
    return app


def description(way: str) -> str:
    """Return the description of the API with one way in."""
    schemes: dict[str, dict[str, Any]] = {
        "basic": {"type": "http", "scheme": "basic"},
        "header": {"type": "apiKey", "in": "header", "name": "X-Library-Token"},
        "query": {"type": "apiKey", "in": "query", "name": "api_key"},
        "cookie": {"type": "apiKey", "in": "cookie", "name": "session"},
        "oauth-password": {"type": "oauth2", "flows": {"password": {"tokenUrl": "/login", "scopes": {}}}},
        "oauth-client": {
            "type": "oauth2",
            "flows": {"clientCredentials": {"tokenUrl": "/login", "scopes": {}}},
        },
    }
    reading = {"responses": {"200": {"description": "Done"}}, "security": [{"door": []}]}
    paths: dict[str, Any] = {
        "/me": {"get": reading},
        "/notes": {"get": reading},
        "/notes/{noteId}": {
            "get": {
                **reading,
                "parameters": [
                    {"name": "noteId", "in": "path", "required": True, "schema": {"type": "integer"}}
                ],
            }
        },
    }
    if way not in ("basic", "oauth-password", "oauth-client"):
        kind = "application/x-www-form-urlencoded" if way == "form" else "application/json"
        fields: dict[str, Any] = {"username": {"type": "string"}, "password": {"type": "string"}}
        if way == "wrapped":
            fields = {"user": {"type": "object", "properties": fields}}
        paths["/login"] = {
            "post": {
                "requestBody": {"content": {kind: {"schema": {"type": "object", "properties": fields}}}},
                "responses": {"200": {"description": "Done"}},
            }
        }
    return json.dumps(
        {
            "openapi": "3.0.3",
            "info": {"title": "Doors", "version": "1"},
            "paths": paths,
            "components": {
                "securitySchemes": {"door": schemes.get(way, {"type": "http", "scheme": "bearer"})}
            },
        }
    )

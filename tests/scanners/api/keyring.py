"""An API whose tokens are signed with RS256, and that checks them in one of several wrong ways, or rightly."""

from __future__ import annotations

import base64
import json
import time
from functools import cache
from typing import Any

import aiohttp
import jwt
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from securestack.probing.actors.jwt import hmac_signature, parse_jwt

PEOPLE = {"anna": "rooibos-in-april-3", "ben": "matcha-in-autumn-8"}


@cache
def private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def public_pem() -> bytes:
    return (
        private_key()
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


class Keyring:
    """`flaw` is confused, embedded, followed, or nothing."""

    def __init__(self, flaw: str = "") -> None:
        self.flaw = flaw

    async def _claims(self, text: str) -> dict[str, Any]:
        token = parse_jwt(text)
        if token is None:
            raise web.HTTPUnauthorized
        try:
            if self.flaw == "confused" and token.algorithm == "HS256":
                if hmac_signature("HS256", public_pem(), token.signed_part) != token.signature:
                    raise web.HTTPUnauthorized
                return token.claims
            if self.flaw == "embedded" and "jwk" in token.header:
                own = RSAAlgorithm.from_jwk(json.dumps(token.header["jwk"]))
                assert isinstance(own, rsa.RSAPublicKey)
                return dict(jwt.decode(text, own, algorithms=["RS256"]))
            if self.flaw == "followed" and "jku" in token.header:
                async with aiohttp.ClientSession() as session, session.get(token.header["jku"]):
                    raise web.HTTPUnauthorized
            return dict(jwt.decode(text, private_key().public_key(), algorithms=["RS256"]))
        except jwt.InvalidTokenError:
            raise web.HTTPUnauthorized from None

    async def log_in(self, request: web.Request) -> web.Response:
        body = json.loads(await request.text())
        if not isinstance(body, dict) or PEOPLE.get(str(body.get("username"))) != body.get("password"):
            raise web.HTTPUnauthorized
        now = int(time.time())
        claims = {"sub": body["username"], "iat": now, "exp": now + 60}
        return web.json_response({"token": jwt.encode(claims, private_key(), algorithm="RS256")})

    async def me(self, request: web.Request) -> web.Response:
        claims = await self._claims(request.headers.get("Authorization", "").removeprefix("Bearer "))
        return web.json_response({"username": claims["sub"], "card": f"library card of {claims['sub']}"})

    async def keys(self, _: web.Request) -> web.Response:
        numbers = private_key().public_key().public_numbers()
        key = {"kty": "RSA", "n": _text(numbers.n), "e": _text(numbers.e), "kid": "main", "alg": "RS256"}
        return web.json_response({"keys": [{"kty": "oct"}, key]})


def _text(number: int) -> str:
    return (
        base64.urlsafe_b64encode(number.to_bytes((number.bit_length() + 7) // 8, "big")).rstrip(b"=").decode()
    )


def application(keyring: Keyring) -> web.Application:
    """Return the API."""
    app = web.Application()
    app.router.add_post("/login", keyring.log_in)
    app.router.add_get("/me", keyring.me)
    app.router.add_get("/.well-known/jwks.json", keyring.keys)
    return app


def description() -> str:
    """Return its description."""
    fields = {"username": {"type": "string"}, "password": {"type": "string"}}
    body = {"content": {"application/json": {"schema": {"type": "object", "properties": fields}}}}
    done = {"200": {"description": "Done"}}
    return json.dumps(
        {
            "openapi": "3.0.3",
            "info": {"title": "Keyring", "version": "1"},
            "paths": {
                "/login": {"post": {"requestBody": body, "responses": done}},
                "/me": {"get": {"responses": done, "security": [{"token": []}]}},
            },
            "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        }
    )

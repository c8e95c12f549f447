"""Tokens: found in answers, taken apart, put together, and renewed in time."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.core.budget import Budget
from securestack.net.client import HttpClient
from securestack.net.fake import FakeTransport
from securestack.net.message import Request, Response
from securestack.net.scope import Scope
from securestack.probing.actors.actor import Credentials
from securestack.probing.actors.jwt import parse_jwt, sign_jwt
from securestack.probing.actors.logins import TokenLogin, TokenPlace
from securestack.probing.actors.tokens import find_token
from securestack.probing.session import Session, SessionLost

KEY = b"a key that is long enough for this algorithm"
TOKEN = "kX8vQ2mZ7pL4"


def answer(body: Any, **headers: str) -> Response:
    return Response(200, tuple(headers.items()), json.dumps(body).encode())


@pytest.mark.parametrize(
    "body",
    [
        {"token": TOKEN},
        {"access_token": TOKEN, "refresh_token": "r" * 20},
        {"data": {"user": {"name": "somebody"}, "authToken": TOKEN}},
        {"refreshToken": "r" * 20, "jwt": TOKEN},
        {"message": "welcome", "session_id": TOKEN},
        TOKEN,
    ],
)
def test_the_token_is_found_wherever_it_stands(body: Any) -> None:
    found = find_token(answer(body))
    assert found is not None
    assert found.value == TOKEN


@pytest.mark.parametrize(
    "body", [{"message": "Logged in."}, {"csrf_token": "c" * 20}, {"token": ""}, [], None]
)
def test_other_texts_are_no_token(body: Any) -> None:
    assert find_token(answer(body)) is None


def test_how_long_a_token_lasts_is_told_by_itself_or_beside_it() -> None:
    own = find_token(answer({"token": jwt.encode({"iat": 1000, "exp": 1060}, KEY)}))
    beside = find_token(answer({"access_token": TOKEN, "expires_in": 300}))
    assert own is not None
    assert own.lifetime == 60
    assert beside is not None
    assert beside.lifetime == 300


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.booleans(), max_size=4))
def test_what_is_signed_is_what_libraries_accept(claims: dict[str, Any]) -> None:
    claims = {f"own_{name}": value for name, value in claims.items()}
    text = sign_jwt({"alg": "HS256", "typ": "JWT"}, claims, KEY)
    assert jwt.decode(text, KEY, algorithms=["HS256"]) == claims
    token = parse_jwt(text)
    assert token is not None
    assert token.claims == claims


@given(st.text(alphabet="abcABC019._-=é", max_size=60))
def test_other_texts_are_no_json_web_token(text: str) -> None:
    parsed = parse_jwt(text)
    assert parsed is None or parsed.header["alg"]


class Shop:
    """Hands out numbered tokens that last a minute of a clock of our own, as long as it does."""

    def __init__(self) -> None:
        self.now = 0.0
        self.logins = 0
        self.open = True

    def answer(self, request: Request) -> Response:
        if request.method == "POST":
            self.logins += 1
            if not self.open:
                return Response(401)
            return answer({"token": f"token-number-{self.logins}", "expires_in": 60})
        used = request.header("x-token") or request.url.partition("?t=")[2]
        return Response(200 if used == f"token-number-{self.logins}" else 401)

    def session(self, place: TokenPlace) -> Session:
        client = HttpClient(Scope.of("http://shop.test/"), Budget(), transport=FakeTransport(self.answer))
        login = TokenLogin(lambda _: Request("POST", "http://shop.test/login"), Credentials("a", "b"), place)
        return login.attach(Session(client, clock=lambda: self.now))


@pytest.mark.parametrize("place", [TokenPlace("X-Token", ""), TokenPlace(query="t")])
def test_a_token_is_renewed_before_it_is_over(place: TokenPlace) -> None:
    async def go() -> None:
        shop = Shop()
        session = shop.session(place)
        await session.log_in()
        for now, logins in ((0.0, 1), (44.0, 1), (46.0, 2), (89.0, 2), (92.0, 3)):
            shop.now = now
            exchange = await session.send(Request("GET", "http://shop.test/tea"))
            assert exchange.response.status == 200
            assert shop.logins == logins

    asyncio.run(go())


def test_a_token_that_cannot_be_renewed_is_a_lost_session() -> None:
    async def go() -> None:
        shop = Shop()
        session = shop.session(TokenPlace("X-Token", ""))
        await session.log_in()
        shop.now, shop.open = 50.0, False
        with pytest.raises(SessionLost):
            await session.send(Request("GET", "http://shop.test/tea"))

    asyncio.run(go())

"""Signing on through an OpenID Connect provider."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from pydantic import SecretStr
from sqlalchemy import text

from securestack.server.kit.identifiers import new_id
from securestack.server.settings import Settings
from tests.server.accounts.provider import CLIENT_ID, CLIENT_SECRET, Provider, Subject, provider
from tests.server.support import Server, make_user, serve

BEGIN, REFRESH, ME = "/api/v1/auth/single-sign-on", "/api/v1/auth/refresh", "/api/v1/auth/me"
FAILED = "http://127.0.0.1:8000/sign-in?problem=single-sign-on-failed"


def naming(settings: Settings, served: Provider) -> Settings:
    return settings.changed(
        oidc_issuer=served.issuer,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=SecretStr(CLIENT_SECRET),
        oidc_name="Example",
    )


def somebody() -> Subject:
    return Subject(f"subject-{new_id()}", f"ann-{new_id()}@example.org")


@pytest.fixture(scope="module")
def shared(settings: Settings) -> Iterator[tuple[Provider, Settings]]:
    with provider(somebody()) as served:
        yield served, naming(settings, served)


@pytest.fixture
def signed(shared: tuple[Provider, Settings]) -> tuple[Provider, Settings]:
    """Return a provider at which somebody new signs on, and settings that name it."""
    shared[0].reset(somebody())
    return shared


async def sign_on(server: Server, return_to: str = "/projects?x=1") -> httpx.Response:
    """Do what a browser does, and return the answer that it comes back to the platform with."""
    back = await back_from_provider(server, return_to)
    return await server.client.get(back)


async def back_from_provider(server: Server, return_to: str = "/") -> str:
    began = await server.post(BEGIN, json={"return_to": return_to})
    assert began.status_code == 200, began.text
    async with httpx.AsyncClient(trust_env=False) as browser:
        answer = await browser.get(began.json()["authorization_url"])
    assert answer.status_code == 302
    return answer.headers["location"]


async def me_after(server: Server) -> dict[str, Any]:
    """Return who the browser is, by the cookie it was given."""
    tokens = await server.post(REFRESH, json={}, headers={"X-Requested-With": "page"})
    assert tokens.status_code == 200
    headers = {"Authorization": f"Bearer {tokens.json()['access_token']}"}
    me: dict[str, Any] = (await server.get(ME, caller=headers)).json()
    return me


def test_signs_on_and_gets_an_account(signed: tuple[Provider, Settings]) -> None:
    async def story(server: Server) -> None:
        assert (await server.get("/api/v1/auth/options")).json()["single_sign_on"] == "Example"
        answer = await sign_on(server)
        assert (answer.status_code, answer.headers["location"]) == (303, "http://127.0.0.1:8000/projects?x=1")
        first = await me_after(server)
        assert (first["email"], first["name"]) == (signed[0].subject.email, "Ann Example")
        assert (first["has_password"], first["is_administrator"]) == (False, False)
        signed[
            0
        ].subject.email = f"renamed-{new_id()}@example.org"  # the provider knows them by their subject
        await sign_on(server)
        assert (await me_after(server))["id"] == first["id"]
        assert not signed[0].token_errors

    serve(signed[1], story)


def test_takes_the_account_with_the_verified_address(signed: tuple[Provider, Settings]) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, email=signed[0].subject.email)
        await sign_on(server)
        assert (await me_after(server))["id"] == str(ann.id)

    serve(signed[1], story)


def test_asks_for_the_address_where_the_token_does_not_tell_it(signed: tuple[Provider, Settings]) -> None:
    async def story(server: Server) -> None:
        signed[0].email_by_userinfo = True
        await sign_on(server)
        assert (await me_after(server))["email"] == signed[0].subject.email

    serve(signed[1], story)


def test_learns_new_keys_of_the_provider(signed: tuple[Provider, Settings]) -> None:
    async def story(server: Server) -> None:
        await sign_on(server)
        signed[0].rotate()
        assert (await sign_on(server)).headers["location"] != FAILED

    serve(signed[1], story)


_HOSTILE: dict[str, dict[str, Any]] = {
    "another nonce": {"change_claims": {"nonce": "other"}},
    "no nonce": {"drop_claims": ("nonce",)},
    "another audience": {"change_claims": {"aud": "other"}},
    "several audiences": {"change_claims": {"aud": [CLIENT_ID, "other"]}},
    "another client": {"change_claims": {"azp": "other"}},
    "another issuer": {"change_claims": {"iss": "https://other.example"}},
    "expired": {"change_claims": {"exp": 1_700_000_000}},
    "no expiry": {"drop_claims": ("exp",)},
    "from the future": {"change_claims": {"iat": 4_000_000_000}},
    "no subject": {"drop_claims": ("sub",)},
    "signed by another": {"sign_with": rsa.generate_private_key(65537, 2048)},
    "not signed": {"forge": "none"},
    "signed by a public key": {"forge": "HS256"},
    "somebody else's address": {"email_by_userinfo": True, "userinfo_subject": "other"},
}


@pytest.mark.parametrize("how", _HOSTILE)
def test_refuses_what_is_not_what_was_asked_for(signed: tuple[Provider, Settings], how: str) -> None:
    async def story(server: Server) -> None:
        for name, value in _HOSTILE[how].items():
            setattr(signed[0], name, value)
        answer = await sign_on(server)
        assert answer.headers["location"] == FAILED
        assert not server.client.cookies

    serve(signed[1], story)


def test_refuses_addresses_that_nobody_verified(signed: tuple[Provider, Settings]) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, email=signed[0].subject.email)
        signed[0].subject.email_verified = False
        assert (await sign_on(server)).headers["location"] == FAILED
        async with server.platform.database.transaction() as session:
            await session.execute(
                text("UPDATE users SET email_verified_at = NULL WHERE id = :id"), {"id": ann.id}
            )
        signed[0].subject.email_verified = True
        assert (await sign_on(server)).headers["location"] == FAILED

    serve(signed[1], story)


def test_refuses_new_accounts_where_the_setting_says_so(signed: tuple[Provider, Settings]) -> None:
    async def story(server: Server) -> None:
        assert (await sign_on(server)).headers["location"] == FAILED

    serve(signed[1].changed(oidc_create_accounts=False), story)


def test_a_sign_on_belongs_to_the_browser_that_began_it_and_is_good_once(
    signed: tuple[Provider, Settings],
) -> None:
    async def story(server: Server) -> None:
        attackers = await back_from_provider(server)
        server.client.cookies.clear()  # the victim follows the attacker's link
        assert (await server.client.get(attackers)).headers["location"] == FAILED
        back = await back_from_provider(server)
        cookies = dict(server.client.cookies)
        assert (await server.client.get(back)).headers["location"] != FAILED
        server.client.cookies.update(cookies)
        assert (await server.client.get(back)).headers["location"] == FAILED

    serve(signed[1], story)


def test_odd_answers_of_the_provider_are_refused(signed: tuple[Provider, Settings]) -> None:
    async def story(server: Server) -> None:
        back = urlsplit(await back_from_provider(server))
        query = {name: values[0] for name, values in parse_qs(back.query).items()}
        for odd in (
            {},
            {"error": "access_denied", "state": query["state"]},
            {"error": "a\0b\ud7ff"},
            {**query, "iss": "https://other.example"},
            {**query, "state": "x" * 43},
            {**query, "code": "x"},
        ):
            answer = await server.client.get(f"{BEGIN}/callback", params=odd)
            assert (answer.status_code, answer.headers["location"]) == (303, FAILED), odd

    serve(signed[1], story)


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "https://evil.example", "evil", "/a\nb", ""]
)
def test_goes_on_within_the_platform_only(signed: tuple[Provider, Settings], path: str) -> None:
    async def story(server: Server) -> None:
        assert (await server.post(BEGIN, json={"return_to": path})).status_code == 422

    serve(signed[1], story)


def test_a_provider_that_calls_itself_otherwise_is_not_used(settings: Settings) -> None:
    async def story(server: Server) -> None:
        assert (await server.post(BEGIN, json={})).status_code == 502

    with provider(somebody()) as served:
        served.discovered_issuer = "https://other.example"
        serve(naming(settings, served), story)


def test_there_is_nothing_where_no_provider_is_set(settings: Settings) -> None:
    async def story(server: Server) -> None:
        assert (await server.post(BEGIN, json={})).status_code == 404
        assert (await server.get(f"{BEGIN}/callback")).status_code == 404

    serve(settings, story)


def test_a_provider_that_is_away_is_told(settings: Settings) -> None:
    async def story(server: Server) -> None:
        answer = await server.post(BEGIN, json={})
        assert answer.status_code == 502
        assert answer.headers["content-type"] == "application/problem+json"

    serve(settings.changed(oidc_issuer="http://127.0.0.1:9", oidc_client_id="x"), story)

"""API keys act for their user, within their scopes, until they end."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from securestack.server.accounts.key_text import is_key, new_key
from securestack.server.kit.clock import now
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.tokens import hash_token
from securestack.server.settings import Settings
from tests.server.support import Server, make_user, serve

KEYS, ME = "/api/v1/auth/keys", "/api/v1/auth/me"
NEW = {"name": "CI", "scopes": ["read", "scan"]}


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def test_a_key_is_shown_once_and_acts_for_its_user(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server)
        made = await server.post(KEYS, caller=ann.headers, json=NEW)
        assert made.status_code == 201
        key = made.json()["key"]
        assert key.startswith(made.json()["prefix"])
        assert (await server.get(ME, caller=bearer(key))).json()["id"] == str(ann.id)
        listed = await server.get(KEYS, caller=ann.headers)
        assert key not in listed.text
        shown = listed.json()["items"][0]
        assert shown["last_used_at"] is not None
        assert (shown["name"], shown["scopes"]) == ("CI", ["read", "scan"])
        async with server.platform.database.read() as reader:
            stored = await reader.fetch_one("SELECT * FROM api_keys WHERE id = $1", shown["id"])
        assert key not in str(stored)
        assert hash_token(key) == (stored or {})["key_hash"]

    serve(settings, story)


def test_a_revoked_or_expired_key_is_good_for_nothing(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann, eve = await make_user(server), await make_user(server)
        made = (await server.post(KEYS, caller=ann.headers, json=NEW)).json()
        path = f"{KEYS}/{made['id']}"
        assert (await server.get(ME, caller=bearer(made["key"]))).status_code == 200
        foreign = await server.delete(path, caller=eve.headers)
        missing = await server.delete(f"{KEYS}/{new_id()}", caller=eve.headers)
        assert (foreign.status_code, foreign.text) == (404, missing.text)
        assert (await server.delete(path, caller=ann.headers)).status_code == 204
        assert (await server.get(ME, caller=bearer(made["key"]))).status_code == 401
        assert (await server.delete(path, caller=ann.headers)).status_code == 404
        soon = {**NEW, "expires_at": (now() + timedelta(hours=1)).isoformat()}
        made = (await server.post(KEYS, caller=ann.headers, json=soon)).json()
        async with server.platform.database.transaction() as session:
            await session.execute(
                text("UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE id = :id"),
                {"id": made["id"]},
            )
        assert (await server.get(ME, caller=bearer(made["key"]))).status_code == 401

    serve(settings, story)


def test_a_key_of_a_deactivated_user_is_good_for_nothing(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server)
        made = (await server.post(KEYS, caller=ann.headers, json=NEW)).json()
        async with server.platform.database.transaction() as session:
            await session.execute(text("UPDATE users SET is_active = false WHERE id = :id"), {"id": ann.id})
        assert (await server.get(ME, caller=bearer(made["key"]))).status_code == 401

    serve(settings, story)


def test_a_key_neither_manages_accounts_nor_the_platform(settings: Settings) -> None:
    async def story(server: Server) -> None:
        administrator = await make_user(server, administrator=True)
        scopes = ["read", "scan", "import", "triage", "manage"]
        made = await server.post(KEYS, caller=administrator.headers, json={"name": "all", "scopes": scopes})
        key = bearer(made.json()["key"])
        calls: list[tuple[str, str, Mapping[str, object]]] = [
            ("GET", KEYS, {}),
            ("POST", KEYS, NEW),
            ("PATCH", ME, {"name": "x"}),
            ("GET", "/api/v1/auth/sessions", {}),
            ("POST", "/api/v1/auth/logout", {}),
            ("POST", "/api/v1/auth/password/change", {"new_password": "violet-tractor-9-harbour"}),
            ("POST", "/api/v1/auth/totp", {}),
            ("GET", "/api/v1/users", {}),
            ("GET", "/api/v1/audit", {}),
        ]
        for method, path, body in calls:
            answer = await server.request(method, path, caller=key, json=body)
            assert answer.status_code == 403, path

    serve(settings, story)


def test_a_creation_sent_twice_makes_one_key(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server)
        headers = {"Idempotency-Key": "mine"}
        assert (await server.post(KEYS, caller=ann.headers, json=NEW, headers=headers)).status_code == 201
        assert (await server.post(KEYS, caller=ann.headers, json=NEW, headers=headers)).status_code == 409
        assert len((await server.get(KEYS, caller=ann.headers)).json()["items"]) == 1

    serve(settings, story)


@pytest.mark.parametrize(
    "change",
    [
        {"scopes": []},
        {"scopes": ["everything"]},
        {"name": ""},
        {"expires_at": "2020-01-01T00:00:00Z"},
        {"expires_at": "2999-01-01T00:00:00Z"},
        {"expires_at": "2027-01-01T00:00:00"},
        {"user_id": "0197a000-0000-7000-8000-000000000000"},
        {"key": "ssk_mine"},
    ],
)
def test_faulty_keys_are_refused(settings: Settings, change: dict[str, object]) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server)
        assert (await server.post(KEYS, caller=ann.headers, json={**NEW, **change})).status_code == 422

    serve(settings, story)


def test_the_text_of_a_key_is_what_secret_scanners_are_told() -> None:
    keys = {new_key() for _ in range(50)}
    assert len(keys) == 50
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    for key in keys:
        assert re.fullmatch(r"ssk_[0-9A-Za-z]{8}_[0-9A-Za-z]{46}", key)
        assert is_key(key)
        number = 0
        for letter in key[-6:]:
            number = number * 62 + letters.index(letter)
        assert number == zlib.crc32(key[:-6].encode())


@given(st.text(max_size=70))
def test_other_texts_are_no_keys(text_: str) -> None:
    assert not is_key(text_)


@given(st.integers(min_value=4, max_value=58), st.sampled_from("aZ9"))
def test_a_mistyped_key_is_no_key(place: int, letter: str) -> None:
    key = new_key()
    if key[place] not in (letter, "_"):
        assert not is_key(key[:place] + letter + key[place + 1 :])

"""Tokens signed with keys that their sender may know: believed by APIs that are wrong, and by no other."""

from __future__ import annotations

import asyncio
import json

import jwt
import pytest
from jwt.algorithms import RSAAlgorithm

from securestack.core.result import ScanResult
from securestack.probing.actors.public_keys import own_public_key, sign_with_own_key, written_forms
from securestack.scanners.api.options import ApiUser
from tests.scanners.api import keyring
from tests.scanners.api.front_door import scan, told
from tests.targets.gallery import serve

RULES = ("api.token-key-chosen-by-client", "api.token-key-address-followed")
USERS = tuple(ApiUser(name=name, password=password) for name, password in keyring.PEOPLE.items())


def scanned(flaw: str) -> ScanResult:
    async def go() -> ScanResult:
        async with serve(keyring.application(keyring.Keyring(flaw))) as address:
            return await scan(
                "keyring",
                document=keyring.description(),
                url=address,
                users=USERS,
                only=RULES,
                register=False,
            )

    return asyncio.run(go())


@pytest.mark.parametrize(
    ("flaw", "rule"), [("confused", RULES[0]), ("embedded", RULES[0]), ("followed", RULES[1])]
)
def test_a_key_that_the_sender_chose_is_told(flaw: str, rule: str) -> None:
    assert told(scanned(flaw)) == {(rule, "GET /me")}


def test_an_api_that_keeps_to_its_own_key_is_left_in_peace() -> None:
    assert told(scanned("")) == set()


def test_our_key_signs_as_libraries_verify() -> None:
    key = RSAAlgorithm.from_jwk(json.dumps(own_public_key()))
    text = sign_with_own_key({"alg": "RS256"}, {"sub": "anna"})
    assert jwt.decode(text, key, algorithms=["RS256"]) == {"sub": "anna"}  # type: ignore[arg-type]


def test_public_keys_are_written_as_servers_keep_them() -> None:
    key = RSAAlgorithm.to_jwk(keyring.private_key().public_key(), as_dict=True)
    assert keyring.public_pem() in list(written_forms(key))


@pytest.mark.parametrize(
    "key", [{}, {"kty": "RSA"}, {"kty": "EC", "crv": "P-256", "x": 7}, {"kty": "oct", "k": "a"}]
)
def test_broken_keys_are_written_in_no_way(key: dict[str, object]) -> None:
    assert list(written_forms(key)) == []

"""Passwords, tokens and encryption: what is right is taken, everything else refused."""

from __future__ import annotations

import asyncio
import uuid
from datetime import timedelta

import jwt
import pytest

from securestack.server.kit.clock import now
from securestack.server.kit.crypto import DecryptionError, Vault, derive_key
from securestack.server.kit.passwords import hash_password, verify_password
from securestack.server.kit.tokens import AccessTokens, InvalidToken, hash_token, new_secret
from tests.server.support import KEY


def test_a_password_is_verified_against_its_hash_only() -> None:
    async def story() -> None:
        stored = await hash_password("correct horse")
        assert stored.startswith("$argon2id$")
        assert await verify_password("correct horse", stored) == (True, None)
        assert await verify_password("wrong horse", stored) == (False, None)
        assert await verify_password("correct horse", "not a hash") == (False, None)
        assert await verify_password("nobody", None) == (
            False,
            None,
        )  # the password of the stand-in opens nothing

    asyncio.run(story())


def test_a_weaker_hash_is_renewed() -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash("correct horse")
    right, renewed = asyncio.run(verify_password("correct horse", weak))
    assert right
    assert renewed is not None
    assert "m=19456" in renewed


def test_an_access_token_says_who() -> None:
    tokens = AccessTokens(KEY, timedelta(minutes=15))
    user, session = uuid.uuid4(), uuid.uuid4()
    said = tokens.read(tokens.make(user, session, is_administrator=True))
    assert (said.user_id, said.session_id, said.is_administrator) == (user, session, True)
    assert timedelta(minutes=14) < said.expires_at - now() <= timedelta(minutes=15)


def test_forged_and_expired_access_tokens_are_refused() -> None:
    tokens = AccessTokens(KEY, timedelta(minutes=15))
    user, session = uuid.uuid4(), uuid.uuid4()
    good = tokens.make(user, session, is_administrator=False)
    claims = jwt.decode(good, options={"verify_signature": False})
    forged = [
        tokens.make(user, session, is_administrator=False, at=now() - timedelta(hours=1)),
        AccessTokens("another key" * 5, timedelta(minutes=15)).make(user, session, is_administrator=True),
        jwt.encode({**claims, "adm": True}, "", algorithm="none"),
        jwt.encode({**claims, "iss": "somebody"}, derive_key(KEY, "access tokens"), algorithm="HS256"),
        jwt.encode({**claims, "sub": "me"}, derive_key(KEY, "access tokens"), algorithm="HS256"),
        jwt.encode({"iss": "securestack"}, derive_key(KEY, "access tokens"), algorithm="HS256"),
        good[:-4] + "AAAA",
        "",
        "ssk_nonsense",
    ]
    for token in forged:
        with pytest.raises(InvalidToken):
            tokens.read(token)


def test_a_secret_is_decrypted_only_where_it_was_put() -> None:
    vault = Vault(KEY)
    encrypted = vault.encrypt(b"JBSWY3DP", "users.totp:1")
    assert b"JBSWY3DP" not in encrypted
    assert encrypted != vault.encrypt(b"JBSWY3DP", "users.totp:1")
    assert vault.decrypt(encrypted, "users.totp:1") == b"JBSWY3DP"
    for wrong_vault, text, place in (
        (vault, encrypted, "users.totp:2"),
        (Vault(KEY + "x"), encrypted, "users.totp:1"),
        (vault, encrypted[:-1] + bytes([encrypted[-1] ^ 1]), "users.totp:1"),
        (vault, b"", "users.totp:1"),
        (vault, b"\x09" + encrypted[1:], "users.totp:1"),
    ):
        with pytest.raises(DecryptionError):
            wrong_vault.decrypt(text, place)


def test_secrets_are_long_and_stored_as_hashes() -> None:
    secret = new_secret()
    assert len(secret) == 43
    assert secret != new_secret()
    assert len(hash_token(secret)) == 32

"""Passwords, hashed with Argon2id (RFC 9106), away from the event loop."""

from __future__ import annotations

import asyncio

from argon2.low_level import ARGON2_VERSION, Type, hash_secret
from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

# OWASP's recommendation for one degree of parallelism: 19 MiB, two passes; about 20 ms.
_MEMORY_KIB, _PASSES = 19 * 1024, 2
_hasher = PasswordHash((Argon2Hasher(time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=1),))
# Of a password nobody has: verifying against it takes as long as against a real one.
_NOBODYS = hash_secret(
    b"nobody", b"no account here!", _PASSES, _MEMORY_KIB, 1, 32, Type.ID, ARGON2_VERSION
).decode()


async def hash_password(password: str) -> str:
    """Return the hash to store."""
    return await asyncio.to_thread(_hasher.hash, password)


async def verify_password(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Return whether a password is the stored one, and a new hash to store where the old one has grown weak.

    Without a stored hash (no such account, or one without a password) it takes as long and says no.
    """
    return await asyncio.to_thread(_verify, password, stored)


def _verify(password: str, stored: str | None) -> tuple[bool, str | None]:
    try:
        right, renewed = _hasher.verify_and_update(password, stored or _NOBODYS)
    except UnknownHashError:
        return False, None
    return (right and stored is not None), renewed if stored is not None else None

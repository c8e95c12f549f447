"""How a bearer token becomes a caller.

Access tokens are believed without a look-up, but for the sessions that ended while their tokens were still good: each
process asks for those every two seconds, one question for all requests. API keys are looked up and kept for five
seconds. A process that ends a session or a key knows it at once.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from datetime import datetime, timedelta

import msgspec
from fastapi import Request

from securestack.server.accounts import queries
from securestack.server.accounts.key_text import is_key
from securestack.server.kit.cache import Cache
from securestack.server.kit.caller import ApiKeyGrant, Caller, caller_of
from securestack.server.kit.clock import now
from securestack.server.kit.platform import Platform
from securestack.server.kit.problems import Problem, unauthenticated
from securestack.server.kit.tokens import InvalidToken, hash_token

_LOOK_EVERY = 2.0  # seconds
_OVERLAP = timedelta(seconds=60)  # clocks differ, and a transaction commits later than it says
_KEY_SECONDS = 5.0
_USED_EVERY = timedelta(minutes=1)


class KnownKey(msgspec.Struct, frozen=True):
    """An API key as it is kept in memory."""

    grant: ApiKeyGrant
    user_id: uuid.UUID | None
    expires_at: datetime | None


class Authentication:
    """Turns tokens into callers, for the platform of one process."""

    def __init__(self) -> None:
        self._ended: dict[uuid.UUID, float] = {}
        self._looked = 0.0
        self._seen_until: datetime | None = None
        self._lock = asyncio.Lock()
        self._keys: Cache[bytes, KnownKey | None] = Cache("api-keys", seconds=_KEY_SECONDS)

    async def __call__(self, platform: Platform, request: Request, token: str) -> Caller:
        """Return whose token it is. Raises the problem `unauthenticated`."""
        if token.startswith("ssk_"):
            return await self._key_caller(platform, request, token)
        try:
            said = platform.tokens.read(token)
        except InvalidToken:
            raise _not_valid() from None
        await self._look(platform)
        if said.session_id in self._ended:
            raise _not_valid()
        return caller_of(
            request, said.user_id, is_administrator=said.is_administrator, session_id=said.session_id
        )

    def session_ended(self, session_id: uuid.UUID) -> None:
        """Believe no access token of a session any more."""
        self._ended[session_id] = time.monotonic()

    def key_ended(self, key_hash: bytes) -> None:
        """Look a key up again at its next use."""
        self._keys.forget(key_hash)

    async def _look(self, platform: Platform) -> None:
        if self._seen_until is not None and time.monotonic() - self._looked < _LOOK_EVERY:
            return
        if self._seen_until is not None and self._lock.locked():
            return  # another request is asking already
        async with self._lock:
            if self._seen_until is not None and time.monotonic() - self._looked < _LOOK_EVERY:
                return
            asked = now()
            since = (self._seen_until or asked - platform.tokens.lifetime) - _OVERLAP
            async with platform.database.read() as reader:
                ended = await queries.sessions_ended_since(reader, since)
            moment = time.monotonic()
            self._ended.update((session_id, moment) for session_id in ended if session_id not in self._ended)
            self._looked, self._seen_until = moment, asked
            self._forget_old(moment - platform.tokens.lifetime.total_seconds() - 2 * _OVERLAP.total_seconds())

    def _forget_old(self, moment: float) -> None:
        while self._ended and self._ended[first := next(iter(self._ended))] < moment:
            del self._ended[first]

    async def _key_caller(self, platform: Platform, request: Request, token: str) -> Caller:
        if not is_key(token):
            raise _not_valid()
        key_hash = hash_token(token)
        known = await self._keys.get(key_hash, lambda: self._load_key(platform, key_hash))
        if known is None or (known.expires_at is not None and known.expires_at <= now()):
            raise _not_valid()
        return caller_of(request, known.user_id, api_key=known.grant)

    async def _load_key(self, platform: Platform, key_hash: bytes) -> KnownKey | None:
        async with platform.database.read() as reader:
            row = await queries.usable_key(reader, key_hash)
        if row is None:
            return None
        if row["last_used_at"] is None or row["last_used_at"] < now() - _USED_EVERY:
            async with platform.database.transaction() as session:
                await queries.key_was_used(session, row["id"])
        grant = ApiKeyGrant(row["id"], frozenset(row["scopes"]), row["project_id"])
        return KnownKey(grant, row["user_id"], row["expires_at"])


def authentication_of(platform: Platform) -> Authentication | None:
    """Return what authenticates the requests of this process; jobs and commands have none."""
    return platform.authenticate if isinstance(platform.authenticate, Authentication) else None


def _not_valid() -> Problem:
    return unauthenticated("The token is not valid, or has expired.")

"""Tokens: access tokens that need no look-up (JWT, RFC 7519), and opaque ones of which only a hash is stored."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from datetime import datetime, timedelta

import jwt
import msgspec

from securestack.server.kit.clock import now
from securestack.server.kit.crypto import derive_key

_ALGORITHM = "HS256"
_ISSUER = "securestack"
_KEPT = 10_000  # tokens; deciding that a signature is right costs a tenth of a short request


class InvalidToken(Exception):
    """The token is forged, damaged or expired."""


class AccessToken(msgspec.Struct, frozen=True):
    """What an access token says: who, in which session, and whether they administer the platform."""

    user_id: uuid.UUID
    session_id: uuid.UUID
    is_administrator: bool
    expires_at: datetime


class AccessTokens:
    """Makes and reads access tokens."""

    def __init__(self, secret: str, lifetime: timedelta) -> None:
        self._key = derive_key(secret, "access tokens")
        self.lifetime = lifetime
        self._read: dict[str, AccessToken] = {}  # those that proved good, until they expire

    def make(
        self, user_id: uuid.UUID, session_id: uuid.UUID, *, is_administrator: bool, at: datetime | None = None
    ) -> str:
        """Return a token that is valid from now for its lifetime."""
        issued = at or now()
        claims = {
            "iss": _ISSUER,
            "sub": str(user_id),
            "sid": str(session_id),
            "adm": is_administrator,
            "iat": int(issued.timestamp()),
            "exp": int((issued + self.lifetime).timestamp()),
        }
        return jwt.encode(claims, self._key, algorithm=_ALGORITHM)

    def read(self, token: str) -> AccessToken:
        """Return what a token says. Raises InvalidToken."""
        known = self._read.get(token)
        if known is not None and known.expires_at > now():
            return known
        said = self._decoded(token)
        while len(self._read) >= _KEPT:
            del self._read[next(iter(self._read))]
        self._read[token] = said
        return said

    def _decoded(self, token: str) -> AccessToken:
        try:
            claims = jwt.decode(
                token,
                self._key,
                algorithms=[_ALGORITHM],
                issuer=_ISSUER,
                options={"require": ["exp", "iat", "sub", "iss"], "verify_aud": False},
            )
            return msgspec.convert(
                {
                    "user_id": claims["sub"],
                    "session_id": claims["sid"],
                    "is_administrator": claims["adm"],
                    "expires_at": claims["exp"],
                },
                AccessToken,
                strict=False,
            )
        except (jwt.InvalidTokenError, KeyError, msgspec.ValidationError) as error:
            raise InvalidToken("The access token is not valid.") from error


def new_secret(length: int = 43) -> str:
    """Return an unguessable token for a URL or a header; 43 characters hold 256 bits."""
    return secrets.token_urlsafe(length)[:length]


def hash_token(token: str) -> bytes:
    """Return what is stored of an unguessable token. It has no need of a slow hash: there is nothing to guess."""
    return hashlib.sha256(token.encode()).digest()

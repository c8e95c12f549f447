"""Refresh tokens: the session they belong to, a random part, and a signature.

Because a token names its session and is signed, one that is real but no longer current is known for what it is, however
old: a copy in other hands.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import uuid

from securestack.server.kit.crypto import derive_key

_RANDOM, _SIGNATURE = 24, 16  # bytes


class RefreshTokens:
    """Makes and reads refresh tokens."""

    def __init__(self, secret_key: str) -> None:
        self._key = derive_key(secret_key, "refresh tokens")

    def make(self, session_id: uuid.UUID) -> str:
        """Return a new token for a session."""
        content = session_id.bytes + os.urandom(_RANDOM)
        return base64.urlsafe_b64encode(content + self._sign(content)).rstrip(b"=").decode()

    def session_of(self, token: str) -> uuid.UUID | None:
        """Return the session a token was made for, or None when we did not make it."""
        try:
            whole = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except (binascii.Error, ValueError):
            return None
        content, signature = whole[:-_SIGNATURE], whole[-_SIGNATURE:]
        if len(whole) != 16 + _RANDOM + _SIGNATURE or not hmac.compare_digest(signature, self._sign(content)):
            return None
        return uuid.UUID(bytes=content[:16])

    def _sign(self, content: bytes) -> bytes:
        return hmac.digest(self._key, content, hashlib.sha256)[:_SIGNATURE]

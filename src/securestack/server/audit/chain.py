"""The chain: each entry carries a keyed hash of itself and of the hash before, so that no change goes unnoticed.

The hash is an HMAC under a key derived from the platform's secret key. So whoever can only write to the database cannot
make a changed log look right, as they could with a bare hash. What no chain can show by itself is that its end was cut
off: for that one keeps the head, a position and a hash, somewhere else.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from securestack.server.kit.crypto import derive_key

BEGINNING = bytes(32)
"""What the first entry is chained to."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_encoder = msgspec.json.Encoder(order="sorted")
_NAMES = (
    "seq",
    "id",
    "actor_user_id",
    "actor_api_key_id",
    "ip",
    "user_agent",
    "request_id",
    "action",
    "object_type",
    "object_id",
    "team_id",
    "project_id",
)


class Head(msgspec.Struct, frozen=True):
    """The last entry of a chain."""

    position: int = 0
    hash: bytes = BEGINNING

    def __str__(self) -> str:
        return f"{self.position}:{self.hash.hex()}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """Return the head that was written down as `position:hash`. Raises ValueError."""
        position, separator, digest = text.strip().partition(":")
        head = cls(int(position), bytes.fromhex(digest))
        if not separator or head.position < 0 or len(head.hash) != len(BEGINNING):
            raise ValueError("a head is a position, a colon and 64 hexadecimal digits")
        return head


class Sealer:
    """Computes the hashes of entries."""

    def __init__(self, secret_key: str) -> None:
        self._key = derive_key(secret_key, "audit chain")

    def seal(self, entry: Mapping[str, Any], position: int, previous: bytes) -> bytes:
        """Return the hash of an entry, a row as it lies in the database, at its place in the chain."""
        content = [position, previous.hex(), *(entry[name] for name in _NAMES)]
        content += [
            (entry["at"] - _EPOCH) // timedelta(microseconds=1),
            _decoded(entry["before"]),
            _decoded(entry["after"]),
        ]
        return hmac.digest(self._key, _encoder.encode(content), hashlib.sha256)

    def holds(self, entry: Mapping[str, Any]) -> bool:
        """Return whether a chained entry is as it was when it was chained."""
        expected = self.seal(entry, entry["position"], entry["previous_hash"] or b"")
        return hmac.compare_digest(expected, entry["hash"] or b"")


def _decoded(value: Any) -> Any:
    # The text of a JSON column is the database's own; what it says is what counts.
    return msgspec.json.decode(value) if isinstance(value, msgspec.Raw) else value

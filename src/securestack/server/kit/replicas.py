"""How far a caller has written, so that they read their own writes although a replica lags behind.

Positions are bytes of the write-ahead log. They are kept in Valkey, where every process of the platform sees them, for
longer than a replica may lag; where Valkey does not answer, nobody can be sure, and reads go to the primary.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from redis.exceptions import RedisError

_KEPT = 120  # seconds; a replica that lags more is out of order anyway
_UNKNOWN = sys.maxsize  # beyond every replica: read from the primary


class Written:
    """The last position that each caller has written; in memory only where there is no Valkey."""

    def __init__(self, valkey: Any | None) -> None:
        self._valkey = valkey
        self._memory: dict[str, tuple[int, float]] = {}

    async def remember(self, caller: str, position: int) -> None:
        """Keep that a caller has written up to a position."""
        if len(self._memory) > 10_000:
            now = time.monotonic()
            self._memory = {name: entry for name, entry in self._memory.items() if entry[1] > now}
        self._memory[caller] = (position, time.monotonic() + _KEPT)
        if self._valkey is not None:
            try:
                await self._valkey.set(f"written:{caller}", position, ex=_KEPT)
            except (RedisError, OSError):
                return

    async def position(self, caller: str) -> int:
        """Return the last position a caller has written; 0 when it is long ago."""
        position, until = self._memory.get(caller, (0, 0.0))
        if until < time.monotonic():
            position = 0
        if self._valkey is None:
            return position
        try:
            return max(position, int(await self._valkey.get(f"written:{caller}") or 0))
        except (RedisError, OSError):
            return _UNKNOWN

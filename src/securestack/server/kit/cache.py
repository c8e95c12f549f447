"""A small cache in each process, for what is read on every request and may be seconds old."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

from securestack.server.kit.metrics import CACHE

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Cache(Generic[Key, Value]):
    """Keeps values for some seconds, the newest `size` of them at most."""

    def __init__(self, name: str, *, seconds: float, size: int = 10_000) -> None:
        self._hit = CACHE.labels(name, "hit")
        self._miss = CACHE.labels(name, "miss")
        self._seconds = seconds
        self._size = size
        self._entries: dict[Key, tuple[Value, float]] = {}

    async def get(self, key: Key, load: Callable[[], Awaitable[Value]]) -> Value:
        """Return the value, loaded where it is not here or too old."""
        found = self._entries.get(key)
        if found is not None and found[1] > time.monotonic():
            self._hit.inc()
            return found[0]
        self._miss.inc()
        value = await load()
        self.put(key, value)
        return value

    def known(self, key: Key) -> Value | None:
        """Return a value that is here and not too old, or None."""
        found = self._entries.get(key)
        if found is not None and found[1] > time.monotonic():
            self._hit.inc()
            return found[0]
        self._miss.inc()
        return None

    def put(self, key: Key, value: Value, *, seconds: float | None = None) -> None:
        """Keep a value, for another time than most where one is given."""
        self._entries.pop(key, None)
        while len(self._entries) >= self._size:
            self._entries.pop(next(iter(self._entries)))
        self._entries[key] = (value, time.monotonic() + (seconds or self._seconds))

    def forget(self, key: Key) -> None:
        """Forget a value, after it was changed."""
        self._entries.pop(key, None)

    def clear(self) -> None:
        """Forget every value."""
        self._entries.clear()

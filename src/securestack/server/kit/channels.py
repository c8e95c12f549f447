"""Messages between processes as they happen, such as the progress of a scan: over Valkey, to whoever listens now.

Nothing is kept and nothing is promised: a listener that needs the truth reads the database first and then listens.
Each process holds one connection for all its listeners. Without Valkey messages stay within the process.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator
from typing import Any

from redis.exceptions import RedisError

_WAITING = 100  # messages; a slow listener loses the oldest
_PREFIX = "channel:"


class Channels:
    """Sends to and listens on named channels."""

    def __init__(self, valkey: Any | None) -> None:
        self._valkey = valkey
        self._listeners: dict[str, set[asyncio.Queue[bytes]]] = defaultdict(set)
        self._subscription: Any = None
        self._reading: asyncio.Task[None] | None = None

    async def send(self, channel: str, message: bytes) -> None:
        """Tell whoever listens. Never fails: a message is a hint."""
        if self._valkey is None:
            self._deliver(channel, message)
            return
        with contextlib.suppress(RedisError, OSError):
            await self._valkey.publish(_PREFIX + channel, message)

    @contextlib.asynccontextmanager
    async def listen(self, channel: str) -> AsyncIterator[asyncio.Queue[bytes]]:
        """Lend a queue into which messages of a channel come from now on."""
        queue: asyncio.Queue[bytes] = asyncio.Queue(_WAITING)
        self._listeners[channel].add(queue)
        if len(self._listeners[channel]) == 1:
            await self._subscribe(channel)
        try:
            yield queue
        finally:
            self._listeners[channel].discard(queue)
            if not self._listeners[channel]:
                del self._listeners[channel]
                with contextlib.suppress(RedisError, OSError):
                    if self._subscription is not None:
                        await self._subscription.unsubscribe(_PREFIX + channel)

    async def close(self) -> None:
        """Stop listening."""
        if self._reading is not None:
            self._reading.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reading
            self._reading = None
        if self._subscription is not None:
            with contextlib.suppress(RedisError, OSError):
                await self._subscription.aclose()
            self._subscription = None

    async def _subscribe(self, channel: str) -> None:
        if self._valkey is None:
            return
        if self._subscription is None:
            self._subscription = self._valkey.pubsub()
        with contextlib.suppress(RedisError, OSError):
            await self._subscription.subscribe(_PREFIX + channel)
        if self._reading is None:
            self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        while True:
            try:
                message = await self._subscription.get_message(ignore_subscribe_messages=True, timeout=30.0)
            except (RedisError, OSError):
                await asyncio.sleep(1.0)  # the client connects and subscribes again by itself
                continue
            if message is not None:
                self._deliver(message["channel"].decode().removeprefix(_PREFIX), message["data"])
            elif not self._subscription.subscribed:
                await asyncio.sleep(0.05)

    def _deliver(self, channel: str, message: bytes) -> None:
        for queue in self._listeners.get(channel, ()):
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(message)

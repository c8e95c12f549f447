"""Rate limits: how often something may be done in a while.

Those that guard secrets (logging in) are counted in Valkey for all processes together; where Valkey does not answer,
each process counts for itself, so that a limit never opens because a part is down. The limit on all requests of a
caller is counted in each process alone: it protects the process, and must cost nothing.
"""

from __future__ import annotations

import time
from typing import Any

import msgspec
from redis.exceptions import RedisError

from securestack.server.kit.metrics import LIMITED
from securestack.server.kit.problems import Problem

_SWEEP_AT = 20_000  # entries


class Allowance(msgspec.Struct, frozen=True):
    """What is left of a limit: how many times, of how many, and the seconds until it is whole again."""

    limit: int
    remaining: int
    reset: int

    def headers(self) -> dict[str, str]:
        """Return the header fields that tell a caller."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(self.remaining, 0)),
            "RateLimit-Reset": str(self.reset),
        }


class Limiter:
    """Counts in fixed windows of time."""

    def __init__(self, valkey: Any | None) -> None:
        self._valkey = valkey
        self._counts: dict[str, tuple[int, float]] = {}  # the count, and when its window ends

    async def hit(self, limit: str, key: str, *, times: int, seconds: int) -> Allowance:
        """Count one more of `key` against a limit for all processes. Raises the problem `too-many-requests`."""
        return self._judge(limit, times, *await self._shared(f"{limit}:{key}", seconds))

    async def peek(self, limit: str, key: str, *, times: int) -> None:
        """Raise the problem `too-many-requests` where a limit is used up, without counting."""
        name = f"{limit}:{key}"
        count, until = self._counts.get(name, (0, 0.0))
        left = until - time.monotonic()
        count = count if left > 0 else 0
        if self._valkey is not None:
            try:
                found = await self._valkey.get(f"limit:{name}")
                if found is not None and int(found) > count:
                    count, left = int(found), float(await self._valkey.ttl(f"limit:{name}"))
            except (RedisError, OSError):
                pass
        if count >= times:
            self._judge(limit, times, times + 1, left)

    async def forget(self, limit: str, key: str) -> None:
        """Begin a limit anew, such as after a login that succeeded."""
        self._counts.pop(f"{limit}:{key}", None)
        if self._valkey is not None:
            try:
                await self._valkey.delete(f"limit:{limit}:{key}")
            except (RedisError, OSError):
                return

    def hit_here(self, limit: str, key: str, *, times: int, seconds: int) -> Allowance:
        """Count one more of `key` in this process alone. Raises the problem `too-many-requests`."""
        return self._judge(limit, times, *self._counted(f"{limit}:{key}", seconds))

    async def _shared(self, name: str, seconds: int) -> tuple[int, float]:
        here = self._counted(name, seconds)
        if self._valkey is None:
            return here
        try:
            async with self._valkey.pipeline(transaction=True) as pipeline:
                pipeline.set(f"limit:{name}", 0, ex=seconds, nx=True)
                pipeline.incr(f"limit:{name}")
                pipeline.ttl(f"limit:{name}")
                _, count, left = await pipeline.execute()
            return int(count), float(max(left, 1))
        except (RedisError, OSError):
            return here

    def _counted(self, name: str, seconds: int) -> tuple[int, float]:
        now = time.monotonic()
        count, until = self._counts.get(name, (0, 0.0))
        if until <= now:
            if len(self._counts) > _SWEEP_AT:
                self._counts = {key: entry for key, entry in self._counts.items() if entry[1] > now}
            count, until = 0, now + seconds
        self._counts[name] = (count + 1, until)
        return count + 1, until - now

    def _judge(self, limit: str, times: int, count: int, left: float) -> Allowance:
        allowance = Allowance(times, times - count, max(int(left + 0.999), 1))
        if count > times:
            LIMITED.labels(limit).inc()
            raise Problem(
                429,
                "too-many-requests",
                f"Too often; try again in {allowance.reset} seconds.",
                headers={**allowance.headers(), "Retry-After": str(allowance.reset)},
            )
        return allowance

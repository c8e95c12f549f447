"""Rate limits count across processes, go on counting without Valkey, and say when to try again."""

from __future__ import annotations

import asyncio
import uuid

import pytest
import redis.asyncio

from securestack.server.kit.limiter import Limiter
from securestack.server.kit.problems import Problem
from tests.server.cluster import Cluster


def _key() -> str:
    return str(uuid.uuid4())


def test_processes_count_together(cluster: Cluster) -> None:
    async def story() -> None:
        valkey = redis.asyncio.Redis.from_url(cluster.valkey.url())
        one, other, key = Limiter(valkey), Limiter(valkey), _key()
        assert (await one.hit("login", key, times=3, seconds=60)).remaining == 2
        assert (await other.hit("login", key, times=3, seconds=60)).remaining == 1
        await one.hit("login", key, times=3, seconds=60)
        with pytest.raises(Problem) as refused:
            await other.hit("login", key, times=3, seconds=60)
        assert (refused.value.status, refused.value.headers["RateLimit-Remaining"]) == (429, "0")
        assert 0 < int(refused.value.headers["Retry-After"]) <= 60
        with pytest.raises(Problem):
            await one.peek("login", key, times=3)
        await one.peek("login", _key(), times=3)
        await one.forget("login", key)
        await one.peek("login", key, times=3)
        assert (await one.hit("login", key, times=3, seconds=60)).remaining == 2
        await valkey.aclose()

    asyncio.run(story())


def test_without_valkey_a_limit_stays_closed() -> None:
    async def story() -> None:
        away = redis.asyncio.Redis.from_url("unix:///nonexistent/valkey.sock", retry=None)
        for limiter in (Limiter(away), Limiter(None)):
            key = _key()
            for _ in range(3):
                await limiter.hit("login", key, times=3, seconds=60)
            with pytest.raises(Problem):
                await limiter.peek("login", key, times=3)
            with pytest.raises(Problem):
                await limiter.hit("login", key, times=3, seconds=60)
            await limiter.forget("login", key)
            await limiter.hit("login", key, times=3, seconds=60)
        await away.aclose()

    asyncio.run(story())

"""Messages reach all who listen, in every process; streams of events are written as browsers read them."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator

import redis.asyncio
from fastapi import APIRouter
from starlette.responses import Response

from securestack.server.kit.cache import Cache
from securestack.server.kit.channels import Channels
from securestack.server.kit.sse import event_stream, event_text
from securestack.server.settings import Settings
from tests.server.cluster import Cluster
from tests.server.support import Server, serve


def test_messages_reach_listeners_of_other_processes(cluster: Cluster) -> None:
    async def story() -> None:
        clients = [redis.asyncio.Redis.from_url(cluster.valkey.url()) for _ in range(2)]
        one, other = Channels(clients[0]), Channels(clients[1])
        name = f"scan:{uuid.uuid4()}"
        async with one.listen(name) as first, one.listen(name) as second, other.listen(name) as third:
            async with asyncio.timeout(20):
                # A subscription takes effect a moment after it is asked for.
                while first.empty() or third.empty():
                    await one.send(name, b"hello")
                    await asyncio.sleep(0.01)
                await one.send(f"{name}:other", b"not for us")
                assert {await first.get(), await second.get(), await third.get()} == {b"hello"}
        async with one.listen(name) as again, asyncio.timeout(20):
            while again.empty():
                await other.send(name, b"again")
                await asyncio.sleep(0.01)
            assert await again.get() == b"again"
        for channels, client in zip((one, other), clients, strict=True):
            await channels.close()
            await client.aclose()

    asyncio.run(story())


def test_without_valkey_messages_stay_in_the_process_and_a_slow_listener_loses_the_oldest() -> None:
    async def story() -> None:
        channels = Channels(None)
        async with channels.listen("a") as queue:
            for number in range(150):
                await channels.send("a", str(number).encode())
            assert queue.qsize() == 100
            assert await queue.get() == b"50"
        await channels.send("a", b"nobody listens")
        await channels.close()

    asyncio.run(story())


def test_events_are_written_as_browsers_read_them(settings: Settings) -> None:
    router = APIRouter()

    @router.get("/stream")
    async def stream() -> Response:
        async def events() -> AsyncIterator[bytes]:
            yield event_text({"text": "two\nlines"}, event="progress", id="1")
            yield event_text([1])

        return event_stream(events())

    async def story(server: Server) -> None:
        answer = await server.get("/api/v1/stream")
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.text == 'id: 1\nevent: progress\ndata: {"text":"two\\nlines"}\n\ndata: [1]\n\n'

    serve(settings, story, router)


def test_a_cache_loads_once_forgets_and_stays_small() -> None:
    async def story() -> None:
        loads: list[int] = []
        cache: Cache[int, int] = Cache("test", seconds=60, size=3)

        async def value(key: int) -> int:
            async def load() -> int:
                loads.append(key)
                return key * 2

            return await cache.get(key, load)

        assert [await value(1), await value(1)] == [2, 2]
        assert loads == [1]
        cache.forget(1)
        await value(1)
        assert loads == [1, 1]
        for key in (2, 3, 4):
            await value(key)
        await value(1)  # was the oldest, and had to go
        assert loads == [1, 1, 2, 3, 4, 1]

    asyncio.run(story())

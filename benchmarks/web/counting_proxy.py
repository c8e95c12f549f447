"""A proxy on loopback that passes bytes on unread, and counts the requests among them.

For targets that we do not start ourselves: whatever a scanner says of itself, this is what it asked.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

_END_OF_REQUEST_LINE = b" HTTP/1.1\r\n"


@dataclass
class Proxy:
    """A proxy that runs; `requests` may be set back to 0 between two tools."""

    url: str  # the target's address, with the proxy in place of its host and port
    requests: int = 0


@contextlib.contextmanager
def counting_proxy(target: str) -> Iterator[Proxy]:
    """Run a proxy in front of a target from a thread."""
    proxy = Proxy("")
    ready = threading.Event()
    stop: list[Callable[[], object]] = []

    async def main() -> None:
        ended = asyncio.Event()
        loop = asyncio.get_running_loop()
        stop.append(lambda: loop.call_soon_threadsafe(ended.set))
        server = await asyncio.start_server(lambda *streams: _serve(target, proxy, *streams), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        proxy.url = urlsplit(target)._replace(netloc=f"127.0.0.1:{port}").geturl()
        ready.set()
        await ended.wait()
        server.close()

    thread = threading.Thread(target=lambda: asyncio.run(main()), daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield proxy
    finally:
        stop[0]()
        thread.join(10)


async def _serve(
    target: str, proxy: Proxy, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    pieces = urlsplit(target)
    try:
        target_reader, target_writer = await asyncio.open_connection(pieces.hostname, pieces.port or 80)
    except OSError:
        writer.close()
        return
    with contextlib.suppress(
        asyncio.CancelledError
    ):  # the proxy ends while a scanner still holds a connection
        await asyncio.gather(_pass_on(reader, target_writer, proxy), _pass_on(target_reader, writer, None))


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, counter: Proxy | None) -> None:
    tail = b""
    try:
        while data := await reader.read(65536):
            if counter:
                seen = tail + data
                counter.requests += seen.count(_END_OF_REQUEST_LINE)
                tail = seen[-len(_END_OF_REQUEST_LINE) + 1 :]
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()

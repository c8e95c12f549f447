"""A proxy on loopback that passes bytes on unread, and counts the requests among them.

For targets that we do not start ourselves: whatever a scanner says of itself, this is what it asked.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
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
    pieces = urlsplit(target)
    proxy = Proxy("")
    loop = asyncio.new_event_loop()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            target_reader, target_writer = await asyncio.open_connection(pieces.hostname, pieces.port or 80)
        except OSError:
            writer.close()
            return
        await asyncio.gather(
            _pass_on(reader, target_writer, proxy),
            _pass_on(target_reader, writer, None),
            return_exceptions=True,
        )

    server = loop.run_until_complete(asyncio.start_server(serve, "127.0.0.1", 0))
    port = server.sockets[0].getsockname()[1]
    proxy.url = pieces._replace(netloc=f"127.0.0.1:{port}").geturl()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


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

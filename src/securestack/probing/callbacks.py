"""A small HTTP server that learns whether a target fetched an address it was given.

Whoever fetches one of its addresses gets an opaque word back. Seeing that word in the target's answer proves that the
target not only fetched the address but used its content.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import socket
from collections.abc import Callable
from types import TracebackType
from typing import Self

import msgspec

_TOKEN = re.compile(rb"c[0-9a-f]{20}k", re.IGNORECASE)
_HEAD_LIMIT = 16 * 1024  # bytes of a request read before the connection is closed
_TIME_LIMIT = 10.0  # seconds after which a connection is closed, whatever its state
_HITS_KEPT = 20  # per address; the first one is the proof
_BACKLOG = 128


class Hit(msgspec.Struct, frozen=True):
    """One fetch of a callback address."""

    peer: str
    request_line: str
    user_agent: str


class CallbackAddress:
    """An address nobody else knows. `dtd_url` leads to the same place and answers with a document type definition.

    The definition declares the entity `securestack`, whose text is `body_token`.
    """

    def __init__(self, base_url: str) -> None:
        self.token = f"c{secrets.token_hex(10)}k"
        self.url = f"{base_url}/{self.token}"
        self.body_token = f"b{secrets.token_hex(8)}y"
        self.content: bytes | None = None  # what is answered instead of the word, where somebody sets it
        self.hits: list[Hit] = []
        self._fetched = asyncio.Event()

    @property
    def dtd_url(self) -> str:
        """The address at which the answer is a document type definition."""
        return f"{self.url}.dtd"

    async def wait(self, seconds: float) -> bool:
        """Return whether the address was fetched, waiting up to so many seconds for it."""
        if self._fetched.is_set() or seconds <= 0:
            return self._fetched.is_set()
        try:
            async with asyncio.timeout(seconds):
                await self._fetched.wait()
        except TimeoutError:
            return False
        return True

    def record(self, hit: Hit) -> None:
        """Remember a fetch and wake who waits for it."""
        if len(self.hits) < _HITS_KEPT:
            self.hits.append(hit)
        self._fetched.set()

    def answer(self, path: bytes) -> bytes:
        """Return the body for a path: one bare word, which is text, HTML and any script that does nothing."""
        if self.content is not None:
            return self.content
        if path.partition(b"?")[0].lower().endswith(b".dtd"):
            return f'<!ENTITY securestack "{self.body_token}">'.encode()
        return self.body_token.encode()


class CallbackServer:
    """Hands out callback addresses and answers them. Starts to listen when the first address is asked for.

    `public_url` is how targets reach the server when that is not the address it listens on, for example behind a
    tunnel; it ends without a slash. Opening the port raises OSError where that is not possible.
    """

    def __init__(self, *, host: str = "127.0.0.1", port: int = 0, public_url: str = "") -> None:
        self._host = host
        self._port = port
        self._public_url = public_url.rstrip("/")
        self._addresses: dict[str, CallbackAddress] = {}
        self._base_url = ""
        self._starting: asyncio.Task[asyncio.Server] | None = None
        self._connections: set[_Connection] = set()

    @property
    def listening(self) -> bool:
        """Whether an address was asked for, and the server is up."""
        return self._starting is not None

    def new(self) -> CallbackAddress:
        """Return an address that nobody has fetched yet. Raises OSError when the port cannot be opened."""
        if self._starting is None:
            self._start()
        address = CallbackAddress(self._base_url)
        self._addresses[address.token] = address
        return address

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Stop listening and drop open connections."""
        if self._starting is None:
            return
        server = await self._starting
        server.close()
        gone = [connection.drop() for connection in self._connections]
        await asyncio.gather(*gone)
        await server.wait_closed()
        self._starting = None

    def _start(self) -> None:
        # Bound here and now, so that the address is known; connections wait in the backlog for the task.
        listener = _listening_socket(self._host, self._port)
        port = listener.getsockname()[1]
        host = f"[{self._host}]" if ":" in self._host else self._host
        self._base_url = self._public_url or f"http://{host}:{port}"
        loop = asyncio.get_running_loop()
        self._starting = loop.create_task(
            loop.create_server(lambda: _Connection(self._answer, self._connections), sock=listener)
        )

    def _answer(self, head: bytes, peer: str) -> bytes:
        lines = head.split(b"\n")
        line = lines[0].strip()
        method, _, rest = line.partition(b" ")
        path = rest.partition(b" ")[0]
        found = _TOKEN.search(path)
        address = self._addresses.get(found[0].decode().lower()) if found else None
        if address is None:
            return _response(b"404 Not Found", b"")
        agents = [text for text in lines[1:] if text.lower().startswith(b"user-agent:")]
        agent = agents[0].partition(b":")[2].strip() if agents else b""
        address.record(Hit(peer, line.decode("latin-1")[:500], agent.decode("latin-1")[:200]))
        return _response(b"200 OK", address.answer(path), send_body=method.upper() != b"HEAD")


class _Connection(asyncio.Protocol):
    """One client: reads the head of one request, answers it, and takes no more than a set time."""

    def __init__(self, answer: Callable[[bytes, str], bytes], connections: set[_Connection]) -> None:
        self._answer = answer
        self._connections = connections
        self._head = b""
        self._answered = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        loop = asyncio.get_running_loop()
        self._closed = loop.create_future()
        self._deadline = loop.call_later(_TIME_LIMIT, transport.abort)
        self._connections.add(self)

    def data_received(self, data: bytes) -> None:
        if self._answered:
            return  # a body nobody wants; reading it keeps the connection from being reset under the answer
        self._head += data
        if b"\r\n\r\n" in self._head or b"\n\n" in self._head or len(self._head) >= _HEAD_LIMIT:
            self._finish()

    def eof_received(self) -> bool:
        if not self._answered:
            self._finish()
        return False

    def connection_lost(self, _error: Exception | None) -> None:
        self._deadline.cancel()
        self._connections.discard(self)
        self._closed.set_result(None)

    def drop(self) -> asyncio.Future[None]:
        """Close at once; the future is done when that has happened."""
        self._transport.abort()
        return self._closed

    def _finish(self) -> None:
        self._answered = True
        peer = self._transport.get_extra_info("peername")
        self._transport.write(self._answer(self._head, str(peer[0]) if peer else ""))
        self._transport.write_eof()


def _listening_socket(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
        listener.setblocking(False)
    except OSError:
        listener.close()
        raise
    return listener


def _response(status: bytes, body: bytes, *, send_body: bool = True) -> bytes:
    head = b"HTTP/1.1 %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
    return head % (status, len(body)) + (body if send_body else b"")

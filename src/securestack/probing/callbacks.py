"""A small HTTP server that learns whether a target fetched an address it was given.

Whoever fetches one of its addresses gets an opaque word back. Seeing that word in the target's answer proves that the
target not only fetched the address but used its content.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import socket
from types import TracebackType
from typing import Self

import msgspec

_TOKEN = re.compile(rb"c[0-9a-f]{20}k", re.IGNORECASE)
_HEAD_LIMIT = 16 * 1024  # bytes of a request read before the connection is closed
_READ_TIME = 10.0  # seconds a client gets to send its request
_HITS_KEPT = 20  # per address; the first one is the proof
_BACKLOG = 128
_ACCEPT_PAUSE = 0.1  # seconds to wait when no connection can be accepted


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
        self._socket: socket.socket | None = None
        self._serving: asyncio.Task[None] | None = None
        self._connections: set[asyncio.Task[None]] = set()

    @property
    def listening(self) -> bool:
        """Whether an address was asked for, and the server is up."""
        return self._socket is not None

    def new(self) -> CallbackAddress:
        """Return an address that nobody has fetched yet. Raises OSError when the port cannot be opened."""
        address = CallbackAddress(self._base_url())
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
        tasks = [*self._connections, *([self._serving] if self._serving else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._socket is not None:
            self._socket.close()
        self._socket = self._serving = None

    def _base_url(self) -> str:
        if self._socket is None:
            # Bound here and now: connections wait in the backlog until the task below accepts them.
            self._socket = _listening_socket(self._host, self._port)
            self._serving = asyncio.get_running_loop().create_task(self._serve(self._socket))
        if self._public_url:
            return self._public_url
        port = self._socket.getsockname()[1]
        return f"http://[{self._host}]:{port}" if ":" in self._host else f"http://{self._host}:{port}"

    async def _serve(self, listener: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, peer = await loop.sock_accept(listener)
            except OSError:  # out of file handles, or the client went away in the backlog
                await asyncio.sleep(_ACCEPT_PAUSE)
                continue
            task = loop.create_task(self._talk(connection, str(peer[0])))
            self._connections.add(task)
            task.add_done_callback(self._connections.discard)

    async def _talk(self, connection: socket.socket, peer: str) -> None:
        loop = asyncio.get_running_loop()
        with connection:
            connection.setblocking(False)
            try:
                async with asyncio.timeout(_READ_TIME):
                    head = b""
                    while b"\r\n\r\n" not in head and b"\n\n" not in head and len(head) < _HEAD_LIMIT:
                        piece = await loop.sock_recv(connection, 4096)
                        if not piece:
                            break
                        head += piece
                    await loop.sock_sendall(connection, self._answer(head, peer))
                    # Closing with unread bytes would reset the connection before the client has read the answer.
                    connection.shutdown(socket.SHUT_WR)
                    while await loop.sock_recv(connection, 4096):
                        pass
            except (OSError, TimeoutError):
                return

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
        body = address.answer(path)
        return _response(b"200 OK", body, send_body=method.upper() != b"HEAD")


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

"""How patient the server is with a connection: heads of requests that are endless, slow or no HTTP end it.

uvicorn itself waits for ever for the head of a request and keeps any number of header fields, so that a few clients that
send a byte now and then could take all connections (CWE-400). Bodies are the business of `kit.frame`.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from securestack.server.kit.problems import MEDIA_TYPE, Problem

HEAD_SECONDS = 30.0
"""How long the head of a request may take, and how long a new connection may send nothing."""
HEAD_BYTES = 64 * 1024
"""How large the address and the header fields of a request may be together, unless they come in one piece."""

_MALFORMED = Problem(400, "bad-request", "This is not an HTTP request.")
_TOO_LONG = Problem(431, "head-too-large", f"The header fields are larger than {HEAD_BYTES:,} bytes.")
_TOO_SLOW = Problem(408, "too-slow", f"The request did not come within {HEAD_SECONDS:.0f} seconds.")


class Connection(HttpToolsProtocol):
    """One connection of a client."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._head_timer: asyncio.TimerHandle | None = None
        self._head_bytes = 0
        self._in_head = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self._wait_no_more)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._forget_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came. A head that came in one piece, as nearly all do, needs no timer."""
        super().data_received(data)
        if not self._in_head or self.transport.is_closing():
            return
        self._head_bytes += len(data)
        if self._head_bytes > HEAD_BYTES:
            self._refuse(_TOO_LONG)
        elif self._head_timer is None:
            self._head_timer = self.loop.call_later(HEAD_SECONDS, self._wait_no_more)

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        self._in_head, self._head_bytes = True, 0

    def on_headers_complete(self) -> None:
        """Begin to answer."""
        self._in_head = False
        self._forget_timer()
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002
        """Answer what is no HTTP, and end the connection."""
        self._refuse(_MALFORMED)

    def _wait_no_more(self) -> None:
        self._head_timer = None
        if self._in_head:
            self._refuse(_TOO_SLOW)
        else:
            self.transport.close()

    def _forget_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _refuse(self, problem: Problem) -> None:
        self._forget_timer()
        self._in_head = False
        if self.transport.is_closing():
            return
        answering = self.cycle is not None and not self.cycle.response_complete
        if not answering:  # what is said now would land in the middle of the answer before
            response = problem.response()
            head = f"HTTP/1.1 {problem.status} {problem.title}\r\ncontent-type: {MEDIA_TYPE}\r\n"
            head += f"content-length: {len(response.body)}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n"
            self.transport.write(head.encode() + bytes(response.body))
        self.transport.close()

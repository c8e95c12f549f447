"""How requests reach the network: the boundary that a fake or a recording can stand in for."""

from __future__ import annotations

import asyncio
import base64
import contextvars
import io
import re
import time
from typing import Protocol
from urllib.parse import unquote

import aiohttp
from aiohttp.client_reqrep import ClientRequest
from aiohttp.connector import Connection
from aiohttp.tracing import Trace
from yarl import URL

from securestack.net import content_encoding
from securestack.net.connection_errors import explain
from securestack.net.errors import AnswerTimeout, NetError
from securestack.net.guard import AddressGuard, GuardedResolver
from securestack.net.message import Request, Response
from securestack.net.url import parse

MAX_BODY = 2 * 2**20  # bytes of a decoded body kept by default

_HEADER_LIMIT = (
    64 * 2**10
)  # bytes of one header line; policies and cookies of real sites pass the usual 8 KiB
_LARGE_BODY = 2**20  # bytes from which aiohttp wants a file to read from
_WRITTEN_ORIGIN = re.compile(r"[^:/?#]*://[^/?#\\]*")
_ONLY_WHAT_IS_ASKED = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")
_NO_TIMERS = aiohttp.ClientTimeout(total=None, sock_connect=None)  # one timer of our own is cheaper than four

# When the request of this task got its connection, and whether that had served an earlier one.
_connected: contextvars.ContextVar[tuple[float, bool]] = contextvars.ContextVar("connected")


class Transport(Protocol):
    """Sends one request and returns its answer, without redirects, cookies or retries."""

    async def fetch(self, request: Request, *, timeout: float, max_body: int = MAX_BODY) -> Response:
        """Return the answer to a request, after at most `timeout` seconds, with at most `max_body` bytes of body.

        Raises a NetError whose message is one sentence for a person.
        """
        ...

    async def close(self) -> None:
        """Close all connections."""
        ...


class AiohttpTransport:
    """The transport of real scans, on aiohttp: keep-alive, nothing added to what the request says but `Host`.

    `proxy` is the URL of an HTTP proxy. With `verify_tls=False` any certificate is accepted. A `guard` judges every
    address before it is connected to; with a proxy, which resolves names itself, there can be none. Environment
    variables are not read.
    """

    def __init__(
        self,
        *,
        verify_tls: bool = True,
        proxy: str | None = None,
        max_connections: int = 100,
        guard: AddressGuard | None = None,
    ) -> None:
        if guard is not None and proxy is not None:
            raise ValueError("A proxy connects where the guard cannot see it.")
        self._guard = guard
        self._verify_tls = verify_tls
        self._proxy = proxy
        self._max_connections = max_connections
        self._session: aiohttp.ClientSession | None = None
        self._origins: dict[str, tuple[str, str]] = {}  # as written: as asked, user name

    async def fetch(self, request: Request, *, timeout: float, max_body: int = MAX_BODY) -> Response:
        """Return the answer to a request; see `Transport.fetch`.

        An answer that breaks off, runs into the time-out or passes the limit after its headers came is returned as far
        as it came, with `truncated` set.
        """
        session = self._session or self._open()
        address, userinfo = self._address(request.url)
        headers = request.headers
        if userinfo and request.header("authorization") is None:
            headers = (*headers, ("Authorization", _basic(userinfo)))
        answer: aiohttp.ClientResponse | None = None
        started = time.perf_counter()
        _connected.set((started, False))
        began = started
        body = bytearray()
        complete = False
        try:
            async with asyncio.timeout(timeout):
                answer = await session.request(
                    request.method,
                    address,
                    headers=headers,
                    data=_payload(request.body),
                    allow_redirects=False,
                    proxy=self._proxy,
                )
                began = time.perf_counter()
                complete = await _read(answer, body, max_body)
        except TimeoutError:
            if answer is None:
                raise AnswerTimeout(
                    f"{_host(request.url)} did not answer within {timeout:g} seconds; it may be overloaded or hang."
                ) from None
        except aiohttp.ClientPayloadError:
            pass
        except (aiohttp.ClientError, OSError, ValueError) as error:
            if answer is None:
                reused = _connected.get()[1]
                raise explain(error, _host(request.url), reused=reused) from error
        finally:
            if answer is not None and not complete:
                answer.close()
        assert answer is not None
        return self._response(request, answer, bytes(body), complete, began, max_body)

    def _response(
        self,
        request: Request,
        answer: aiohttp.ClientResponse,
        body: bytes,
        complete: bool,
        began: float,
        max_body: int,
    ) -> Response:
        sent = _connected.get()[0]
        more = False
        if body and (coding := answer.headers.get("Content-Encoding")):
            body, more = content_encoding.decode(body, coding, max_body)
        return Response(
            answer.status,
            [(name.decode("latin-1"), _text(value)) for name, value in answer.raw_headers],
            body[:max_body],
            url=request.url,
            reason=_text((answer.reason or "").encode("utf-8", "surrogateescape")),
            elapsed=began - sent,
            duration=time.perf_counter() - sent,
            truncated=more or not complete or len(body) > max_body,
        )

    async def close(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        connector = _Connector(
            limit=self._max_connections,
            ssl=self._verify_tls,
            ttl_dns_cache=300,
            keepalive_timeout=10,
            resolver=None if self._guard is None else GuardedResolver(self._guard),
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=_NO_TIMERS,
            auto_decompress=False,
            trust_env=False,
            skip_auto_headers=_ONLY_WHAT_IS_ASKED,
            max_line_size=_HEADER_LIMIT,
            max_field_size=_HEADER_LIMIT,
        )
        # aiohttp would send some requests a second time by itself, unseen by budgets and pacing.
        self._session._retry_connection = False
        return self._session

    def _address(self, url: str) -> tuple[URL, str]:
        """Return a URL whose host is the one our own parser reads, path and query untouched, and its user name.

        Two parsers that disagree on where the host ends would undo the scope.
        """
        found = _WRITTEN_ORIGIN.match(url)
        written = found[0] if found else url
        known = self._origins.get(written)
        if known is None:
            parts = parse(written)
            if parts is None:
                raise NetError(f"{url} is not a web address, so nothing was sent.")
            if self._guard is not None:
                self._guard.check(parts.host, parts.port)  # no resolver is asked about an address
            if len(self._origins) > 1000:
                self._origins.clear()
            known = self._origins[written] = (parts.origin, parts.userinfo)
        return URL(known[0] + url[len(written) :], encoded=True), known[1]


class _Connector(aiohttp.TCPConnector):
    """Notes when a request got its connection: waiting for one is no part of the server's time to answer."""

    async def connect(
        self, req: ClientRequest, traces: list[Trace], timeout: aiohttp.ClientTimeout
    ) -> Connection:
        connection = await super().connect(req, traces, timeout)
        protocol = connection.protocol
        _connected.set((time.perf_counter(), getattr(protocol, "served", False)))
        protocol.served = True  # type: ignore[union-attr]
        return connection


async def _read(answer: aiohttp.ClientResponse, body: bytearray, limit: int) -> bool:
    """Read a body as it is on the wire; return whether it ended before it passed the limit."""
    content = answer.content
    while chunk := await content.readany():
        body += chunk
        if len(body) > limit:
            return False
    return True


def _payload(body: bytes) -> bytes | io.BytesIO | None:
    return (body if len(body) < _LARGE_BODY else io.BytesIO(body)) if body else None


def _basic(userinfo: str) -> str:
    return "Basic " + base64.b64encode(unquote(userinfo).encode("utf-8", "replace")).decode("ascii")


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")


def _host(url: str) -> str:
    parts = parse(url)
    return url if parts is None else parts.origin.partition("://")[2]

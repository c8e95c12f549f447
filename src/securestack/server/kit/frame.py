"""The frame around every request: its id, its time, its line in the log, and the headers each answer carries.

One plain ASGI layer instead of five: each layer costs every request, and these belong together.
"""

from __future__ import annotations

import asyncio
import functools
import re
import time
from collections.abc import Callable
from typing import Any

import structlog
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from securestack.server.kit.database_errors import Meaning, meaning
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.metrics import REQUEST_SECONDS, REQUESTS, REQUESTS_RUNNING
from securestack.server.kit.problems import Problem
from securestack.server.settings import Settings

_log = structlog.get_logger()
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,100}")
_BODY_SECONDS = 30.0
_SLOWEST = 100_000  # bytes a second
_QUIET = frozenset({"/health/live", "/health/ready", "/metrics"})

BodyLimit = Callable[[str, str], int]
"""How many bytes the body of a request may have, by its method and path."""


class RequestFrame:
    """Wraps an application; outermost, so that nothing leaves without these headers."""

    def __init__(self, app: ASGIApp, *, settings: Settings, body_limit: BodyLimit) -> None:
        self._app = app
        self._debug = settings.debug
        self._body_limit = body_limit
        self._headers = _security_headers(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await _Framed(self._app, self._headers, self._body_limit, self._debug, scope, receive, send).run()


class _Framed:
    """One request on its way."""

    def __init__(
        self,
        app: ASGIApp,
        headers: list[tuple[bytes, bytes]],
        body_limit: BodyLimit,
        debug: bool,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        self._app = app
        self._headers = headers
        self._debug = debug
        self._scope = scope
        self._receive_outer = receive
        self._send_outer = send
        self._started = time.perf_counter()
        self._status = 0
        self._received = 0
        self._body_came = False
        self._limit = body_limit(scope["method"], scope["path"])
        self._id = _request_id(scope)
        scope["request_id"] = self._id

    async def run(self) -> None:
        """Answer, and tell of it."""
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=self._id)
        REQUESTS_RUNNING.inc()
        try:
            if self._declared_length() > self._limit:
                await self._answer(_too_large(self._limit))
            else:
                await self._app(self._scope, self._receive, self._send)
        except Exception as error:
            await self._failed(error)
        finally:
            REQUESTS_RUNNING.dec()
            self._tell()

    def _declared_length(self) -> int:
        for name, value in self._scope["headers"]:
            if name == b"content-length":
                return int(value) if value.isdigit() else 0
        return 0

    async def _receive(self) -> Message:
        message = await (self._receive_outer() if self._body_came else self._receive_in_time())
        if message["type"] == "http.request":
            self._body_came = not message.get("more_body", False)
            self._received += len(message.get("body", b""))
            if self._received > self._limit:
                # This kind of exception passes through the framework's reading of bodies unchanged.
                raise HTTPException(413, _too_large(self._limit).detail, {"Connection": "close"})
        return message

    async def _receive_in_time(self) -> Message:
        # Who sends a byte now and then must not keep a request, and its transaction, for ever.
        seconds = _BODY_SECONDS + self._limit / _SLOWEST - (time.perf_counter() - self._started)
        try:
            async with asyncio.timeout(seconds):
                return await self._receive_outer()
        except TimeoutError:
            raise HTTPException(
                408, "The body of the request did not come in time", {"Connection": "close"}
            ) from None

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = list(message["headers"])
            present = {name for name, _ in headers}
            headers += [pair for pair in self._headers if pair[0] not in present]
            allowance = self._scope.get("allowance")
            if allowance is not None and b"ratelimit-limit" not in present:
                headers += [
                    (name.lower().encode(), value.encode()) for name, value in allowance.headers().items()
                ]
            headers.append((b"x-request-id", self._id.encode()))
            message = {**message, "headers": headers}
        await self._send_outer(message)

    async def _failed(self, error: Exception) -> None:
        means = meaning(error)
        if means is None:
            _log.error("unexpected error", error=type(error).__name__, exc_info=error)
            problem = self._unexpected(error)
        else:
            _log.warning(
                "refused by the database",
                means=means.name.lower(),
                error=type(error.__cause__ or error).__name__,
            )
            problem = _REFUSED[means]
        if self._status == 0:
            await self._answer(problem)

    def _unexpected(self, error: Exception) -> Problem:
        detail = "Something went wrong on the server; the request id names it in the log."
        return Problem(
            500,
            "internal-error",
            f"{type(error).__name__}: {error}" if self._debug else detail,
            extra={"request_id": self._id},
        )

    async def _answer(self, problem: Problem) -> None:
        await problem.response()(self._scope, self._receive_outer, self._send)

    def _tell(self) -> None:
        seconds = time.perf_counter() - self._started
        method, route = self._scope["method"], route_template(self._scope)
        method = method if method in _METHODS else "OTHER"
        count, duration = _measures(method, route, self._status)
        count.inc()
        duration.observe(seconds)
        path = self._scope["path"]
        if path in _QUIET:
            return
        caller = self._scope.get("caller")
        _log.info(
            "request",
            method=method,
            path=path,
            route=route,
            status=self._status,
            milliseconds=round(seconds * 1000, 2),
            user_id=str(caller.user_id) if caller is not None and caller.user_id else None,
            ip=self._scope["client"][0] if self._scope.get("client") else None,
        )


_REFUSED = {
    Meaning.UNAVAILABLE: Problem(
        503, "unavailable", "The database does not answer; try again shortly.", headers={"Retry-After": "2"}
    ),
    Meaning.FULL: Problem(
        503,
        "storage-full",
        "The disk of the database is full, so nothing was written; try again when there is room.",
        headers={"Retry-After": "60"},
    ),
    Meaning.UNSTORABLE: Problem(
        422, "invalid-request", "The request holds a value that cannot be stored.", extra={"faults": []}
    ),
    Meaning.CONTRADICTION: Problem(
        409,
        "conflict",
        "This contradicts what was written at the same time; read it again, and repeat your change.",
    ),
}
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def route_template(scope: Scope) -> str:
    """Return the template of the route that answered, such as `/api/v1/projects/{project_id}`, or `none`."""
    # The route itself knows only its path within its router; the framework keeps the whole beside it.
    context = scope.get("fastapi", {}).get("effective_route_context") or scope.get("route")
    return getattr(context, "path", None) or "none"


@functools.cache  # of a small, known set
def _measures(method: str, route: str, status: int) -> tuple[Any, Any]:
    return REQUESTS.labels(method, route, str(status)), REQUEST_SECONDS.labels(method, route)


def _request_id(scope: Scope) -> str:
    sent = Headers(scope=scope).get("x-request-id", "")
    return sent if _REQUEST_ID.fullmatch(sent) else str(new_id())


def _too_large(limit: int) -> Problem:
    return Problem(
        413, "too-large", f"The body is larger than {limit:,} bytes.", headers={"Connection": "close"}
    )


def _security_headers(settings: Settings) -> list[tuple[bytes, bytes]]:
    headers: dict[str, Any] = {
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        "referrer-policy": "no-referrer",
        "x-frame-options": "DENY",
        "cross-origin-resource-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
    }
    if settings.public_url.startswith("https://"):
        headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"
    return [(name.encode(), value.encode()) for name, value in headers.items()]

"""A transport that answers from a function: for tests, instead of mocks."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable

from securestack.net.message import Request, Response
from securestack.net.transport import MAX_BODY

Handler = Callable[[Request], Response | Awaitable[Response]]


class FakeTransport:
    """Answers each request with what a function returns, or raises what it raises; keeps what was asked."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self.requests: list[Request] = []
        self.timeouts: list[float] = []
        self.closed = False

    async def fetch(self, request: Request, *, timeout: float, max_body: int = MAX_BODY) -> Response:
        """Return the function's answer, its body cut to the limit and its URL filled in."""
        self.requests.append(request)
        self.timeouts.append(timeout)
        answer = self._handler(request)
        response = await answer if inspect.isawaitable(answer) else answer
        response.url = response.url or request.url
        if len(response.body) > max_body:
            response.body, response.truncated = response.body[:max_body], True
        return response

    async def close(self) -> None:
        """Note that it was closed."""
        self.closed = True

"""The one HTTP client of all scanners: in scope, at the host's pace, within the budget, and on the record."""

from __future__ import annotations

import contextvars
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Protocol

import securestack
from securestack.core.budget import Budget
from securestack.net import content_encoding
from securestack.net.errors import (
    AnswerTimeout,
    BadAnswer,
    BrokenConnection,
    CannotConnect,
    OutOfScope,
    TlsError,
)
from securestack.net.message import Exchange, Request, Response
from securestack.net.pacing import LONGEST_PAUSE, Pacing, retry_after_seconds
from securestack.net.redirects import next_request
from securestack.net.scope import Scope
from securestack.net.transport import MAX_BODY, AiohttpTransport, Transport
from securestack.net.url import parse

USER_AGENT = f"Mozilla/5.0 (compatible; SecureStack/{securestack.__version__}; WebSecPen)"
ACCEPT = "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8"

_MOST_RETRIES = 3  # times a request is sent again because the host said "later"
_RECENT = 10.0  # seconds that `requests_per_second` looks back


_refusals_are_answers: contextvars.ContextVar[bool] = contextvars.ContextVar("refusals", default=False)


@contextmanager
def taking_refusals() -> Iterator[None]:
    """While it lasts, 429 and 503 are answers like any other to this task: nothing is sent again, no pause is kept."""
    token = _refusals_are_answers.set(True)
    try:
        yield
    finally:
        _refusals_are_answers.reset(token)


class Recorder(Protocol):
    """Whoever keeps what was asked and answered."""

    def record(self, exchange: Exchange) -> None:
        """Keep one exchange."""
        ...


class HttpClient:
    """Sends requests for a scan. Use it as an async context manager; any number of tasks may send at once.

    `headers` go with every request that does not set them itself; `timeout` is in seconds. It follows no redirects and
    keeps no cookies by itself: sessions do.
    """

    def __init__(
        self,
        scope: Scope,
        budget: Budget,
        *,
        transport: Transport | None = None,
        pacing: Pacing | None = None,
        recorder: Recorder | None = None,
        headers: Iterable[tuple[str, str]] = (),
        user_agent: str = USER_AGENT,
        timeout: float = 20.0,
        max_body: int = MAX_BODY,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.scope = scope
        self.budget = budget
        self.requests_sent = 0
        self.consecutive_failures = 0  # requests in a row that brought no answer, over all hosts
        self._transport = transport or AiohttpTransport()
        self._pacing = pacing or Pacing(clock=clock)
        self._recorder = recorder
        self._timeout = timeout
        self._max_body = max_body
        self._clock = clock
        self._sent_at: deque[float] = deque(maxlen=1000)
        self._defaults = _defaults(headers, user_agent)

    async def __aenter__(self) -> HttpClient:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections."""
        await self._transport.close()

    @property
    def requests_per_second(self) -> float:
        """Requests sent a second, over the last ten seconds."""
        now = self._clock()
        while self._sent_at and self._sent_at[0] < now - _RECENT:
            self._sent_at.popleft()
        if not self._sent_at:
            return 0.0
        return len(self._sent_at) / max(now - self._sent_at[0], 0.1)

    async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
        """Send a request and return it, as it went out, with its answer. `timeout` is in seconds.

        A host that answers 429, or 503 with Retry-After, is asked again a few times after the pause it wants; a
        connection that turns out to be closed is replaced once.

        Raises OutOfScope before anything is sent, another NetError when no answer came, and BudgetExhausted when no
        request or no time is left.
        """
        if reason := self.scope.reason(request.url):
            raise OutOfScope(f"{request.url} was not asked: {reason}.")
        request = self._with_defaults(request)
        retries = 0
        while True:
            exchange, pause = await self._send_once(request, timeout or self._timeout)
            if pause is None or retries >= _MOST_RETRIES or not self._has_time_for(pause):
                return exchange
            retries += 1  # the pacing holds it back until the pause is over

    async def follow(self, request: Request, *, max_redirects: int = 10) -> list[Exchange]:
        """Send a request and follow redirects inside the scope; return every exchange in order.

        It ends at the first answer that is no redirect, leads out of the scope or back to what was asked before, or
        after `max_redirects` hops. Raises as `send` does.
        """
        exchanges = [await self.send(request)]
        seen = {(request.method, request.url)}
        for _ in range(max_redirects):
            following = next_request(exchanges[-1])
            if following is None or not self.scope.allows(following.url):
                break
            if (following.method, following.url) in seen:
                break
            seen.add((following.method, following.url))
            exchanges.append(await self.send(following))
        return exchanges

    async def _send_once(self, request: Request, timeout: float) -> tuple[Exchange, float | None]:
        """Return the exchange, and how long to pause before the same request may be sent again, if it should be."""
        parts = parse(request.url)
        assert parts is not None, "the scope let it pass"
        host = parts.origin
        self.budget.check()
        started = await self._pacing.start(host, patience=self.budget.remaining_seconds)
        told = False
        try:
            response = await self._fetch(request, timeout)
            told = True
            if not _refusals_are_answers.get() and (wait := _asked_to_wait(response)) is not None:
                pause = self._pacing.refused(host, started, wait[0])
            else:
                pause = None
                self._pacing.answered(host, started, response.elapsed, f"{request.method} {parts.path}")
        except AnswerTimeout:
            told = True
            self._pacing.timed_out(host, started)
            self.budget.check()  # the time-out may have been cut short by the end of the scan
            raise
        finally:
            if not told:
                self._pacing.abandoned(host)
        exchange = Exchange(request, response)
        if self._recorder is not None:
            self._recorder.record(exchange)
        return exchange, pause

    async def _fetch(self, request: Request, timeout: float) -> Response:
        try:
            try:
                response = await self._spend_and_fetch(request, timeout)
            except BrokenConnection as error:
                if not error.reused:
                    raise
                response = await self._spend_and_fetch(request, timeout)
        except (CannotConnect, TlsError, AnswerTimeout, BadAnswer):
            self.consecutive_failures += 1
            raise
        self.consecutive_failures = 0
        return response

    async def _spend_and_fetch(self, request: Request, timeout: float) -> Response:
        self.budget.spend()
        self.requests_sent += 1
        self._sent_at.append(self._clock())
        remaining = self.budget.remaining_seconds
        if remaining is not None:
            timeout = min(timeout, remaining)
        return await self._transport.fetch(request, timeout=timeout, max_body=self._max_body)

    def _with_defaults(self, request: Request) -> Request:
        own = {name.lower() for name, _ in request.headers}
        added = tuple(pair for name, pair in self._defaults if name not in own)
        return Request(request.method, request.url, added + request.headers, request.body)

    def _has_time_for(self, pause: float) -> bool:
        remaining = self.budget.remaining_seconds
        return remaining is None or remaining > pause


def _defaults(headers: Iterable[tuple[str, str]], user_agent: str) -> tuple[tuple[str, tuple[str, str]], ...]:
    given = tuple(headers)
    names = {name.lower() for name, _ in given}
    usual = (("User-Agent", user_agent), ("Accept", ACCEPT), ("Accept-Encoding", content_encoding.ACCEPTED))
    kept = tuple(pair for pair in usual if pair[0].lower() not in names)
    return tuple((name.lower(), (name, value)) for name, value in kept + given)


def _asked_to_wait(response: Response) -> tuple[float | None] | None:
    """Return a pair of brackets around the seconds a host asks to wait, None in them where it names none.

    A 503 without Retry-After is an ordinary broken page: probes cause many, and waiting for each would stop the scan.
    """
    if response.status not in (429, 503):
        return None
    header = response.header("retry-after")
    seconds = None if header is None else retry_after_seconds(header)
    if response.status == 503 and seconds is None:
        return None
    return (None if seconds is None else min(seconds, LONGEST_PAUSE),)

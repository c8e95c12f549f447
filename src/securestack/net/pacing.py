"""How many requests a host gets at once: more while it keeps up, fewer when it slows down or says so.

`Pace` decides and never waits: it is told what happened and when, and answers what may happen next. `Pacing` is the thin
part that makes tasks wait for it. Growth and back-off follow the pattern of TCP's congestion control (RFC 5681), with
the answer time in the place of lost packets.
"""

from __future__ import annotations

import asyncio
import email.utils
import statistics
import time
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

MAX_CONCURRENCY = 20  # requests at once to one host, unless told otherwise
LONGEST_PAUSE = 30.0  # seconds; a server may ask for more, a scan cannot wait longer

_START = 4  # requests at once before anything is known of a host
_WINDOW = 8  # answers that are looked at together, at least
_STEADY_RATIO, _STEADY_EXCESS = (
    1.5,
    0.010,
)  # below either, the server keeps up: times the baseline, seconds above it
_SLOW_RATIO, _SLOW_EXCESS = 2.0, 0.025  # above both, it does not
_SLOWED, _REFUSED = (
    0.7,
    0.5,
)  # what is left of the limit after slow answers, and after a refusal or a time-out
_MEMORY = (
    60.0  # seconds in which a baseline gives in to slower answers; a whole burst of them changes it little
)
_MOST_BASELINES = 4096


class Pace:
    """The limit of one host. Times are seconds of any clock that only rises."""

    def __init__(
        self, *, max_concurrency: int = MAX_CONCURRENCY, requests_per_second: float | None = None
    ) -> None:
        self.max_concurrency = max(1, max_concurrency)
        self.limit = min(_START, self.max_concurrency)
        self.in_flight = 0
        self._interval = 1 / requests_per_second if requests_per_second else 0.0
        self._not_before = float("-inf")
        self._doubling = True
        self._changed = float("-inf")  # when the limit last fell; what was sent before says nothing about it
        self._was_full = False
        self._baselines: dict[
            str, tuple[float, float]
        ] = {}  # of each page: best latency, when it was last asked
        self._typical: tuple[float, float] | None = None  # the same for pages seen the first time
        self._first: list[float] = []
        self._window: list[tuple[float, float]] = []
        self._refusals = 0

    def delay(self, now: float) -> float | None:
        """Return how many seconds to wait before the next request: 0.0 to start, None until another one ends."""
        if self._not_before > now:
            return self._not_before - now
        return 0.0 if self.in_flight < self.limit else None

    def started(self, now: float) -> None:
        """Tell that a request starts."""
        self.in_flight += 1
        if self.in_flight >= self.limit:
            self._was_full = True
        if self._interval:
            self._not_before = max(now, self._not_before) + self._interval

    def abandoned(self) -> None:
        """Tell that a request ended without saying anything about the host."""
        self.in_flight -= 1

    def answered(self, now: float, *, started: float, latency: float, page: str = "") -> None:
        """Tell that an answer came after `latency` seconds. Answers of one `page` are compared with each other."""
        self.in_flight -= 1
        self._refusals = 0
        baseline = self._baseline(now, page, latency)
        if started < self._changed:
            return
        self._window.append((latency / max(baseline, 1e-6), latency - baseline))
        if len(self._window) >= max(_WINDOW, self.limit):
            self._decide(now)

    def timed_out(self, now: float, *, started: float) -> None:
        """Tell that no answer came in time."""
        self.in_flight -= 1
        self._shrink(now, started, _REFUSED)

    def refused(self, now: float, *, started: float, retry_after: float | None = None) -> float:
        """Tell that the host asked for fewer requests (429, 503); return the seconds until it is asked again."""
        self.in_flight -= 1
        if started >= self._changed:
            self._refusals += 1
        self._shrink(now, started, _REFUSED)
        pause = 2.0 ** min(self._refusals - 1, 5) if retry_after is None else retry_after
        pause = min(max(pause, 0.0), LONGEST_PAUSE)
        self._not_before = max(self._not_before, now + pause)
        return self._not_before - now

    def _baseline(self, now: float, page: str, latency: float) -> float:
        """Return what an answer is compared with: the best of its page, or what is usual for a page never seen."""
        known = self._baselines.get(page)
        if known is not None:
            best = min(known[0], latency)
            self._baselines[page] = (_drift((best, known[1]), latency, now), now)
            return best
        if len(self._baselines) >= _MOST_BASELINES:
            self._baselines.clear()
        self._baselines[page] = (latency, now)
        if self._typical is not None:
            usual = self._typical[0]
            self._typical = (_drift(self._typical, latency, now), now)
            return usual
        self._first.append(latency)
        if len(self._first) >= _WINDOW:
            self._typical = (statistics.median(self._first), now)
        return latency

    def _decide(self, now: float) -> None:
        ratio = statistics.median(ratio for ratio, _ in self._window)
        excess = statistics.median(excess for _, excess in self._window)
        full, self._was_full = self._was_full, self.in_flight >= self.limit
        self._window.clear()
        if ratio > _SLOW_RATIO and excess > _SLOW_EXCESS:
            self._shrink(now, now, _SLOWED)
        elif full and (ratio <= _STEADY_RATIO or excess <= _STEADY_EXCESS):
            grown = self.limit * 2 if self._doubling else self.limit + 1
            self.limit = min(grown, self.max_concurrency)

    def _shrink(self, now: float, started: float, factor: float) -> None:
        # Requests sent together fail together: that is one sign, not many.
        if started < self._changed:
            return
        self.limit = max(1, int(self.limit * factor))
        self._doubling = False
        self._changed = now
        self._window.clear()


def _drift(known: tuple[float, float], latency: float, now: float) -> float:
    """Return a latency moved towards a new one, the further the longer ago it was known."""
    value, since = known
    return value + (latency - value) * min(max(now - since, 0.0) / _MEMORY, 1.0)


class Pacing:
    """Makes requests wait for the pace of their host. All hosts have the same options."""

    def __init__(
        self,
        *,
        max_concurrency: int = MAX_CONCURRENCY,
        requests_per_second: float | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._options = (max_concurrency, requests_per_second)
        self._clock = clock
        self._sleep = sleep
        self._paces: dict[str, Pace] = {}
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    def pace(self, host: str) -> Pace:
        """Return the pace of a host."""
        pace = self._paces.get(host)
        if pace is None:
            most, rate = self._options
            pace = self._paces[host] = Pace(max_concurrency=most, requests_per_second=rate)
            self._waiting[host] = deque()
        return pace

    async def start(self, host: str, *, patience: float | None = None) -> float:
        """Wait until a request to a host may start; return when that was. Follow with exactly one of the others.

        A pause that the host asked for is cut to `patience` seconds, where they are given.
        """
        pace = self.pace(host)
        while True:
            now = self._clock()
            delay = pace.delay(now)
            if patience is not None and delay is not None and delay > patience:
                await self._sleep(patience)
                now, delay = self._clock(), 0.0
            if delay == 0.0:
                pace.started(now)
                return now
            if delay is None:
                await self._turn(host)
            else:
                await self._sleep(delay)

    def answered(self, host: str, started: float, latency: float, page: str = "") -> None:
        """Tell that an answer came."""
        self.pace(host).answered(self._clock(), started=started, latency=latency, page=page)
        self._wake(host)

    def timed_out(self, host: str, started: float) -> None:
        """Tell that no answer came in time."""
        self.pace(host).timed_out(self._clock(), started=started)
        self._wake(host)

    def refused(self, host: str, started: float, retry_after: float | None = None) -> float:
        """Tell that the host asked for fewer requests; return the seconds until it is asked again."""
        pause = self.pace(host).refused(self._clock(), started=started, retry_after=retry_after)
        self._wake(host)
        return pause

    def abandoned(self, host: str) -> None:
        """Tell that a request ended without saying anything about the host."""
        self.pace(host).abandoned()
        self._wake(host)

    async def _turn(self, host: str) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[host].append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._wake(host)  # this turn goes to the next in line
            raise

    def _wake(self, host: str) -> None:
        pace, waiting = self._paces[host], self._waiting[host]
        free = pace.limit - pace.in_flight
        while waiting and free > 0:
            turn = waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                free -= 1


def retry_after_seconds(value: str, now: datetime | None = None) -> float | None:
    """Return the seconds a Retry-After header asks to wait (RFC 9110, 10.2.3), never negative; None if unreadable."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())

"""Proving that a delay asked for is the delay that came, on servers that are slow by themselves.

A single slow answer proves nothing. `DelayTest` asks for several delays in an order that no drift of the server
follows, fits a straight line through (asked, measured) and believes only a line that rises by a second for each second
asked, fits closely and starts where the page usually answers. It decides and sends nothing; `confirm_delay` is the
loop around it. A point that does not delay costs one request, and points that do are measured one at a time.
"""

from __future__ import annotations

import asyncio
import enum
from collections.abc import Callable
from weakref import WeakKeyDictionary

import msgspec

from securestack.net.message import Exchange
from securestack.probing.check import Probe, Sender

_FIRST = 2  # seconds asked for at first
_LONGEST_FIRST = 6
_PLAN = (0, 1, 3, 0, 2, 1)  # seconds asked for after the first, in units of half the first delay
_MORE = (3, 0, 1, 2)  # a second round where the first was unclear
_LEAST_SLOPE, _MOST_SLOPE = 0.85, 20.0  # more than 1: the statement runs once for each row
_LEAST_CORRELATION = 0.97
_CLOSE_CORRELATION = 0.90  # unclear: worth the second round
_EARLY = 0.95  # of the delay asked for: an answer that comes sooner cannot have waited

_turns: WeakKeyDictionary[Sender, asyncio.Lock] = WeakKeyDictionary()  # who may measure now, for each sender


class Sample(msgspec.Struct, frozen=True):
    """A delay asked for and the seconds until the answer began."""

    asked: float
    elapsed: float


class Line(msgspec.Struct, frozen=True):
    """A straight line through samples: `elapsed = intercept + slope * asked`, and how well it fits (-1 to 1)."""

    slope: float
    intercept: float
    correlation: float


class Verdict(enum.StrEnum):
    """What a test of delays shows so far."""

    OPEN = "open"
    DELAYED = "delayed"
    NOT_DELAYED = "not-delayed"


def fit_line(samples: list[Sample]) -> Line:
    """Return the least-squares line. Without two different delays, or two different times, it explains nothing."""
    count = len(samples)
    if not count:
        return Line(0.0, 0.0, 0.0)
    mean_x = sum(sample.asked for sample in samples) / count
    mean_y = sum(sample.elapsed for sample in samples) / count
    xx = sum((sample.asked - mean_x) ** 2 for sample in samples)
    yy = sum((sample.elapsed - mean_y) ** 2 for sample in samples)
    xy = sum((sample.asked - mean_x) * (sample.elapsed - mean_y) for sample in samples)
    if xx <= 0 or yy <= 0:
        return Line(0.0, mean_y, 0.0)
    slope = xy / xx
    return Line(slope, mean_y - slope * mean_x, max(-1.0, min(1.0, xy / (xx * yy) ** 0.5)))


class DelayTest:
    """A dialogue: `next_delay` says which delay to ask for, `record` takes what came, until `verdict` is not open.

    `usual` is the seconds the page takes without a delay; a slow page is asked for longer delays. `unit` scales all
    delays and is there for tests on real clocks.
    """

    def __init__(self, usual: float, *, unit: float = 1.0) -> None:
        self.usual = max(0.0, usual)
        self.samples: list[Sample] = []
        self.verdict = Verdict.OPEN
        self._unit = unit
        self._first = max(_FIRST, min(_LONGEST_FIRST, 2 * -int(-self.usual // unit)))
        step = self._first // 2
        self._plan = [self._first, *(number * step for number in _PLAN)]
        self._extended = False

    def next_delay(self) -> int:
        """Return the delay to ask for next, in units."""
        return self._plan[len(self.samples)]

    def record(self, elapsed: float) -> None:
        """Take in the seconds until the answer to the delay that `next_delay` named began."""
        asked = self.next_delay() * self._unit
        self.samples.append(Sample(asked, elapsed))
        if elapsed < asked * _EARLY:
            self.verdict = Verdict.NOT_DELAYED
        elif len(self.samples) == 2 and elapsed >= self.samples[0].elapsed * _EARLY:
            # No delay was asked for and it took as long: the page is slow now, or refuses slowly.
            self.verdict = Verdict.NOT_DELAYED
        elif len(self.samples) == len(self._plan):
            self._decide()

    def line(self) -> Line:
        """Return the line through what was measured so far."""
        return fit_line(self.samples)

    def _decide(self) -> None:
        line = self.line()
        rises = _LEAST_SLOPE <= line.slope <= _MOST_SLOPE
        starts = line.intercept <= max(3 * self.usual, 0.6 * self._first * self._unit)
        if rises and starts and line.correlation >= _LEAST_CORRELATION:
            self.verdict = Verdict.DELAYED
        elif rises and starts and line.correlation >= _CLOSE_CORRELATION and not self._extended:
            self._extended = True
            step = self._first // 2
            self._plan += [number * step for number in _MORE]
        else:
            self.verdict = Verdict.NOT_DELAYED


class DelayProof(msgspec.Struct, frozen=True):
    """What was measured where delays were obeyed."""

    exchanges: tuple[tuple[float, Exchange], ...]  # with the seconds asked for
    line: Line

    @property
    def table(self) -> str:
        """The measurements as one line of text, shortest delay first."""
        pairs = sorted((asked, exchange.response.elapsed) for asked, exchange in self.exchanges)
        return ", ".join(f"{asked:g} s asked: {elapsed:.2f} s" for asked, elapsed in pairs)


async def confirm_delay(
    probe: Probe, payload: Callable[[int], str], *, unit: float = 1.0
) -> DelayProof | None:
    """Ask a point for delays until it is clear whether it obeys. `payload` makes the value for a number of units.

    Returns None when it does not. Raises NetError and BudgetExhausted as `Probe.send` does.
    """
    test, _ = await _measure(probe, payload, unit, most=1)
    if test.verdict is not Verdict.OPEN:
        return None
    # What waits may hold locks that others wait for, so measurements that count are taken one point at a time.
    async with _turns.setdefault(probe.sender, asyncio.Lock()):
        test, exchanges = await _measure(probe, payload, unit)
    if test.verdict is not Verdict.DELAYED:
        return None
    return DelayProof(tuple(exchanges), test.line())


async def _measure(
    probe: Probe, payload: Callable[[int], str], unit: float, most: int | None = None
) -> tuple[DelayTest, list[tuple[float, Exchange]]]:
    """Hold the dialogue to its end, or for at most so many requests."""
    test = DelayTest(probe.baseline.response.elapsed, unit=unit)
    exchanges: list[tuple[float, Exchange]] = []
    while test.verdict is Verdict.OPEN and len(exchanges) != most:
        delay = test.next_delay()
        exchange = await probe.send(payload(delay), fresh=True)
        exchanges.append((delay * unit, exchange))
        test.record(exchange.response.elapsed)
    return test, exchanges

"""A load generator in one process: many connections that stay open, each sending one request after the other.

It speaks just enough HTTP/1.1 for answers with a Content-Length, so that it takes as little as possible of the
processors it shares with what it measures: 20 microseconds a request.
"""

from __future__ import annotations

import asyncio
import random
import resource
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import cast

import uvloop

_PATIENCE = 10.0  # seconds; an answer that takes longer counts as an error


@dataclass(frozen=True)
class Sent:
    """A request as it goes over the wire, and its kind."""

    kind: str
    wire: bytes


@dataclass
class Result:
    """What came back."""

    seconds: float = 0.0
    processor: float = 0.0  # of the load generator, in seconds
    open_connections: int = 0
    latencies: dict[str, list[float]] = field(default_factory=dict)  # by kind, in seconds
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def answers(self) -> int:
        """The number of requests that were answered as they should be."""
        return sum(len(times) for times in self.latencies.values())

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds

    def percentile(self, share: float, kind: str | None = None) -> float:
        """Return the milliseconds within which a share of the answers came."""
        chosen = self.latencies.items() if kind is None else [(kind, self.latencies[kind])]
        times = sorted(one for _, many in chosen for one in many)
        return times[min(len(times) - 1, int(share * len(times)))] * 1000 if times else 0.0

    @property
    def error_share(self) -> float:
        """Errors among all requests."""
        failed = sum(self.errors.values())
        return failed / max(self.answers + failed, 1)


class _Connection(asyncio.Protocol):
    """One connection, which opens again when the server closes it."""

    def __init__(self, load: _Load) -> None:
        self._load = load
        self._transport: asyncio.Transport | None = None
        self._sent: Sent | None = None
        self._started = 0.0
        self._received = b""
        self._wanted = -1  # bytes of the answer, once its head is known

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: self, self._load.host, self._load.port)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._load.opened += 1
        if self._load.running:
            self._soon()

    def begin(self) -> None:
        """Send the first request; connections that are opened later begin by themselves."""
        asyncio.get_running_loop().call_later(self._load.first_pause(), self._ask)

    def _soon(self) -> None:
        pause = self._load.pause()
        if pause:
            asyncio.get_running_loop().call_later(pause, self._ask)
        else:
            self._ask()

    def _ask(self) -> None:
        if not self._load.running or self._transport is None:
            return
        self._sent = self._load.choose()
        self._started = time.perf_counter()
        self._transport.write(self._sent.wire)

    def data_received(self, data: bytes) -> None:
        self._received += data
        if self._wanted < 0:
            end = self._received.find(b"\r\n\r\n")
            if end < 0:
                return
            self._wanted = end + 4 + _length(self._received[:end])
        if len(self._received) >= self._wanted:
            self._answered()

    def _answered(self) -> None:
        status = int(self._received[9:12])
        taken = time.perf_counter() - self._started
        sent, self._sent = self._sent, None
        self._received, self._wanted = b"", -1
        if sent is not None:
            self._load.answered(sent.kind, status, taken)
        self._soon()

    def connection_lost(self, _error: Exception | None) -> None:
        self._transport = None
        self._load.opened -= 1
        if self._sent is not None:
            self._load.failed("connection lost")
            self._sent = None
        if self._load.running:
            asyncio.get_running_loop().create_task(self._again())

    async def _again(self) -> None:
        try:
            await self.open()
        except OSError as error:
            self._load.failed(type(error).__name__)

    def end(self) -> None:
        if self._sent is not None and time.perf_counter() - self._started > _PATIENCE:
            self._load.failed("no answer")
        self._sent = None
        if self._transport is not None:
            self._transport.abort()


def _length(head: bytes) -> int:
    place = head.lower().find(b"content-length:")
    return int(head[place + 15 :].split(b"\r\n", 1)[0]) if place >= 0 else 0


class _Load:
    """One run."""

    def __init__(
        self, host: str, port: int, requests: Sequence[Sent], think: tuple[float, float] | None
    ) -> None:
        self.host = host
        self.port = port
        self.opened = 0
        self.running = False
        self.counting = False
        self.result = Result()
        self._requests = requests
        self._think = think
        self._random = random.Random(1)

    def choose(self) -> Sent:
        return self._requests[int(self._random.random() * len(self._requests))]

    def pause(self) -> float:
        return self._random.uniform(*self._think) if self._think else 0.0

    def first_pause(self) -> float:
        # A server does not wait for ever for somebody who connects and says nothing.
        return self._random.uniform(0.0, min(self._think[1], 20.0)) if self._think else 0.0

    def answered(self, kind: str, status: int, taken: float) -> None:
        if not self.counting:
            return
        if status < 400 and taken <= _PATIENCE:
            self.result.latencies.setdefault(kind, []).append(taken)
        else:
            self.result.errors[f"{kind} {status}"] += 1

    def failed(self, why: str) -> None:
        if self.counting:
            self.result.errors[why] += 1


def run_load(
    host: str,
    port: int,
    requests: Sequence[Sent],
    *,
    connections: int,
    seconds: float,
    warm_up: float = 1.0,
    think: tuple[float, float] | None = None,
    begun: Callable[[], None] = lambda: None,
    ended: Callable[[], None] = lambda: None,
) -> Result:
    """Send requests, drawn at random, over that many connections for a while and return what came back.

    With `think` each connection rests between an answer and its next request, so many seconds at least and at most.
    `begun` and `ended` are called when counting begins and ends.
    """
    load = _Load(host, port, requests, think)

    async def run() -> None:
        everyone = [_Connection(load) for _ in range(connections)]
        for first in range(0, connections, 100):
            await asyncio.gather(*(one.open() for one in everyone[first : first + 100]))
        load.running = True
        for one in everyone:
            one.begin()
        await asyncio.sleep(warm_up)
        begun()
        load.counting, processor, started = True, _processor(), time.perf_counter()
        await asyncio.sleep(seconds)
        load.result.seconds = time.perf_counter() - started
        load.result.processor = _processor() - processor
        load.result.open_connections = load.opened
        load.running = False
        ended()
        for one in everyone:
            one.end()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(run())
    return load.result


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime

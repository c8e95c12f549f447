"""Pacing as a dialogue: what is told of a host, and what it may get next. Nobody waits."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.net.pacing import LONGEST_PAUSE, Pace, Pacing, retry_after_seconds


class Host:
    """A host with a clock: `rounds` sends as many requests at once as the pace allows, again and again."""

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self.now = 1000.0
        self.turn = 0

    def rounds(self, count: int, latency: float, *, jitter: float = 0.0, pages: int = 1) -> Host:
        for _ in range(count):
            started = self.now
            sent = 0
            while self.pace.delay(started) == 0.0:
                self.pace.started(started)
                sent += 1
            for _ in range(sent):
                self.turn += 1
                wobble = jitter * ((self.turn * 7919) % 100) / 100
                self.pace.answered(
                    started + latency, started=started, latency=latency + wobble, page=str(self.turn % pages)
                )
            self.now += latency
        return self


def test_a_host_nobody_knows_gets_few_requests_at_once() -> None:
    pace = Pace()
    for _ in range(4):
        assert pace.delay(0.0) == 0.0
        pace.started(0.0)
    assert pace.delay(0.0) is None
    pace.answered(0.1, started=0.0, latency=0.1)
    assert pace.delay(0.1) == 0.0


def test_it_speeds_up_to_the_limit_while_answers_stay_fast() -> None:
    host = Host(Pace(max_concurrency=20)).rounds(2, 0.1)
    assert 4 < host.pace.limit < 20
    assert host.rounds(10, 0.1).pace.limit == 20


def test_it_never_passes_the_limit() -> None:
    assert Host(Pace(max_concurrency=3)).rounds(30, 0.01).pace.limit == 3


def test_jitter_does_not_slow_it_down() -> None:
    assert Host(Pace()).rounds(30, 0.100, jitter=0.080, pages=7).pace.limit == 20
    assert Host(Pace()).rounds(30, 0.001, jitter=0.015, pages=7).pace.limit == 20


def test_it_backs_off_when_answers_slow_down_and_recovers_when_they_do() -> None:
    host = Host(Pace()).rounds(10, 0.05)
    assert host.rounds(3, 0.4).pace.limit <= 14
    assert host.rounds(12, 0.4).pace.limit <= 3
    assert host.rounds(80, 0.05).pace.limit == 20


def test_a_slow_page_among_fast_ones_is_no_sign_of_load() -> None:
    pace = Pace()
    host = Host(pace).rounds(10, 0.02)
    for _ in range(40):
        pace.started(host.now)
        pace.answered(host.now + 2, started=host.now, latency=2.0, page="export")
        host.rounds(1, 0.02)
    assert pace.limit == 20


def test_pages_never_seen_are_compared_with_what_is_usual() -> None:
    host = Host(Pace()).rounds(10, 0.05, pages=9)
    host.turn = 10**6
    assert host.rounds(6, 0.5, pages=10**9).pace.limit < 20


def test_an_idle_limit_does_not_grow() -> None:
    pace = Pace()
    for number in range(100):
        pace.started(float(number))
        pace.answered(number + 0.1, started=float(number), latency=0.1)
    assert pace.limit == 4


def test_requests_that_fail_together_are_one_sign() -> None:
    host = Host(Pace()).rounds(10, 0.1)
    for _ in range(20):
        host.pace.started(host.now)
    for _ in range(20):
        host.pace.timed_out(host.now + 5, started=host.now)
    assert host.pace.limit == 10
    host.pace.started(host.now + 6)
    host.pace.timed_out(host.now + 11, started=host.now + 6)
    assert host.pace.limit == 5


def test_time_outs_never_bring_it_to_a_stop() -> None:
    pace = Pace()
    for number in range(20):
        pace.started(float(number))
        pace.timed_out(number + 0.5, started=float(number))
    assert pace.limit == 1
    assert pace.delay(100.0) == 0.0


def test_a_refusal_pauses_all_requests_for_as_long_as_the_host_asks() -> None:
    pace = Pace()
    pace.started(0.0)
    assert pace.refused(1.0, started=0.0, retry_after=5.0) == 5.0
    assert pace.limit == 2
    assert pace.delay(2.0) == 4.0
    assert pace.delay(6.0) == 0.0


def test_a_pause_has_an_end() -> None:
    pace = Pace()
    pace.started(0.0)
    assert pace.refused(1.0, started=0.0, retry_after=86400.0) == LONGEST_PAUSE


def test_refusals_without_a_time_pause_longer_and_longer_until_an_answer_comes() -> None:
    pace = Pace()
    pauses = []
    now = 0.0
    for _ in range(7):
        pace.started(now)
        pauses.append(pace.refused(now, started=now))
        now += pauses[-1]
    assert pauses == [1, 2, 4, 8, 16, 30, 30]
    pace.started(now)
    pace.answered(now, started=now, latency=0.1)
    pace.started(now)
    assert pace.refused(now, started=now) == 1


def test_a_cap_on_requests_per_second_spaces_them_evenly() -> None:
    pace = Pace(requests_per_second=4)
    now = 0.0
    starts: list[float] = []
    while len(starts) < 5:
        delay = pace.delay(now)
        assert delay is not None
        if delay:
            now += delay
            continue
        pace.started(now)
        starts.append(now)
        pace.answered(now, started=now, latency=0.0)
    assert starts == [0.0, 0.25, 0.5, 0.75, 1.0]


@given(
    st.lists(
        st.tuples(st.sampled_from(["start", "answer", "timeout", "refuse", "abandon"]), st.floats(0, 10)),
        max_size=200,
    )
)
def test_whatever_happens_the_limit_stays_between_one_and_the_most(steps: list[tuple[str, float]]) -> None:
    pace = Pace(max_concurrency=8)
    now = 0.0
    running: list[float] = []
    for step, seconds in steps:
        now += seconds / 10
        if step == "start" and pace.delay(now) == 0.0:
            pace.started(now)
            running.append(now)
        elif step != "start" and running:
            started = running.pop(0)
            if step == "answer":
                pace.answered(now, started=started, latency=seconds)
            elif step == "timeout":
                pace.timed_out(now, started=started)
            elif step == "refuse":
                assert 0 <= pace.refused(now, started=started, retry_after=seconds) <= LONGEST_PAUSE
            else:
                pace.abandoned()
        assert 1 <= pace.limit <= 8
        assert pace.in_flight == len(running)
    assert pace.delay(now + 1000) == (0.0 if len(running) < pace.limit else None)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        (" 120 ", 120.0),
        ("Wed, 21 Oct 2026 07:28:10 GMT", 10.0),
        ("Wed, 21 Oct 2026 07:00:00 GMT", 0.0),
        ("soon", None),
        ("-1", None),
        ("", None),
        ("9" * 400, 999999999.0),
        ("Wed, 99 Oct 99999 07:28:00 GMT", None),
    ],
)
def test_retry_after_in_seconds_and_as_a_date(value: str, seconds: float | None) -> None:
    assert retry_after_seconds(value, datetime(2026, 10, 21, 7, 28, tzinfo=UTC)) == seconds


@given(st.text())
def test_no_retry_after_breaks_the_reader(value: str) -> None:
    seconds = retry_after_seconds(value)
    assert seconds is None or seconds >= 0


# -- the part that waits


class Clock:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


def test_tasks_wait_for_their_turn_and_all_get_it() -> None:
    async def run() -> None:
        pacing = Pacing(max_concurrency=2)
        running, most, done = 0, 0, 0

        async def work() -> None:
            nonlocal running, most, done
            started = await pacing.start("host")
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            running -= 1
            done += 1
            pacing.answered("host", started, 0.01)

        await asyncio.gather(*(work() for _ in range(50)))
        assert (most, done, pacing.pace("host").in_flight) == (2, 50, 0)

    asyncio.run(run())


def test_a_task_that_is_cancelled_passes_its_turn_on() -> None:
    async def run() -> None:
        pacing = Pacing(max_concurrency=1)
        started = await pacing.start("host")
        first = asyncio.create_task(pacing.start("host"))
        second = asyncio.create_task(pacing.start("host"))
        await asyncio.sleep(0)
        pacing.answered("host", started, 0.01)
        first.cancel()
        await second
        assert first.cancelled()
        assert pacing.pace("host").in_flight == 1

    asyncio.run(run())


def test_hosts_do_not_wait_for_each_other() -> None:
    async def run() -> None:
        pacing = Pacing(max_concurrency=1)
        await pacing.start("one")
        await pacing.start("other")

    asyncio.run(run())


def test_a_pause_is_slept_but_no_longer_than_there_is_patience() -> None:
    async def run() -> None:
        clock = Clock()
        pacing = Pacing(clock=clock, sleep=clock.sleep)
        assert pacing.refused("host", await pacing.start("host"), 20.0) == 20.0
        assert await pacing.start("host", patience=3.0) == 3.0
        pacing.abandoned("host")
        assert await pacing.start("host") == 20.0

    asyncio.run(run())

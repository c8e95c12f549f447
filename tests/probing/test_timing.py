"""Delays are believed when they follow what was asked for, and not when a server is slow by itself."""

import asyncio
import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.net.message import Exchange, Request, Response
from securestack.probing.check import Probe
from securestack.probing.insertion import RequestTemplate
from securestack.probing.timing import DelayTest, Sample, Verdict, confirm_delay, fit_line

Server = Callable[[float], float]  # seconds asked for to seconds taken


def _talk(test: DelayTest, server: Server) -> int:
    """Hold the dialogue to its end; return how many requests it took."""
    count = 0
    while test.verdict is Verdict.OPEN:
        test.record(server(test.next_delay()))
        count += 1
    return count


@pytest.mark.parametrize("factor", [1, 2, 3])
def test_a_delay_that_is_obeyed_is_believed(factor: int) -> None:
    test = DelayTest(0.05)
    assert _talk(test, lambda asked: 0.05 + factor * asked) == 7
    assert test.verdict is Verdict.DELAYED
    assert test.line().slope == pytest.approx(factor)
    assert test.line().correlation == pytest.approx(1)


def test_a_point_that_does_not_delay_costs_one_request() -> None:
    test = DelayTest(0.05)
    assert _talk(test, lambda asked: 0.06) == 1
    assert test.verdict is Verdict.NOT_DELAYED


def test_a_server_that_became_slow_costs_two() -> None:
    test = DelayTest(0.05)
    assert _talk(test, lambda asked: 5.0) == 2
    assert test.verdict is Verdict.NOT_DELAYED


@given(st.randoms(use_true_random=False), st.floats(0.0, 3.0))
def test_jitter_alone_is_never_believed(chance: random.Random, usual: float) -> None:
    test = DelayTest(usual)
    _talk(test, lambda asked: usual + chance.uniform(0, 6))
    assert test.verdict is Verdict.NOT_DELAYED or _follows(test)


def _follows(test: DelayTest) -> bool:
    # Chance may follow what was asked; then nothing that decides could tell, and it must be rare.
    return test.line().correlation >= 0.97


def test_jitter_follows_by_chance_less_than_once_in_a_thousand() -> None:
    chance = random.Random(7)
    believed = 0
    for _ in range(20_000):
        test = DelayTest(0.5)
        _talk(test, lambda asked: 0.5 + chance.expovariate(1 / 2))
        believed += test.verdict is Verdict.DELAYED
    assert believed <= 20


def test_a_delay_under_jitter_is_still_found() -> None:
    chance = random.Random(3)
    found = 0
    for _ in range(200):
        test = DelayTest(0.2)
        _talk(test, lambda asked: 0.2 + asked + chance.uniform(0, 0.4))
        found += test.verdict is Verdict.DELAYED
    assert found >= 195


def test_a_slow_page_is_asked_for_longer_delays() -> None:
    assert DelayTest(0.1).next_delay() == 2
    assert DelayTest(1.5).next_delay() == 4
    assert DelayTest(60).next_delay() == 6


def test_a_delay_that_is_always_the_same_is_not_believed() -> None:
    test = DelayTest(0.05)
    _talk(test, lambda asked: 4.0 if asked else 0.05)
    assert test.verdict is Verdict.NOT_DELAYED


@given(st.floats(0.1, 5), st.floats(0, 2), st.lists(st.integers(0, 9), min_size=2, max_size=9, unique=True))
def test_a_line_is_recovered(slope: float, intercept: float, asked: list[int]) -> None:
    line = fit_line([Sample(x, intercept + slope * x) for x in asked])
    assert line.slope == pytest.approx(slope, abs=1e-6)
    assert line.intercept == pytest.approx(intercept, abs=1e-6)
    assert line.correlation == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(
    "samples", [[], [Sample(1, 1)], [Sample(1, 1), Sample(1, 2)], [Sample(0, 1), Sample(2, 1)]]
)
def test_samples_that_explain_nothing_give_a_flat_line(samples: list[Sample]) -> None:
    assert fit_line(samples).slope == 0
    assert fit_line(samples).correlation == 0


class _Waiting:
    def __init__(self) -> None:
        self.sent: list[str] = []

    async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
        self.sent.append(request.url)
        await asyncio.sleep(0)  # lets other tasks go on, as a real request does
        asked = float(request.url.rpartition("=")[2])
        return Exchange(request, Response(200, (), b"", elapsed=0.1 + asked))


def test_the_proof_holds_every_exchange_and_a_table() -> None:
    async def run() -> None:
        sender = _Waiting()
        template = RequestTemplate.from_url("http://127.0.0.1:1/?wait=0")
        baseline = await sender.send(template.build())
        probe = Probe(sender=sender, template=template, point=next(template.points()), baseline=baseline)
        proof = await confirm_delay(probe, str)
        assert proof is not None
        # The baseline, and the one that made it worth measuring, came before.
        assert len(proof.exchanges) == len(sender.sent) - 2
        assert "3 s asked: 3.10 s" in proof.table

    asyncio.run(run())


def test_points_measure_one_at_a_time() -> None:
    async def run() -> list[str]:
        sender = _Waiting()
        template = RequestTemplate.from_url("http://127.0.0.1:1/?wait=0")
        baseline = await sender.send(template.build())
        order: list[str] = []

        async def measure(name: str) -> None:
            def payload(delay: int) -> str:
                order.append(name)
                return str(delay)

            probe = Probe(sender=sender, template=template, point=next(template.points()), baseline=baseline)
            assert await confirm_delay(probe, payload) is not None

        await asyncio.gather(measure("a"), measure("b"))
        return order

    # Both may ask once, to see whether it is worth measuring; then each measures to its end.
    order = asyncio.run(run())
    assert sorted(order[:2]) == ["a", "b"]
    assert order[2:] == ["a"] * 7 + ["b"] * 7

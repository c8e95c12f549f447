"""Running a scanner to its end, whatever it does on the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from typing import Any

import msgspec
import pytest

from securestack.core.context import ScanContext
from securestack.core.events import (
    CheckStatus,
    Event,
    FindingFound,
    Notice,
    Outcome,
    Progress,
    ScanStatus,
)
from securestack.scanning import run
from securestack.scanning.registry import RULES, SCANNERS, Scanner
from tests.reports import sample

FINDINGS = sample.shop().findings


class Options(msgspec.Struct):
    url: str = "http://shop.example/"


def scanner(scan: Callable[[Any, ScanContext], AsyncGenerator[Event, None]]) -> Scanner:
    return Scanner(
        id="test", title="A test", options=Options, scan=scan, target=lambda o: o.url, rules=(), checks={}
    )


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., AsyncGenerator[Event, None]]], None]:
    monkeypatch.setattr(run, "RULES", {**RULES, **sample.shop().rules})
    return lambda scan: monkeypatch.setitem(SCANNERS, "test", scanner(scan))


def test_everything_said_is_in_the_result(install: Callable[..., None]) -> None:
    async def scan(_: Options, __: ScanContext) -> AsyncGenerator[Event, None]:
        yield Progress("looking", 1, requests=7, pages=3)
        for finding in (*FINDINGS, FINDINGS[0]):
            yield FindingFound(finding)
        yield Notice("Something was left out.")
        yield CheckStatus("check", Outcome.COMPLETED, looked_at=2)
        yield Progress("done", 2, requests=9, pages=4)
        yield ScanStatus(Outcome.COMPLETED)

    install(scan)
    heard: list[Event] = []
    result = asyncio.run(run.run_scan("test", Options(), heard.append))
    assert len(heard) == len(FINDINGS) + 6
    assert {finding.fingerprint for finding in result.findings} == {f.fingerprint for f in FINDINGS}
    assert set(result.rules) == {finding.rule_id for finding in FINDINGS}
    assert list(result.findings) == result.by_severity()
    assert (result.statistics.requests, result.statistics.pages) == (9, 4)
    assert (result.outcome, result.target) == (Outcome.COMPLETED, "http://shop.example/")
    assert result.notices[0].message == "Something was left out."
    assert result.checks[0].looked_at == 2
    assert result.started <= result.finished


def test_a_scanner_that_breaks_is_a_result_with_what_it_found(install: Callable[..., None]) -> None:
    async def scan(_: Options, __: ScanContext) -> AsyncGenerator[Event, None]:
        yield FindingFound(FINDINGS[0])
        raise ZeroDivisionError("oops")

    install(scan)
    heard: list[Event] = []
    result = asyncio.run(run.run_scan("test", Options(), heard.append))
    assert result.outcome is Outcome.FAILED
    assert "ZeroDivisionError: oops" in result.reason
    assert len(result.findings) == 1
    assert heard[-1] == ScanStatus(Outcome.FAILED, result.reason)


def test_a_scanner_that_says_nothing_of_its_end_has_failed(install: Callable[..., None]) -> None:
    async def scan(_: Options, __: ScanContext) -> AsyncGenerator[Event, None]:
        yield Progress("looking", 1)

    install(scan)
    assert asyncio.run(run.run_scan("test", Options())).outcome is Outcome.FAILED


def test_stopping_reaches_the_scanner(install: Callable[..., None]) -> None:
    async def scan(_: Options, context: ScanContext) -> AsyncGenerator[Event, None]:
        yield Progress("looking", 1)
        await context.stop.wait()
        yield ScanStatus(Outcome.INCOMPLETE, "It was stopped.")

    async def go() -> str:
        stop = asyncio.Event()
        result = await run.run_scan("test", Options(), lambda _: stop.set(), stop=stop)
        return result.reason

    install(scan)
    assert asyncio.run(go()) == "It was stopped."


def test_cancelling_closes_the_scanner(install: Callable[..., None]) -> None:
    closed: list[bool] = []

    async def scan(_: Options, __: ScanContext) -> AsyncGenerator[Event, None]:
        try:
            yield Progress("looking", 1)
            await asyncio.Event().wait()
        finally:
            closed.append(True)

    async def go() -> None:
        begun = asyncio.Event()
        task = asyncio.create_task(run.run_scan("test", Options(), lambda _: begun.set()))
        await begun.wait()
        task.cancel()
        await asyncio.wait((task,))
        assert task.cancelled()

    install(scan)
    asyncio.run(go())
    assert closed == [True]


def test_a_listener_that_breaks_does_not_leave_the_scanner_running(install: Callable[..., None]) -> None:
    closed: list[bool] = []

    async def scan(_: Options, __: ScanContext) -> AsyncGenerator[Event, None]:
        try:
            yield Progress("looking", 1)
        finally:
            closed.append(True)

    def listen(event: Event) -> None:
        raise ValueError("the pipe is closed")

    async def go() -> None:
        with pytest.raises(ValueError, match="the pipe is closed"):
            await run.run_scan("test", Options(), listen)
        assert closed == [True]

    install(scan)
    asyncio.run(go())


def test_an_unknown_scanner() -> None:
    with pytest.raises(KeyError):
        asyncio.run(run.run_scan("nothing", Options()))


def test_every_rule_a_scanner_may_report_is_known_once() -> None:
    for scanner in SCANNERS.values():
        ids = [rule.id for rule in scanner.rules]
        assert len(ids) == len(set(ids))
    # Two scanners may share a rule, such as one of injection, and then it is the very same.
    assert all(RULES[rule.id] is rule for scanner in SCANNERS.values() for rule in scanner.rules)

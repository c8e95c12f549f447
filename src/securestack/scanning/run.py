"""Running one scan: from options to a result that is complete however the scan ended."""

from __future__ import annotations

import asyncio
import datetime
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from typing import Any

import msgspec

from securestack import __version__
from securestack.assessment.priority.findings import prioritise
from securestack.core.context import ScanContext
from securestack.core.events import CheckStatus, Event, FindingFound, Notice, Outcome, Progress, ScanStatus
from securestack.core.finding import Finding
from securestack.core.result import ScanResult, Statistics
from securestack.net.guard import AddressGuard
from securestack.scanning.registry import RULES, SCANNERS, Scanner

_log = logging.getLogger(__name__)


async def run_scan(
    scanner_id: str,
    options: Any,
    on_event: Callable[[Event], None] = lambda _: None,
    *,
    stop: asyncio.Event | None = None,
    address_guard: AddressGuard | None = None,
) -> ScanResult:
    """Run a scanner to its end and return everything it said.

    `on_event` hears each event as it happens; what it raises goes through. Setting `stop` ends the scan early with what
    was found; `address_guard` refuses addresses the scan must not connect to. A scanner that breaks gives a result with outcome FAILED, never an exception. Raises KeyError for a
    scanner that does not exist.
    """
    scanner = SCANNERS[scanner_id]
    collected = _Collected(scanner, options)
    context = ScanContext(address_guard=address_guard)
    if stop is not None:
        context.stop = stop
    async with aclosing(scanner.scan(options, context)) as events:
        async for event in _isolated(events, scanner_id):
            collected.add(event)
            on_event(event)
    return collected.result()


async def _isolated(events: AsyncIterator[Event], scanner_id: str) -> AsyncIterator[Event]:
    """Yield the events of a scanner. Here its own fault becomes the last of them."""
    try:
        async for event in events:
            yield event
    except Exception as error:
        _log.exception("the %s scanner broke", scanner_id)
        yield ScanStatus(
            Outcome.FAILED,
            f"The scanner broke ({type(error).__name__}: {error}). Please report this; the findings so far are kept.",
        )


class _Collected:
    """The events of one scan so far, ready to become a result."""

    def __init__(self, scanner: Scanner, options: Any) -> None:
        self._scanner = scanner
        self._target = scanner.target(options)
        self._started = datetime.datetime.now(datetime.UTC)
        self._wall = time.monotonic()
        self._cpu = time.process_time()
        self._findings: dict[str, Finding] = {}
        self._notices: list[Notice] = []
        self._checks: list[CheckStatus] = []
        self._status = ScanStatus(Outcome.FAILED, "The scan ended without saying how.")
        self._requests = 0
        self._pages = 0
        self._packages = 0

    def add(self, event: Event) -> None:
        match event:
            case FindingFound(finding):
                self._findings.setdefault(finding.fingerprint, finding)
            case Progress():
                self._requests = max(self._requests, event.requests)
                self._pages = max(self._pages, event.pages)
                self._packages = max(self._packages, event.packages)
            case Notice():
                self._notices.append(event)
            case CheckStatus():
                self._checks.append(event)
            case ScanStatus():
                self._status = event

    def result(self) -> ScanResult:
        findings = tuple(self._findings.values())
        named = {finding.rule_id for finding in findings}
        result = ScanResult(
            securestack_version=__version__,
            scanner=self._scanner.id,
            target=self._target,
            started=self._started,
            finished=datetime.datetime.now(datetime.UTC),
            outcome=self._status.outcome,
            reason=self._status.reason,
            findings=findings,
            rules={rule_id: RULES[rule_id] for rule_id in sorted(named)},
            checks=tuple(self._checks),
            notices=tuple(self._notices),
            statistics=Statistics(
                requests=self._requests,
                wall_seconds=round(time.monotonic() - self._wall, 3),
                cpu_seconds=round(time.process_time() - self._cpu, 3),
                pages=self._pages,
                packages=self._packages,
            ),
        )
        return msgspec.structs.replace(result, findings=tuple(one.finding for one in prioritise(result)))

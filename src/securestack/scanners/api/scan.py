"""One API scan from a description to its findings, ending in a complete account however it ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator

from securestack.core.budget import BudgetExhausted
from securestack.core.context import ScanContext
from securestack.core.events import Event, Outcome, Progress, ScanStatus
from securestack.net.errors import NetError
from securestack.probing.attack import TargetGone
from securestack.probing.session import LoginFailed, SessionLost
from securestack.scanners.api.description.model import UnreadableDescription
from securestack.scanners.api.graphql.recognise import is_graphql_target
from securestack.scanners.api.graphql.scan import GraphqlScan
from securestack.scanners.api.options import ApiScanOptions
from securestack.scanners.api.phases import ApiScan

_PROGRESS_EVERY = 0.2  # seconds
_GRACE = 5.0  # seconds past the time limit after which what still runs is cancelled


async def scan(options: ApiScanOptions, context: ScanContext) -> AsyncGenerator[Event, None]:
    """Scan an API. The last event is always a ScanStatus.

    Setting `context.stop`, or reaching a budget, ends the scan with a complete account of what was and was not done.
    Closing the iterator ends it at once. Raises what a defect of the scanner itself raises, after that account.
    """
    events: asyncio.Queue[Event] = asyncio.Queue()
    try:
        kind = GraphqlScan if await is_graphql_target(options, context.address_guard) else ApiScan
        api_scan = kind(options, events.put_nowait, context.address_guard)
    except ValueError as error:
        yield ScanStatus(Outcome.FAILED, str(error))
        return
    work = asyncio.create_task(_run(api_scan))
    stop = asyncio.create_task(context.stop.wait())
    try:
        async for event in _until_done(api_scan, work, stop, events):
            yield event
    finally:
        for task in (work, stop):
            task.cancel()
        await asyncio.gather(work, stop, return_exceptions=True)
    problem = None if work.cancelled() else work.exception()
    for event in api_scan.closing_events(_status(work, problem)):
        yield event
    if problem is not None and _explain(problem) is None:
        raise problem


async def _run(api_scan: ApiScan | GraphqlScan) -> None:
    limit = api_scan.budget.time_limit
    async with asyncio.timeout(None if limit is None else limit + _GRACE), api_scan.opened():
        await api_scan.run()


async def _until_done(
    api_scan: ApiScan | GraphqlScan,
    work: asyncio.Task[None],
    stop: asyncio.Task[bool],
    events: asyncio.Queue[Event],
) -> AsyncIterator[Event]:
    shown: Progress | None = None
    while not work.done() and not stop.done():
        await asyncio.wait((work, stop), timeout=_PROGRESS_EVERY, return_when=asyncio.FIRST_COMPLETED)
        while not events.empty():
            yield events.get_nowait()
        if (progress := api_scan.progress()) != shown:
            shown = progress
            yield progress
    if not work.done():
        work.cancel()
        await asyncio.wait((work,))
    while not events.empty():
        yield events.get_nowait()
    yield api_scan.progress()


def _status(work: asyncio.Task[None], error: BaseException | None) -> ScanStatus:
    if work.cancelled():
        return ScanStatus(Outcome.INCOMPLETE, "The scan was stopped before its end.")
    if error is None:
        return ScanStatus(Outcome.COMPLETED)
    return _explain(error) or ScanStatus(
        Outcome.FAILED, f"The scanner broke ({type(error).__name__}: {error})."
    )


def _explain(error: BaseException) -> ScanStatus | None:
    """Return how the scan ended for a reason that is no fault of the scanner, or None for any other."""
    match error:
        case BudgetExhausted() | TargetGone():
            return ScanStatus(Outcome.INCOMPLETE, f"The scan ended early: {error}.")
        case TimeoutError():
            return ScanStatus(Outcome.INCOMPLETE, "The scan ended early: the time limit was reached.")
        case LoginFailed() | SessionLost() | NetError() | UnreadableDescription():
            return ScanStatus(Outcome.FAILED, str(error))
        case OSError() if error.filename:
            return ScanStatus(Outcome.FAILED, f"{error.filename} cannot be written: {error.strerror}.")
        case _:
            return None

"""Running one claimed scan: the scanner in a thread of its own, its account in the database.

The scanner has its own event loop, so that its parsing never holds up the claims and streams of others. Every second
what it found is merged, its progress is written and its claim renewed, in one transaction that also says whether
somebody wants it to stop. Whatever dies meanwhile, the row tells where it stood: the claim runs out, another worker
begins the scan again, and what comes twice counts once.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import structlog

from securestack.core.events import Event, FindingFound, Outcome, Progress
from securestack.core.finding import Finding
from securestack.core.result import ScanResult
from securestack.scanning.registry import SCANNERS
from securestack.scanning.run import run_scan
from securestack.server.findings.ingest import close_missing, ingest
from securestack.server.kit.database_errors import unavailable
from securestack.server.kit.metrics import SCAN_SECONDS, SCANS
from securestack.server.kit.platform import Platform
from securestack.server.models.scans import ScanState
from securestack.server.scans import live, queries_queue
from securestack.server.scans.queries_queue import Claim
from securestack.server.scans.queries_reach import reaches_everything
from securestack.server.scans.service import tell_end
from securestack.server.scans.work import Work

_log = structlog.get_logger()
_FLUSH_SECONDS = 1.0
_STATES = {
    Outcome.COMPLETED: ScanState.COMPLETED,
    Outcome.INCOMPLETE: ScanState.INCOMPLETE,
    Outcome.FAILED: ScanState.FAILED,
}


class Lost(Exception):
    """The claim has passed to another worker; nothing more may be written."""


class Run:
    """One claimed scan while it runs."""

    def __init__(self, platform: Platform, claim: Claim, work: Work) -> None:
        self._platform = platform
        self._claim = claim
        self._work = work
        self._lock = threading.Lock()
        self._waiting: list[Finding] = []  # found, and not yet in the database
        self._progress: Progress | None = None
        self._found = 0
        self._new = 0
        self._cancelled = False
        self._loop: asyncio.AbstractEventLoop | None = None  # the scanner's
        self._stop: asyncio.Event | None = None
        self._stopping = False

    async def run(self, executor: ThreadPoolExecutor) -> None:
        """Run the scan to its end and write how it ended. Raises Lost, and CannotBegin where it never began."""
        thread = asyncio.get_running_loop().run_in_executor(executor, self._in_thread)
        try:
            while not thread.done():
                await asyncio.wait((thread,), timeout=_FLUSH_SECONDS)
                if not thread.done():
                    await self._flush_if_possible()
            result = await thread
        except Lost:
            self._end_soon()
            await asyncio.wait((thread,))
            raise
        if (
            self._platform.stopping.is_set()
            and result.outcome is not Outcome.COMPLETED
            and not self._cancelled
        ):
            async with self._platform.database.transaction() as session:
                await queries_queue.give_back(session, self._claim)
            return
        await self._finish_as_soon_as_possible(result)

    def _in_thread(self) -> ScanResult:
        with self._work.begun() as options:
            return self._work.looked_at(asyncio.run(self._scan(options)))

    async def _scan(self, options: Any) -> ScanResult:
        stop = asyncio.Event()
        with self._lock:
            self._loop, self._stop = asyncio.get_running_loop(), stop
            if self._stopping:
                stop.set()
        try:
            return await run_scan(
                self._claim.scanner, options, self._hear, stop=stop, address_guard=self._work.guard
            )
        finally:
            with self._lock:
                self._loop = self._stop = None

    def _hear(self, event: Event) -> None:
        with self._lock:
            if isinstance(event, FindingFound):
                self._waiting.append(event.finding)
                self._found += 1
            elif isinstance(event, Progress):
                self._progress = event

    def _end_soon(self) -> None:
        with self._lock:
            self._stopping = True
            if self._loop is not None and self._stop is not None:
                self._loop.call_soon_threadsafe(self._stop.set)

    async def _flush_if_possible(self) -> None:
        """Write what there is; while the database is away the scan goes on and what it finds waits."""
        if self._platform.stopping.is_set():
            self._end_soon()
        try:
            await self._flush()
        except Exception as error:
            if isinstance(error, Lost) or not unavailable(error):
                raise
            _log.warning("database away during a scan", scan_id=str(self._claim.id))

    async def _flush(self) -> None:
        with self._lock:
            findings = list(self._waiting)
        progress = self._told_progress()
        async with self._platform.database.transaction() as session:
            cancelled = await queries_queue.keep_claim(session, self._claim, progress)
            if cancelled is None:
                raise Lost
            new = await self._merge(session, findings)
        with self._lock:
            del self._waiting[: len(findings)]
        self._new += new
        if cancelled and not self._cancelled:
            self._cancelled = True
            self._end_soon()
        await live.tell(self._platform.channels, self._claim.id, "progress", progress)
        if findings:
            await live.tell(
                self._platform.channels, self._claim.id, "findings", {"count": len(findings), "new": new}
            )

    async def _merge(self, session: Any, findings: list[Finding]) -> int:
        if not findings:
            return 0
        claim = self._claim
        result = await ingest(
            session,
            project_id=claim.project_id,
            target_id=claim.target_id,
            scan_id=claim.id,
            origin=claim.scanner,
            observed_at=claim.started_at,
            findings=findings,
            rules={rule.id: rule for rule in SCANNERS[claim.scanner].rules},
        )
        return result.new

    def _told_progress(self) -> dict[str, Any]:
        with self._lock:
            progress, found = self._progress, self._found
        told = {} if progress is None else msgspec.to_builtins(progress)
        told.pop("type", None)
        return {**told, "findings": found}

    async def _finish_as_soon_as_possible(self, result: ScanResult) -> None:
        """Write how the scan ended; while the database is away, try again until somebody else has taken the scan over."""
        while True:
            try:
                return await self._finish(result)
            except Exception as error:
                if isinstance(error, Lost) or not unavailable(error) or self._platform.stopping.is_set():
                    raise
                _log.warning("database away at the end of a scan")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_FLUSH_SECONDS):
                    await self._platform.stopping.wait()

    async def _finish(self, result: ScanResult) -> None:
        claim = self._claim
        status = ScanState.CANCELLED if self._cancelled else _STATES[result.outcome]
        account = {
            "progress": self._told_progress(),
            "statistics": {**msgspec.to_builtins(result.statistics), **self._work.statistics()},
            "checks": msgspec.to_builtins(result.checks),
            "notices": msgspec.to_builtins(result.notices),
        }
        with self._lock:
            findings = list(self._waiting)
        async with self._platform.database.transaction() as session:
            if not await queries_queue.end_claim(session, claim, status, result.reason, account):
                raise Lost
            new = self._new + await self._merge(session, findings)
            fixed = await self._close_missing(session, result)
            if status is ScanState.COMPLETED:
                await self._work.keep(session, claim)
            await tell_end(
                session, claim.id, claim.project_id, status, found=self._found, new=new, fixed=fixed
            )
        SCANS.labels(claim.scanner, status.value).inc()
        SCAN_SECONDS.labels(claim.scanner).observe(result.statistics.wall_seconds)
        await live.tell(self._platform.channels, claim.id, "ended", {"status": status.value, "fixed": fixed})

    async def _close_missing(self, session: Any, result: ScanResult) -> int:
        claim = self._claim
        if self._cancelled or not await reaches_everything(session, claim):
            return 0
        return await close_missing(
            session,
            project_id=claim.project_id,
            target_id=claim.target_id,
            scan_id=claim.id,
            origin=claim.scanner,
            observed_at=claim.started_at,
            outcome=result.outcome,
            looked_at_rules=self._looked_at(result),
        )

    def _looked_at(self, result: ScanResult) -> set[str]:
        """Return the rules whose findings this scan would have told."""
        rules = SCANNERS[self._claim.scanner].rules_looked_at(result.checks)
        only = self._claim.options.get("only")
        return rules & set(only) if only else rules

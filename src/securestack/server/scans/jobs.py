"""What workers do about scans."""

from __future__ import annotations

import asyncio
import os
import socket
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from functools import cache
from typing import Any

import structlog

from securestack.server.kit.jobs import Daily, Job, Queue
from securestack.server.kit.metrics import QUEUE_DEPTH
from securestack.server.kit.platform import Platform
from securestack.server.models.scans import ScanQueue, ScanState
from securestack.server.scans import live, queries_queue, rescans
from securestack.server.scans.queries_queue import Claim
from securestack.server.scans.runner import Lost, Run
from securestack.server.scans.service import JOB_OF_QUEUE, ask_worker, tell_end
from securestack.server.scans.work import CannotBegin, Work
from securestack.server.scans.work_api import api_work
from securestack.server.scans.work_dependencies import dependency_work
from securestack.server.scans.work_web import web_work

_log = structlog.get_logger()


WORK: dict[str, Callable[[Platform, Claim], AbstractAsyncContextManager[Work]]] = {
    "web": web_work,
    "api": api_work,
    "dependencies": dependency_work,
}
"""How the scans of each scanner are made ready."""


async def run_next(platform: Platform) -> None:
    """Run the scan that is next, and then the one after it, until none waits.

    The message that caused this named no scan: which one is next is decided when a worker has a hand free.
    """
    while not platform.stopping.is_set():
        if not await _run_one(platform, ScanQueue.NETWORK):
            return


async def run_next_computing(platform: Platform) -> None:
    """Run the computing scan that is next, and ask for another worker where more wait.

    A process of such a worker is not told when it is to end, so it takes one scan at a time.
    """
    if await _run_one(platform, ScanQueue.CPU):
        async with platform.database.transaction() as session:
            waiting = await queries_queue.claimable(session, ScanQueue.CPU)
        if waiting:
            await ask_worker(platform, ScanQueue.CPU)


async def _run_one(platform: Platform, queue: ScanQueue) -> bool:
    """Claim a scan and run it; return False where none waits."""
    owner = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    async with platform.database.transaction() as session:
        claim = await queries_queue.claim_next(session, queue, owner)
    if claim is None:
        return False
    await _run(platform, claim, 1 if queue is ScanQueue.CPU else platform.settings.network_concurrency)
    return True


async def _run(platform: Platform, claim: Claim, threads: int) -> None:
    with structlog.contextvars.bound_contextvars(scan_id=str(claim.id), attempt=claim.attempt):
        _log.info("scan begins", target=claim.target)
        await live.tell(platform.channels, claim.id, "began", {})
        try:
            async with WORK[claim.scanner](platform, claim) as work:
                await Run(platform, claim, work).run(_threads(threads))
        except CannotBegin as error:
            await _fail(platform, claim, str(error))
            return
        except Lost:
            _log.warning("scan passed to another worker")
            return
        _log.info("scan ended")


async def _fail(platform: Platform, claim: Claim, reason: str) -> None:
    empty: dict[str, Any] = {"progress": {}, "statistics": {}, "checks": [], "notices": []}
    async with platform.database.transaction() as session:
        if await queries_queue.end_claim(session, claim, ScanState.FAILED, reason, empty):
            await tell_end(session, claim.id, claim.project_id, ScanState.FAILED)
    await live.tell(platform.channels, claim.id, "ended", {"status": ScanState.FAILED.value})


async def look_after_queue(platform: Platform) -> None:
    """Put back scans whose worker has died, and wake workers for what could begin but does not."""
    async with platform.database.transaction() as session:
        lost = await queries_queue.requeue_lost(session)
        for row in lost:
            _log.warning("scan lost its worker", scan_id=str(row.id), status=row.status)
            if row.status != ScanState.QUEUED.value:
                await tell_end(session, row.id, row.project_id, ScanState(row.status))
        waiting = {queue: await queries_queue.claimable(session, queue) for queue in ScanQueue}
        for queue in ScanQueue:
            QUEUE_DEPTH.labels(queue.value).set(await queries_queue.depth(session, queue))
    hands = {
        ScanQueue.NETWORK: platform.settings.network_concurrency,
        ScanQueue.CPU: platform.settings.cpu_concurrency,
    }
    asked = [queue for queue, count in waiting.items() for _ in range(min(count, hands[queue]))]
    await asyncio.gather(*(ask_worker(platform, queue) for queue in asked))


async def rescan_outdated(platform: Platform) -> None:
    """Scan again what was last scanned with older advisories."""
    count = await rescans.rescan_outdated(platform)
    if count:
        _log.info("scans with newer advisories queued", count=count)
        await ask_worker(platform, ScanQueue.CPU)


async def forget_old(platform: Platform) -> None:
    """Delete scans that ended longer ago than the retention allows; their findings stay."""
    async with platform.database.transaction() as session:
        count = await queries_queue.forget_old(session, platform.settings.scan_retention_days)
    _log.info("old scans deleted", count=count)


@cache
def _threads(number: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(number, thread_name_prefix="scan")


JOBS = (
    Job(JOB_OF_QUEUE[ScanQueue.NETWORK], run_next, Queue.NETWORK),
    Job(JOB_OF_QUEUE[ScanQueue.CPU], run_next_computing, Queue.CPU),
    Job("scans.look_after_queue", look_after_queue, Queue.NETWORK, every=timedelta(seconds=10)),
    Job("scans.rescan_outdated", rescan_outdated, Queue.NETWORK, every=timedelta(minutes=20)),
    Job("scans.forget_old", forget_old, Queue.NETWORK, every=Daily(hour=3, minute=20)),
)

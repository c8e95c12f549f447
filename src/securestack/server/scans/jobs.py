"""What workers do about scans."""

from __future__ import annotations

import asyncio
import os
import socket
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import cache
from typing import Any

import structlog

from securestack.server.kit.crypto import DecryptionError
from securestack.server.kit.jobs import Daily, Job, Queue
from securestack.server.kit.metrics import QUEUE_DEPTH
from securestack.server.kit.platform import Platform
from securestack.server.models.scans import ScanQueue, ScanState
from securestack.server.projects.service_targets import still_scannable
from securestack.server.scans import live, queries_queue
from securestack.server.scans.options import open_options
from securestack.server.scans.queries_queue import Claim
from securestack.server.scans.runner import Lost, Run
from securestack.server.scans.service import tell_end

_log = structlog.get_logger()


async def run_next(platform: Platform) -> None:
    """Run the scan that is next, and then the one after it, until none waits.

    The message that caused this named no scan: which one is next is decided when a worker has a hand free.
    """
    while not platform.stopping.is_set():
        owner = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        async with platform.database.transaction() as session:
            claim = await queries_queue.claim_next(session, ScanQueue.NETWORK, owner)
        if claim is None:
            return
        await _run(platform, claim)


async def _run(platform: Platform, claim: Claim) -> None:
    with structlog.contextvars.bound_contextvars(scan_id=str(claim.id), attempt=claim.attempt):
        _log.info("scan begins", target=claim.target)
        await live.tell(platform.channels, claim.id, "began", {})
        try:
            options = open_options(
                platform.vault, claim.id, claim.target, claim.options, claim.secret_options
            )
        except DecryptionError as error:
            await _fail(platform, claim, str(error))
            return
        async with platform.database.read() as reader:
            guard = None
            if claim.target_id is not None:
                guard = await still_scannable(reader, claim.target_id, platform.settings)
        if guard is None:
            await _fail(platform, claim, "The target may no longer be scanned: prove control of it again.")
            return
        try:
            await Run(platform, claim, options, guard).run(_threads(platform.settings.network_concurrency))
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
        waiting = await queries_queue.claimable(session, ScanQueue.NETWORK)
        QUEUE_DEPTH.labels("network").set(await queries_queue.depth(session, ScanQueue.NETWORK))
    await asyncio.gather(
        *(platform.jobs.send("scans.run") for _ in range(min(waiting, platform.settings.network_concurrency)))
    )


async def forget_old(platform: Platform) -> None:
    """Delete scans that ended longer ago than the retention allows; their findings stay."""
    async with platform.database.transaction() as session:
        count = await queries_queue.forget_old(session, platform.settings.scan_retention_days)
    _log.info("old scans deleted", count=count)


@cache
def _threads(number: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(number, thread_name_prefix="scan")


JOBS = (
    Job("scans.run", run_next, Queue.NETWORK),
    Job("scans.look_after_queue", look_after_queue, Queue.NETWORK, every=timedelta(seconds=10)),
    Job("scans.forget_old", forget_old, Queue.NETWORK, every=Daily(hour=3, minute=20)),
)

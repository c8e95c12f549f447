"""Starting several scans with one request, of targets that are there and of files that come with it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.inventory import uploads
from securestack.server.kit.caller import Caller
from securestack.server.kit.platform import Platform
from securestack.server.kit.problems import Problem
from securestack.server.kit.schemas import row_dict
from securestack.server.scans import queries
from securestack.server.scans.schemas import (
    Batch,
    BatchItem,
    DependencyScanSettings,
    NewDependencyScan,
    UploadToScan,
)
from securestack.server.scans.service import create_scan
from securestack.server.teams.permissions import Right, require_project

_UPLOADS_AN_HOUR = 600

Received = dict[int, uploads.Arrived | Problem]
"""What has arrived with a batch, by its place in it."""


@contextlib.asynccontextmanager
async def received(platform: Platform, caller: Caller, batch: Batch) -> AsyncIterator[Received]:
    """Lend the files of a batch, having looked at each that the caller may upload."""
    arrived: Received = {}
    async with contextlib.AsyncExitStack() as stack:
        for place, item in enumerate(batch.scans):
            if isinstance(item, UploadToScan):
                try:
                    async with platform.database.read() as reader:
                        await require_project(reader, caller, item.project_id, Right.SCAN_CREATE)
                    await platform.limiter.hit("upload", caller.name, times=_UPLOADS_AN_HOUR, seconds=3600)
                    file = uploads.received(_once(item.content), item.file_name)
                    arrived[place] = await stack.enter_async_context(file)
                except Problem as problem:
                    arrived[place] = problem
        yield arrived


async def start_all(
    session: AsyncSession, caller: Caller, platform: Platform, batch: Batch, arrived: Received
) -> list[dict[str, Any]]:
    """Start the scans of a batch, and return what became of each, in its order."""
    results: list[dict[str, Any]] = []
    for place, item in enumerate(batch.scans):
        try:
            async with session.begin_nested():  # what one has written goes with it when it cannot be started
                new = await _with_target(session, caller, platform, item, arrived.get(place))
                scan_id = await create_scan(session, caller, platform, new)
                scan = row_dict(await queries.read_scan(session, scan_id))
        except Problem as problem:
            results.append({"scan": None, "problem": problem.document()})
        else:
            results.append({"scan": scan, "problem": None})
    return results


async def _with_target(
    session: AsyncSession,
    caller: Caller,
    platform: Platform,
    item: BatchItem,
    arrived: uploads.Arrived | Problem | None,
) -> Any:
    if not isinstance(item, UploadToScan):
        return item
    if arrived is None or isinstance(arrived, Problem):
        raise arrived or Problem(422, "unusable-file", "The file did not arrive.")
    access = await require_project(session, caller, item.project_id, Right.SCAN_CREATE)
    kept = await uploads.take_in(
        session, caller, access, platform.settings, arrived, target_id=None, target_name=item.target
    )
    return NewDependencyScan(
        target_id=kept.target_id,
        scanner="dependencies",
        options=DependencyScanSettings(development=item.development, upload_id=kept.id),
        priority=item.priority,
    )


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content

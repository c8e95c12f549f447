"""Looking again at what was uploaded when newer advisories are there: a flaw may be published long after an upload."""

from __future__ import annotations

import datetime
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.audit.service import SYSTEM, record
from securestack.server.inventory import advisory_store
from securestack.server.inventory.queries_uploads import newest_upload
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.outbox import write_event
from securestack.server.kit.platform import Platform
from securestack.server.models.scans import Scan, ScanQueue
from securestack.server.scans.options import stored_dependency_options
from securestack.server.scans.queries_rescans import outdated_targets
from securestack.server.scans.schemas import DependencyScanSettings

_PRIORITY = -5  # behind what people wait for


async def rescan_outdated(platform: Platform) -> int:
    """Put a scan into the queue for each target that was last scanned with older advisories; return how many."""
    if not platform.settings.rescan_after_update:
        return 0
    status = advisory_store.status(platform.settings)
    if status.handful or not status.built:
        return 0
    built = datetime.datetime.fromisoformat(status.built)
    if built.tzinfo is None:  # a store of somebody's own
        return 0
    async with platform.database.transaction() as session:
        return sum([await _enqueue(session, row) for row in await outdated_targets(session, built)])


async def _enqueue(session: AsyncSession, row: Any) -> bool:
    upload = await newest_upload(session, row["target_id"])
    if upload is None:
        return False
    options = row["options"]
    before = msgspec.json.decode(options) if isinstance(options, str | bytes) else dict(options)
    settings = DependencyScanSettings(development=bool(before.get("development", True)))
    scan = Scan(
        id=new_id(),
        project_id=row["project_id"],
        target_id=row["target_id"],
        scanner="dependencies",
        queue=ScanQueue.CPU,
        target_text=row["target_text"],
        options=stored_dependency_options(settings, upload),
        priority=_PRIORITY,
    )
    session.add(scan)
    await session.flush()
    await write_event(session, "scan.queued", {"scan_id": str(scan.id)}, project_id=scan.project_id)
    after = {"target": scan.target_text, "scanner": scan.scanner, "because": "the advisories were updated"}
    await record(session, SYSTEM, "scan.created", "scan", scan.id, after=after, project_id=scan.project_id)
    return True

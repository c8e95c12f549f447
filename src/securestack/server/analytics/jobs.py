"""What is written down by the clock: how every project stands each day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from securestack.server.analytics import queries_days
from securestack.server.kit.clock import now
from securestack.server.kit.jobs import Job, Queue
from securestack.server.kit.platform import Platform

_KEPT = timedelta(days=800)


async def record_days(platform: Platform, *, at: datetime | None = None) -> None:
    """Write how every project in use stands today, and on the days since it was last written."""
    today = (at or now()).astimezone(UTC).date()
    async with platform.database.transaction() as session:
        waiting = await queries_days.projects_to_record(session, today)
        await queries_days.forget_before(session, today - _KEPT)
    for project in waiting:
        if platform.stopping.is_set():
            return
        async with platform.database.transaction() as session:
            await queries_days.record(session, project["id"], project["since"], today)


JOBS = (Job("analytics.record-days", record_days, queue=Queue.NETWORK, every=timedelta(minutes=30)),)

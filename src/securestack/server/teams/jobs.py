"""What happens to teams by the clock: those that were deleted are taken out of the database."""

from __future__ import annotations

from datetime import timedelta

from securestack.server.kit.jobs import Job
from securestack.server.kit.platform import Platform
from securestack.server.teams.queries_deletion import DELETE_JOB, delete_some


async def delete(platform: Platform) -> None:
    """Delete what was put away, in many small transactions."""
    while not platform.stopping.is_set():
        async with platform.database.transaction() as session:
            if not await delete_some(session):
                return


JOBS = (Job(DELETE_JOB, delete, every=timedelta(minutes=1)),)

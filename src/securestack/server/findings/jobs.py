"""What happens to findings by the clock."""

from __future__ import annotations

from datetime import timedelta

from securestack.server.findings.service import expire_accepted
from securestack.server.kit.jobs import Job
from securestack.server.kit.platform import Platform


async def expire(platform: Platform) -> None:
    """Open the findings whose risk was accepted until now."""
    while not platform.stopping.is_set():
        async with platform.database.transaction() as session:
            if not await expire_accepted(session):
                return


JOBS = (Job("findings.expire", expire, every=timedelta(minutes=5)),)

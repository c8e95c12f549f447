"""The job that forgets what has ended long ago."""

from __future__ import annotations

from datetime import timedelta

from securestack.server.accounts import queries
from securestack.server.kit.clock import now
from securestack.server.kit.jobs import Daily, Job
from securestack.server.kit.platform import Platform

_KEPT = timedelta(days=30)  # the audit log keeps what matters


async def forget_ended(platform: Platform) -> None:
    """Delete sessions and one-time tokens that ended a month ago."""
    async with platform.database.transaction() as session:
        await queries.forget_ended(session, now() - _KEPT)


JOBS = (Job("accounts.forget-ended", forget_ended, every=Daily(hour=3, minute=10)),)
"""The jobs of accounts."""

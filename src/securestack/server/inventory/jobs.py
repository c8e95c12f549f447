"""What workers do about inventories."""

from __future__ import annotations

from datetime import timedelta

import structlog

from securestack.server.inventory import queries_uploads
from securestack.server.inventory.advisories import run_waiting_update, start_daily_update
from securestack.server.kit.jobs import Daily, Job, Queue
from securestack.server.kit.platform import Platform

_log = structlog.get_logger()


async def update_daily(platform: Platform) -> None:
    """Update the advisories where the settings want that every day."""
    if await start_daily_update(platform):
        await run_waiting_update(platform)


async def forget_uploads(platform: Platform) -> None:
    """Delete uploads that are older than they are kept, but for the newest of each target."""
    async with platform.database.transaction() as session:
        count = await queries_uploads.forget_old(session, platform.settings.upload_retention_days)
    _log.info("old uploads deleted", count=count)


JOBS = (
    Job("inventory.update_advisories", run_waiting_update, Queue.CPU, every=timedelta(minutes=5)),
    Job("inventory.update_daily", update_daily, Queue.CPU, every=Daily(hour=2, minute=40)),
    Job("inventory.forget_uploads", forget_uploads, Queue.NETWORK, every=Daily(hour=3, minute=50)),
)

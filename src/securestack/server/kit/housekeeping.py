"""What the kit's own tables forget by themselves: idempotency keys after a day, events long after they were read."""

from __future__ import annotations

from sqlalchemy import text

from securestack.server.kit.idempotency import forget_old_keys
from securestack.server.kit.jobs import Daily, Job
from securestack.server.kit.platform import Platform

_FORGET_EVENTS = text("DELETE FROM outbox_events WHERE published_at < now() - interval '30 days'")


async def forget(platform: Platform) -> None:
    """Delete what nobody asks for any more."""
    async with platform.database.transaction() as session:
        await forget_old_keys(session)
        await session.execute(_FORGET_EVENTS)


JOBS = (Job("kit.forget", forget, every=Daily(hour=2, minute=10)),)

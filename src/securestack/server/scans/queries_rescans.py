"""The statement that finds what was last scanned with older advisories."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_LOCK = 0x5CA7A6
_AT_ONCE = 500  # the next run takes the rest

# A scan after the store was made counts however it ended: what fails is not begun again and again.
_OUTDATED = text(
    "SELECT l.* FROM (SELECT DISTINCT ON (s.target_id) s.target_id, s.project_id, s.target_text, s.options, s.created_at, "
    "s.status FROM scans s WHERE s.scanner = 'dependencies' AND s.target_id IS NOT NULL "
    "ORDER BY s.target_id, s.created_at DESC, s.id DESC) l JOIN projects p ON p.id = l.project_id "
    "WHERE p.archived_at IS NULL AND l.created_at < :built AND l.status NOT IN ('queued', 'running') "
    f"ORDER BY l.created_at LIMIT {_AT_ONCE}"
)


async def outdated_targets(session: AsyncSession, built: datetime) -> Sequence[Any]:
    """Return the last scan of each target whose advisories are newer; nobody else asks until the transaction ends."""
    await session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    return (await session.execute(_OUTDATED, {"built": built})).mappings().all()

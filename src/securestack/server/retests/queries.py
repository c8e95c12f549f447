"""The statements of looks at findings. Only who holds a claim, by its attempt, writes what came of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.kit.database import Reader
from securestack.server.kit.pages import Order, PageQuery, keyset
from securestack.server.models.findings import RetestOutcome
from securestack.server.teams.permissions import first_row

LEASE_SECONDS = 300
MOST_ATTEMPTS = 3
ORDERS = {"created_at": Order("r.created_at", "timestamptz")}
"""What the list can be sorted by."""

_SHOWN = "r.id, r.finding_id, r.status, r.outcome, r.reason, r.created_by, r.created_at, r.started_at, r.finished_at"
_FINDING = """
SELECT f.id, f.project_id, f.target_id, f.rule_id, f.location, f.summary, f.confidence, f.fingerprint, f.state,
    e.evidence, t.locator, p.team_id
FROM findings f JOIN projects p ON p.id = f.project_id LEFT JOIN targets t ON t.id = f.target_id
LEFT JOIN finding_evidence e ON e.finding_id = f.id
WHERE f.id = $1
"""
_CLAIM = f"""
UPDATE finding_retests SET status = 'running', attempt = attempt + 1, started_at = coalesce(started_at, now()),
    lease_expires_at = now() + interval '{LEASE_SECONDS} seconds'
WHERE id = (
    SELECT r.id FROM finding_retests r WHERE r.status = 'queued' ORDER BY r.created_at, r.id LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING id, finding_id, target_id, options, secret_options, created_by, attempt
"""
_END = """
UPDATE finding_retests SET status = 'done', outcome = $3, reason = $4, finished_at = now(), secret_options = NULL,
    lease_expires_at = NULL
WHERE id = $1 AND attempt = $2 AND status = 'running' RETURNING id
"""
_REQUEUE = f"""
UPDATE finding_retests SET
    status = CASE WHEN attempt < {MOST_ATTEMPTS} THEN 'queued' ELSE 'done' END,
    outcome = CASE WHEN attempt < {MOST_ATTEMPTS} THEN NULL ELSE 'unknown' END,
    reason = CASE WHEN attempt < {MOST_ATTEMPTS} THEN NULL ELSE 'The worker that looked was ended, again and again.' END,
    finished_at = CASE WHEN attempt < {MOST_ATTEMPTS} THEN NULL ELSE now() END,
    secret_options = CASE WHEN attempt < {MOST_ATTEMPTS} THEN secret_options END,
    lease_expires_at = NULL
WHERE status = 'running' AND lease_expires_at < now()
"""


async def read_finding(source: Reader | AsyncSession, finding_id: uuid.UUID) -> Any | None:
    """Return what a look needs to know of a finding."""
    return await first_row(source, _FINDING, finding_id)


async def lock_finding(session: AsyncSession, finding_id: uuid.UUID) -> None:
    """Wait until nobody else begins a look at this finding."""
    await first_row(session, "SELECT f.id FROM findings f WHERE f.id = $1 FOR NO KEY UPDATE", finding_id)


async def under_way(session: AsyncSession, finding_id: uuid.UUID) -> bool:
    """Return whether a look at this finding waits or runs."""
    sql = "SELECT 1 FROM finding_retests r WHERE r.finding_id = $1 AND r.status <> 'done'"
    return await first_row(session, sql, finding_id) is not None


async def read_retest(source: Reader | AsyncSession, retest_id: uuid.UUID) -> Any | None:
    """Return a look."""
    return await first_row(source, f"SELECT {_SHOWN} FROM finding_retests r WHERE r.id = $1", retest_id)


async def list_retests(
    reader: Reader, finding_id: uuid.UUID, query: PageQuery, key: bytes
) -> tuple[Sequence[Any], str | None]:
    """Return a page of the looks at a finding."""
    page = keyset(query, ORDERS, default="-created_at", key=key, id_sql="r.id", arguments=[finding_id])
    rows = await reader.fetch(
        f"SELECT {_SHOWN}, {page.key_sql} FROM finding_retests r WHERE r.finding_id = $1 {page.and_where} {page.order_sql}",
        *page.arguments,
    )
    return page.cut(rows)


async def claim(session: AsyncSession) -> Any | None:
    """Claim the look that waits longest; None when none does."""
    return await first_row(session, _CLAIM)


async def end(
    session: AsyncSession, retest_id: uuid.UUID, attempt: int, outcome: RetestOutcome, reason: str
) -> bool:
    """Write what a look showed; return False when it was taken over by another worker."""
    return await first_row(session, _END, retest_id, attempt, outcome.value, reason) is not None


async def requeue_lost(session: AsyncSession) -> int:
    """Put back the looks whose worker has died, and return how many wait now."""
    await (await session.connection()).exec_driver_sql(_REQUEUE)
    row = await first_row(
        session, "SELECT count(*) AS count FROM finding_retests r WHERE r.status = 'queued'"
    )
    return int(row["count"]) if row else 0


async def seen_now(session: AsyncSession, finding_id: uuid.UUID, at: datetime, evidence: str | None) -> None:
    """Write that a finding was seen, with its newest proof where there is one."""
    connection = await session.connection()
    await connection.exec_driver_sql(
        "UPDATE findings SET last_seen_at = greatest(last_seen_at, $2::timestamptz), version = version + 1, "
        "updated_at = now() WHERE id = $1",
        (finding_id, at),
    )
    if evidence is not None:
        await connection.exec_driver_sql(
            "UPDATE finding_evidence SET evidence = $2::text::jsonb, updated_at = now() WHERE finding_id = $1",
            (finding_id, evidence),
        )

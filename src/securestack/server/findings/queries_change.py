"""The statements that change findings: each takes any number of them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.findings.changes import Standing
from securestack.server.findings.queries_filter import Condition
from securestack.server.teams.permissions import all_rows, first_row

_COLUMNS = ", ".join(f"f.{name}" for name in Standing.__struct_fields__)
_STANDING = (
    f"SELECT {_COLUMNS}, f.rule_severity, f.first_seen_at, f.version FROM findings f WHERE f.project_id = $1"
)

_SAVE = """
UPDATE findings f SET state = b.state, state_reason = b.state_reason, state_changed_at = b.state_changed_at,
    accepted_until = b.accepted_until, fixed_at = b.fixed_at, severity = b.severity,
    severity_by_person = b.severity_by_person, assignee_id = b.assignee_id, due_at = b.due_at,
    due_by_person = b.due_by_person, version = f.version + 1, updated_at = now()
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[],
    $7::smallint[], $8::boolean[], $9::uuid[], $10::timestamptz[], $11::boolean[])
    AS b (id, state, state_reason, state_changed_at, accepted_until, fixed_at, severity, severity_by_person,
    assignee_id, due_at, due_by_person)
WHERE f.id = b.id
"""

_EXPIRED = """
WITH expired AS (
    SELECT f.id FROM findings f WHERE f.state = 'accepted' AND f.accepted_until <= $1
    ORDER BY f.accepted_until LIMIT $2 FOR UPDATE SKIP LOCKED
)
UPDATE findings f SET state = 'open', state_reason = NULL, state_changed_at = $1::timestamptz, accepted_until = NULL,
    version = f.version + 1, updated_at = now()
FROM expired x WHERE f.id = x.id RETURNING f.id, f.project_id
"""


async def standing(
    session: AsyncSession,
    project_id: uuid.UUID,
    *,
    ids: Sequence[uuid.UUID] | None = None,
    condition: Condition | None = None,
    limit: int,
) -> Sequence[Any]:
    """Return what is decided about findings of a project, locked: of these ids, or of a filter whose arguments begin at `$2`."""
    if ids is not None:
        where, arguments = " AND f.id = ANY($2::uuid[])", [list(ids)]
    else:
        assert condition is not None
        where, arguments = condition.whole, condition.arguments
    sql = f"{_STANDING}{where} ORDER BY f.id LIMIT {limit} FOR UPDATE"
    return await all_rows(session, sql, project_id, *arguments)


async def save(session: AsyncSession, findings: Sequence[Standing]) -> None:
    """Write how findings stand now."""
    columns = [[getattr(row, name) for row in findings] for name in Standing.__struct_fields__]
    await (await session.connection()).exec_driver_sql(_SAVE, tuple(columns))


async def is_member(session: AsyncSession, team_id: uuid.UUID, user_id: uuid.UUID) -> bool:
    """Return whether somebody is in a team, and may log in."""
    sql = (
        "SELECT 1 FROM memberships m JOIN users u ON u.id = m.user_id "
        "WHERE m.team_id = $1 AND m.user_id = $2 AND u.is_active"
    )
    return await first_row(session, sql, team_id, user_id) is not None


async def expire(session: AsyncSession, at: datetime, limit: int) -> Sequence[Any]:
    """Open what was accepted until now, and return it; rows that somebody changes at this moment come next time."""
    return await all_rows(session, _EXPIRED, at, limit)

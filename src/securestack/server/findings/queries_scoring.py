"""The statements that score findings anew: each takes a whole batch."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.kit.database import Reader
from securestack.server.teams.permissions import all_rows

# Evidence is read of packages only: there it says what is known of the flaw; that of others does not count, and is large.
_SCORABLE = """
SELECT f.id, f.rule_id, f.title, f.summary, f.confidence, f.severity, f.severity_by_person, f.priority, f.priority_key,
    r.title AS rule_title, r.cwe, r.texts ->> 'what' AS what, f.location::text AS location, e.evidence::text AS evidence,
    x.subject ->> 'circumstances' AS circumstances
FROM findings f
LEFT JOIN rules r ON r.project_id = f.project_id AND r.id = f.rule_id
LEFT JOIN finding_evidence e ON e.finding_id = f.id AND f.location ->> 'type' = 'package'
LEFT JOIN priority_explanations x ON x.project_id = f.project_id AND x.key = f.priority_key
"""

_SAVE = """
UPDATE findings f SET priority = b.priority, priority_key = b.key
FROM unnest($1::uuid[], $2::smallint[], $3::bytea[]) AS b (id, priority, key) WHERE f.id = b.id
"""


async def scorable(session: AsyncSession, project_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> Sequence[Any]:
    """Return what a score is made of, of these findings of a project, locked in one order."""
    sql = f"{_SCORABLE} WHERE f.project_id = $1 AND f.id = ANY($2::uuid[]) ORDER BY f.id FOR UPDATE OF f"
    return await all_rows(session, sql, project_id, list(ids))


async def scorable_after(
    session: AsyncSession, project_id: uuid.UUID, after: uuid.UUID | None, limit: int
) -> Sequence[Any]:
    """Return the same of the next findings behind one, or from the first on."""
    sql = (
        f"{_SCORABLE} WHERE f.id = ANY(ARRAY(SELECT n.id FROM findings n WHERE n.project_id = $1 "
        "AND ($2::uuid IS NULL OR n.id > $2) ORDER BY n.id LIMIT $3)) ORDER BY f.id FOR UPDATE OF f"
    )
    return await all_rows(session, sql, project_id, after, limit)


async def scorable_one(reader: Reader, finding_id: uuid.UUID) -> Any | None:
    """Return the same of one finding, to look at."""
    rows = await reader.fetch(f"{_SCORABLE} WHERE f.id = $1", finding_id)
    return rows[0] if rows else None


async def save_scores(session: AsyncSession, columns: Sequence[Sequence[Any]]) -> None:
    """Write scores. Columns: id, priority, key of the explanation."""
    await (await session.connection()).exec_driver_sql(_SAVE, tuple(map(list, columns)))

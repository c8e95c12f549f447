"""The SQL of priorities and policies."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.findings.queries_filter import SEVERITY_WORDS
from securestack.server.kit.database import Reader
from securestack.server.kit.pages import Order, PageQuery, keyset
from securestack.server.teams.permissions import all_rows, first_row

_PRIORITY = """
SELECT f.id, f.project_id, f.priority, x.priority AS told, x.created_at,
    coalesce(r.state <> 'completed', false) AS updating
FROM findings f
LEFT JOIN priority_explanations x ON x.project_id = f.project_id AND x.key = f.priority_key
LEFT JOIN priority_runs r ON r.project_id = f.project_id
WHERE f.id = $1
"""

_POLICY = """
SELECT y.version, y.points, y.note, y.created_by, u.name AS created_by_name, y.created_at
FROM priority_policies y LEFT JOIN users u ON u.id = y.created_by
WHERE y.team_id = $1 ORDER BY y.version DESC LIMIT 1
"""

_VERSIONS = """
SELECT y.id, y.version, y.points, y.note, y.created_by, u.name AS created_by_name, y.created_at, {page.key_sql}
FROM priority_policies y LEFT JOIN users u ON u.id = y.created_by WHERE y.team_id = $1 {page.and_where} {page.order_sql}
"""

_SAVE_POLICY = """
INSERT INTO priority_policies (id, team_id, version, points, note, created_by, created_at)
VALUES ($1, $2, $3, $4::text::jsonb, $5, $6, now())
"""

_PROGRESS = """
SELECT r.project_id, r.state, r.reason, r.total, r.done, r.changed, r.requested_at, r.started_at, r.finished_at
FROM priority_runs r
"""

_OPEN = "f.state IN ('open', 'confirmed', 'reopened')"

_KINDS = f"""
SELECT k.project_id, k.priority_key AS key, k.count, x.priority::text AS priority, x.subject::text AS subject
FROM (
    SELECT f.project_id, f.priority_key, count(*) AS count FROM findings f JOIN projects p ON p.id = f.project_id
    WHERE p.team_id = $1 AND {_OPEN} GROUP BY 1, 2
) k LEFT JOIN priority_explanations x ON x.project_id = k.project_id AND x.key = k.priority_key
ORDER BY k.count DESC, k.priority_key LIMIT $2
"""

_EXAMPLES = f"""
SELECT DISTINCT ON (f.project_id, f.priority_key) f.id, f.project_id, p.name AS project_name, f.priority_key AS key,
    f.title, f.severity, f.state
FROM unnest($1::uuid[], $2::bytea[]) AS k (project_id, key)
JOIN findings f ON f.project_id = k.project_id AND f.priority_key = k.key AND {_OPEN}
JOIN projects p ON p.id = f.project_id
ORDER BY f.project_id, f.priority_key, f.severity DESC, f.id
"""

_FACTS = f"""
SELECT f.id, f.project_id, f.rule_id, f.title, {SEVERITY_WORDS}[f.severity + 1] AS severity, f.confidence, f.summary,
    f.location::text AS location, r.title AS rule_title, r.cwe, r.texts::text AS texts, e.evidence::text AS evidence
FROM findings f
LEFT JOIN rules r ON r.project_id = f.project_id AND r.id = f.rule_id
LEFT JOIN finding_evidence e ON e.finding_id = f.id
WHERE f.id = $1
"""

VERSION_ORDERS = {"version": Order("y.version", "integer")}
"""What versions of a policy can be sorted by."""


async def read_priority(reader: Reader, finding_id: uuid.UUID) -> Any | None:
    """Return a finding's number, its explanation where there is one, and whether it is being scored anew."""
    return await reader.fetch_one(_PRIORITY, finding_id)


async def read_policy(source: Reader | AsyncSession, team_id: uuid.UUID) -> Any | None:
    """Return the newest policy of a team, or None where it has none of its own."""
    return await first_row(source, _POLICY, team_id)


async def list_versions(
    reader: Reader, team_id: uuid.UUID, query: PageQuery, key: bytes
) -> tuple[Sequence[Any], str | None]:
    """Return a page of the versions of a team's policy."""
    page = keyset(query, VERSION_ORDERS, default="-version", key=key, id_sql="y.id", arguments=[team_id])
    rows = await reader.fetch(_VERSIONS.format(page=page), *page.arguments)
    return page.cut(rows)


async def lock_policies(session: AsyncSession, team_id: uuid.UUID) -> None:
    """Wait until nobody else saves a policy of the team."""
    await all_rows(
        session, "SELECT pg_advisory_xact_lock(hashtextextended('policy:' || $1::text, 0))", str(team_id)
    )


async def save_policy(session: AsyncSession, *values: Any) -> None:
    """Write a version: id, team, version, points as JSON, note, who."""
    await (await session.connection()).exec_driver_sql(_SAVE_POLICY, values)


async def read_progress(source: Reader | AsyncSession, project_id: uuid.UUID) -> Any | None:
    """Return how far the scoring of a project is; None where it was never scored as a whole."""
    return await first_row(source, f"{_PROGRESS} WHERE r.project_id = $1", project_id)


async def progress_of_team(source: Reader | AsyncSession, team_id: uuid.UUID) -> Sequence[Any]:
    """Return the same of a team's projects that are being scored."""
    sql = (
        f"{_PROGRESS} JOIN projects p ON p.id = r.project_id WHERE p.team_id = $1 AND r.state <> 'completed' "
        "ORDER BY r.project_id LIMIT 200"
    )
    return await all_rows(source, sql, team_id)


async def kinds_of_team(reader: Reader, team_id: uuid.UUID, most: int) -> Sequence[Any]:
    """Return what explains the scores of a team's findings still to be done, and how many share each; commonest first."""
    return await reader.fetch(_KINDS, team_id, most)


async def examples(reader: Reader, wanted: Sequence[tuple[uuid.UUID, bytes]]) -> Sequence[Any]:
    """Return for each of some explanations the worst finding that it explains."""
    projects, keys = [project for project, _ in wanted], [key for _, key in wanted]
    return await reader.fetch(_EXAMPLES, projects, keys)


async def read_facts(reader: Reader, finding_id: uuid.UUID) -> Any | None:
    """Return what a language model may be told of a finding, before it is masked."""
    return await reader.fetch_one(_FACTS, finding_id)

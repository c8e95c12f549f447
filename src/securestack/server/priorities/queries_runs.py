"""The SQL of scoring whole projects anew. A row of `priority_runs` is the truth; a message to a worker is a hint."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.teams.permissions import all_rows, first_row

# What the scores of a project are made with now, beside the findings. Feeds, model and day only go forward: workers that
# have an older store, or run an older version, must not turn them back.
_INPUTS = """
jsonb_build_object('exposure', p.exposure, 'importance', p.importance, 'data_sensitivity', p.data_sensitivity,
    'policy', coalesce((SELECT max(y.version) FROM priority_policies y WHERE y.team_id = p.team_id), 0),
    'team', p.team_id,
    'feeds', greatest(coalesce(r.inputs ->> 'feeds', ''), $1::text),
    'engine', greatest(coalesce(r.inputs ->> 'engine', ''), $2::text),
    'day', greatest(coalesce(r.inputs ->> 'day', ''), $3::text))
"""

_REQUEST = f"""
INSERT INTO priority_runs (project_id, state, inputs, reason, total, done, changed, cursor, requested_at)
SELECT p.id, 'queued', n.inputs, CASE
        WHEN r.project_id IS NULL THEN 'the project is new'
        WHEN r.inputs ->> 'team' <> n.inputs ->> 'team' THEN 'the project went to another team'
        WHEN r.inputs ->> 'policy' <> n.inputs ->> 'policy' THEN 'the policy of the team'
        WHEN (r.inputs ->> 'exposure', r.inputs ->> 'importance', r.inputs ->> 'data_sensitivity')
            <> (p.exposure, p.importance, p.data_sensitivity) THEN 'what is said of the project'
        WHEN r.inputs ->> 'feeds' <> n.inputs ->> 'feeds' THEN 'what is known of exploited flaws'
        WHEN r.inputs ->> 'engine' <> n.inputs ->> 'engine' THEN 'a new model'
        ELSE 'a new day' END,
    0, 0, 0, NULL, now()
FROM projects p JOIN teams t ON t.id = p.team_id AND t.deleted_at IS NULL
LEFT JOIN priority_runs r ON r.project_id = p.id CROSS JOIN LATERAL (SELECT {_INPUTS} AS inputs) n
WHERE p.archived_at IS NULL AND r.inputs IS DISTINCT FROM n.inputs AND ($4::uuid IS NULL OR p.team_id = $4)
ON CONFLICT (project_id) DO UPDATE SET
    state = 'queued', inputs = excluded.inputs, reason = excluded.reason, total = 0, done = 0, changed = 0, cursor = NULL,
    requested_at = excluded.requested_at, started_at = NULL, finished_at = NULL, lease_until = NULL
RETURNING project_id
"""

_CLAIM = """
UPDATE priority_runs r SET state = 'running', lease_until = now() + $1::interval, started_at = coalesce(r.started_at, now()),
    total = CASE WHEN r.cursor IS NULL THEN (SELECT count(*) FROM findings f WHERE f.project_id = r.project_id) ELSE r.total END
WHERE r.project_id = (
    SELECT w.project_id FROM priority_runs w WHERE w.state = 'queued' OR (w.state = 'running' AND w.lease_until < now())
    ORDER BY w.requested_at LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING r.project_id
"""

_STANDING = "SELECT r.state, r.cursor FROM priority_runs r WHERE r.project_id = $1 FOR UPDATE"

_ADVANCE = """
UPDATE priority_runs SET cursor = $2::uuid, done = done + $3, changed = changed + $4, lease_until = now() + $5::interval,
    total = greatest(total, done + $3)
WHERE project_id = $1
"""

_FINISH = """
UPDATE priority_runs SET state = 'completed', finished_at = now(), lease_until = NULL, total = done WHERE project_id = $1
"""

_FORGET = """
DELETE FROM priority_explanations x WHERE x.project_id = $1
    AND NOT EXISTS (SELECT FROM findings f WHERE f.project_id = $1 AND f.priority_key = x.key)
"""

_WAITING = """
SELECT count(*) AS count FROM priority_runs WHERE state = 'queued' OR (state = 'running' AND lease_until < now())
"""


async def request_stale(
    session: AsyncSession, *, feeds: str, engine: str, day: str, team_id: uuid.UUID | None = None
) -> Sequence[Any]:
    """Ask for the scoring of every project whose scores were made with something else than there is now."""
    return await all_rows(session, _REQUEST, feeds, engine, day, team_id)


async def claim(session: AsyncSession, lease: Any) -> uuid.UUID | None:
    """Return a project that waits to be scored, or whose worker died, now claimed for some time."""
    row = await first_row(session, _CLAIM, lease)
    return None if row is None else row["project_id"]


async def standing(session: AsyncSession, project_id: uuid.UUID) -> Any | None:
    """Return state and cursor of a run, locked."""
    return await first_row(session, _STANDING, project_id)


async def advance(session: AsyncSession, *values: Any) -> None:
    """Write how far a run is: project, cursor, findings done, of which changed, and for how long it is claimed."""
    await _run(session, _ADVANCE, *values)


async def finish(session: AsyncSession, project_id: uuid.UUID) -> None:
    """Write that a run is complete, and forget explanations that explain nothing any more."""
    await _run(session, _FINISH, project_id)
    await _run(session, _FORGET, project_id)


async def waiting(session: AsyncSession) -> int:
    """Return how many projects wait to be scored."""
    row = await first_row(session, _WAITING)
    assert row is not None
    return int(row["count"])


async def _run(session: AsyncSession, sql: str, *arguments: Any) -> None:
    await (await session.connection()).exec_driver_sql(sql, arguments)

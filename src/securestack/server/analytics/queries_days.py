"""The statements that write how projects stand each day.

Of days that nobody recorded, what was open is told from the findings themselves: from the day on which one was first
seen to the day on which it was fixed or set aside. What was reopened in between counts as open throughout. A day that
is over, and was recorded while it lasted or on the day after, is never written again.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.teams.permissions import all_rows

KNOWN_BEFORE = 180
"""Days that are told from the findings when a project is recorded for the first time."""

_PROJECTS = """
SELECT p.id, greatest(
    coalesce((SELECT max(d.day) FROM project_days d WHERE d.project_id = p.id), $1::date - $2::int),
    $1::date - $2::int
) AS since
FROM projects p WHERE p.archived_at IS NULL ORDER BY p.id
"""
_RECORD = """
INSERT INTO project_days AS d (project_id, day, critical, high, medium, low, informational, overdue, appeared, fixed,
    seconds_to_fix)
WITH lives AS MATERIALIZED (
    SELECT f.severity, f.fixed_at, f.first_seen_at, (f.first_seen_at AT TIME ZONE 'UTC')::date AS first_day,
        CASE WHEN f.state IN ('fixed', 'false-positive', 'accepted')
            THEN (coalesce(f.fixed_at, f.state_changed_at, f.last_seen_at) AT TIME ZONE 'UTC')::date END AS last_day,
        (f.due_at AT TIME ZONE 'UTC')::date + 1 AS late_day
    FROM findings f WHERE f.project_id = $1
), changes AS (
    SELECT first_day AS day, severity, 1 AS open, 0 AS overdue FROM lives
    UNION ALL SELECT last_day, severity, -1, 0 FROM lives WHERE last_day IS NOT NULL
    UNION ALL SELECT late_day, severity, 0, 1 FROM lives WHERE late_day <= coalesce(last_day, 'infinity')
    UNION ALL SELECT last_day, severity, 0, -1 FROM lives WHERE late_day <= last_day
), sums AS (
    SELECT greatest(day, $2::date) AS day, sum(open) FILTER (WHERE severity = 4) AS critical,
        sum(open) FILTER (WHERE severity = 3) AS high, sum(open) FILTER (WHERE severity = 2) AS medium,
        sum(open) FILTER (WHERE severity = 1) AS low, sum(open) FILTER (WHERE severity = 0) AS informational,
        sum(overdue) AS overdue
    FROM changes WHERE day <= $3::date GROUP BY 1
), appeared AS (
    SELECT first_day AS day, count(*) AS number FROM lives WHERE first_day >= $2::date GROUP BY 1
), fixed AS (
    SELECT (fixed_at AT TIME ZONE 'UTC')::date AS day, count(*) AS number,
        sum(extract(epoch FROM fixed_at - first_seen_at)) AS seconds
    FROM lives WHERE fixed_at >= $2::date GROUP BY 1
)
SELECT $1, day.day, coalesce(sum(s.critical) OVER before, 0), coalesce(sum(s.high) OVER before, 0),
    coalesce(sum(s.medium) OVER before, 0), coalesce(sum(s.low) OVER before, 0),
    coalesce(sum(s.informational) OVER before, 0), coalesce(sum(s.overdue) OVER before, 0),
    coalesce(a.number, 0), coalesce(x.number, 0), coalesce(x.seconds, 0)
FROM (SELECT generate_series($2::date, $3::date, interval '1 day')::date AS day) day
LEFT JOIN sums s USING (day) LEFT JOIN appeared a USING (day) LEFT JOIN fixed x USING (day)
WINDOW before AS (ORDER BY day.day)
ON CONFLICT (project_id, day) DO UPDATE SET critical = excluded.critical, high = excluded.high,
    medium = excluded.medium, low = excluded.low, informational = excluded.informational, overdue = excluded.overdue,
    appeared = excluded.appeared, fixed = excluded.fixed, seconds_to_fix = excluded.seconds_to_fix
"""


async def projects_to_record(session: AsyncSession, today: date) -> Sequence[Any]:
    """Return the projects in use, each with the first day that is to be written: the last that was, or long ago."""
    return await all_rows(session, _PROJECTS, today, KNOWN_BEFORE)


async def record(session: AsyncSession, project_id: uuid.UUID, since: date, today: date) -> None:
    """Write how a project stood on each day from one to another."""
    # One pass over all findings of the project: seconds where there are a million.
    await session.execute(text("SET LOCAL statement_timeout = '10min'"))
    await (await session.connection()).exec_driver_sql(_RECORD, (project_id, since, today))


async def forget_before(session: AsyncSession, day: date) -> None:
    """Forget days before one."""
    await session.execute(text("DELETE FROM project_days WHERE day < :day"), {"day": day})

"""Statements over many projects: how they stand, what happened lately, and what needs attention."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from securestack.server.analytics.schemas import OverviewQuery
from securestack.server.kit.caller import Caller
from securestack.server.kit.database import Reader
from securestack.server.teams.permissions import Right, visible_projects_sql

SHOWN = 8
_ACTIVE = "f.state IN ('open', 'confirmed', 'reopened')"
_TODAY = "date_trunc('day', now(), 'UTC')"
_LONGEST = 500  # targets without proof that are looked at

# An index holds all that is looked at: the rows themselves are not read.
_STANDING = f"""
SELECT f.project_id, f.severity, count(*) AS open, count(*) FILTER (WHERE f.due_at < now()) AS overdue,
    count(*) FILTER (WHERE f.first_seen_at >= now() - interval '7 days') AS recent
FROM findings f WHERE f.project_id = ANY($1::uuid[]) AND {_ACTIVE} GROUP BY 1, 2
"""
_TODAYS = f"""
SELECT project_id, sum(appeared)::int AS appeared, sum(fixed)::int AS fixed, sum(seconds)::bigint AS seconds FROM (
    SELECT f.project_id, count(*) AS appeared, 0 AS fixed, 0 AS seconds FROM findings f
    WHERE f.project_id = ANY($1::uuid[]) AND f.first_seen_at >= {_TODAY} GROUP BY 1
    UNION ALL
    SELECT f.project_id, 0, count(*), sum(extract(epoch FROM f.fixed_at - f.first_seen_at)) FROM findings f
    WHERE f.project_id = ANY($1::uuid[]) AND f.fixed_at >= {_TODAY} GROUP BY 1
) happened GROUP BY 1
"""
_DAYS = """
SELECT day, sum(critical)::int AS critical, sum(high)::int AS high, sum(medium)::int AS medium, sum(low)::int AS low,
    sum(informational)::int AS informational, sum(overdue)::int AS overdue, sum(appeared)::int AS appeared,
    sum(fixed)::int AS fixed, sum(seconds_to_fix)::bigint AS seconds
FROM project_days WHERE project_id = ANY($1::uuid[]) AND day > $2::date - 180 AND day < $2 GROUP BY day ORDER BY day
"""
_NEW = f"""
SELECT f.id, f.project_id, p.name AS project_name, f.title, f.location_text AS location, f.severity, f.state,
    f.first_seen_at, f.due_at
FROM unnest($1::uuid[]) AS wanted (project_id)
CROSS JOIN unnest(ARRAY[4, 3]::smallint[]) AS grave (severity)
CROSS JOIN unnest(ARRAY['open', 'confirmed', 'reopened']) AS active (state)
CROSS JOIN LATERAL (
    SELECT f.id FROM findings f
    WHERE f.project_id = wanted.project_id AND f.state = active.state AND f.severity = grave.severity
        AND f.first_seen_at >= now() - interval '7 days'
    ORDER BY f.id DESC LIMIT {SHOWN}
) newest
JOIN findings f ON f.id = newest.id JOIN projects p ON p.id = f.project_id
ORDER BY f.severity DESC, f.first_seen_at DESC, f.id DESC LIMIT {SHOWN}
"""
_TROUBLED = f"""
SELECT s.id, t.project_id, p.name AS project_name, s.target_text AS target, s.status, s.reason, s.finished_at,
    count(*) OVER () AS number
FROM targets t JOIN projects p ON p.id = t.project_id
CROSS JOIN LATERAL (
    SELECT s.id, s.target_text, s.status, s.reason, s.finished_at FROM scans s
    WHERE s.target_id = t.id AND s.status NOT IN ('queued', 'running', 'cancelled')
    ORDER BY s.created_at DESC LIMIT 1
) s
WHERE t.project_id = ANY($1::uuid[]) AND s.status IN ('failed', 'incomplete')
ORDER BY s.finished_at DESC LIMIT {SHOWN}
"""
_UNPROVEN = f"""
SELECT t.id, t.project_id, p.name AS project_name, t.name, t.locator, t.kind, t.verified_at,
    t.verification_error AS problem
FROM targets t JOIN projects p ON p.id = t.project_id
WHERE t.project_id = ANY($1::uuid[]) AND t.verified_at IS NULL AND t.kind IN ('web', 'api')
ORDER BY t.id DESC LIMIT {_LONGEST}
"""


async def projects(reader: Reader, caller: Caller, query: OverviewQuery) -> Sequence[Any]:
    """Return the projects in use that the caller may read and asks for: none for what is foreign or missing."""
    visible = visible_projects_sql(caller, Right.FINDING_READ, "p.id", place=3)
    return await reader.fetch(
        "SELECT p.id, p.name, t.name AS team_name FROM projects p JOIN teams t ON t.id = p.team_id "
        "WHERE p.archived_at IS NULL AND ($1::uuid IS NULL OR p.team_id = $1) AND ($2::uuid IS NULL OR p.id = $2) "
        f"AND {visible.sql}",
        query.team,
        query.project,
        *visible.arguments,
    )


async def standing(reader: Reader, projects: Sequence[uuid.UUID]) -> Sequence[Any]:
    """Return what is open, overdue and a week old at most, by project and severity rank."""
    return await reader.fetch(_STANDING, projects)


async def todays(reader: Reader, projects: Sequence[uuid.UUID]) -> Sequence[Any]:
    """Return what appeared and what was fixed today, by project."""
    return await reader.fetch(_TODAYS, projects)


async def days(reader: Reader, projects: Sequence[uuid.UUID], today: date) -> Sequence[Any]:
    """Return how projects stood together on the 179 days before today, as far as it was recorded."""
    return await reader.fetch(_DAYS, projects, today)


async def new_findings(reader: Reader, projects: Sequence[uuid.UUID]) -> Sequence[Any]:
    """Return the gravest findings of the last week that nobody has dealt with."""
    return await reader.fetch(_NEW, projects)


async def troubled_scans(reader: Reader, projects: Sequence[uuid.UUID]) -> Sequence[Any]:
    """Return the newest scans of targets where these failed or did not look everywhere, each with their `number`."""
    return await reader.fetch(_TROUBLED, projects)


async def unproven_targets(reader: Reader, projects: Sequence[uuid.UUID]) -> Sequence[Any]:
    """Return targets without a proof of control, the newest first; some of them may be allowed all the same."""
    return await reader.fetch(_UNPROVEN, projects)

"""Statements about projects."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.kit.cache import Cache
from securestack.server.kit.caller import Caller
from securestack.server.kit.database import Reader
from securestack.server.kit.pages import Order, keyset
from securestack.server.models.findings import ACTIVE_STATES
from securestack.server.models.projects import Project
from securestack.server.projects.schemas import Archived, ProjectQuery
from securestack.server.teams.permissions import Right, all_rows, first_row, visible_projects_sql

ORDERS = {
    "name": Order("lower(p.name)", "text"),
    "importance": Order(
        "array_position(ARRAY['low', 'medium', 'high', 'critical'], p.importance::text)", "int"
    ),
    "created_at": Order("p.created_at", "timestamptz"),
    "updated_at": Order("p.updated_at", "timestamptz"),
}

_PROJECT = """p.id, p.team_id, t.name AS team_name, p.name, p.slug, p.description, p.importance, p.data_sensitivity,
 p.exposure, p.sla_days, p.max_concurrent_scans, m.role, p.archived_at, p.created_at, p.updated_at, p.version"""
_FROM = "projects p JOIN teams t ON t.id = p.team_id LEFT JOIN memberships m ON m.team_id = p.team_id AND m.user_id = $1"
_ARCHIVED = {Archived.NO: " AND p.archived_at IS NULL", Archived.ONLY: " AND p.archived_at IS NOT NULL"}

_SEVERITIES = ("informational", "low", "medium", "high", "critical")
_ACTIVE = [state.value for state in ACTIVE_STATES]
# Counting reads the index entry of every open finding. Of projects with very many it is done once in a while, and of
# several that have many together not for everybody who asks at the same time.
_MANY = 5_000  # open findings; about a millisecond
_MANY_TOGETHER = 1_000
_MOMENT = 2.0  # seconds
_counts: Cache[uuid.UUID, dict[str, int]] = Cache("open-findings", seconds=30.0)


async def list_projects(
    reader: Reader, caller: Caller, query: ProjectQuery, key: bytes
) -> tuple[Sequence[Any], str | None]:
    """Return a page of the projects the caller may read."""
    visible = visible_projects_sql(caller, Right.PROJECT_READ, "p.id", place=2)
    arguments: list[Any] = [caller.user_id, *visible.arguments]
    where = visible.sql + _ARCHIVED.get(query.archived, "")
    for column in ("team_id", "importance", "data_sensitivity", "exposure"):
        if (wanted := getattr(query, column)) is not None:
            arguments.append(wanted)
            where += f" AND p.{column} = ${len(arguments)}"
    if query.search is not None:
        arguments.append(query.search)
        where += f" AND position(lower(${len(arguments)}) in lower(p.name || ' ' || p.description)) > 0"
    page = keyset(query, ORDERS, default="name", key=key, id_sql="p.id", arguments=arguments)
    rows = await reader.fetch(
        f"SELECT {_PROJECT}, {page.key_sql} FROM {_FROM} WHERE {where} {page.and_where} {page.order_sql}",
        *page.arguments,
    )
    return page.cut(rows)


async def read_project(source: Reader | AsyncSession, caller: Caller, project_id: uuid.UUID) -> Any:
    """Return one project, which the caller may read."""
    return await first_row(
        source, f"SELECT {_PROJECT} FROM {_FROM} WHERE p.id = $2", caller.user_id, project_id
    )


async def count_open(
    source: Reader | AsyncSession, project_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, dict[str, int]]:
    """Return how many findings of each severity are open in each project; of large ones some seconds old."""
    counts = {one: known for one in project_ids if (known := _counts.known(one)) is not None}
    missing = [one for one in project_ids if one not in counts]
    if not missing:
        return counts
    fresh = {one: dict.fromkeys((*_SEVERITIES, "total"), 0) for one in missing}
    rows = await all_rows(
        source,
        "SELECT project_id, severity, count(*) AS number FROM findings "
        "WHERE project_id = ANY($1::uuid[]) AND state = ANY($2) GROUP BY project_id, severity",
        missing,
        _ACTIVE,
    )
    for row in rows:
        of_project = fresh[row["project_id"]]
        of_project[_SEVERITIES[row["severity"]]] = row["number"]
        of_project["total"] += row["number"]
    together = sum(of_project["total"] for of_project in fresh.values())
    for project_id, of_project in fresh.items():
        if of_project["total"] > _MANY:
            _counts.put(project_id, of_project)
        elif together > _MANY_TOGETHER:
            _counts.put(project_id, of_project, seconds=_MOMENT)
    return counts | fresh


async def lock_project(session: AsyncSession, project_id: uuid.UUID) -> Project | None:
    """Return a project that nobody else changes until the transaction ends, or None."""
    return await session.get(Project, project_id, with_for_update=True, populate_existing=True)


async def slugs_of_team(session: AsyncSession, team_id: uuid.UUID) -> set[str]:
    """Return the slugs that the projects of a team have; nobody adds one until the transaction ends."""
    await session.execute(text("SELECT 1 FROM teams WHERE id = :team FOR NO KEY UPDATE"), {"team": team_id})
    return set(await session.scalars(select(Project.slug).where(Project.team_id == team_id)))

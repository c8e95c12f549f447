"""How teams and projects go: out of sight at once, and out of the database in small steps, by a job.

A team that is deleted has no members any more, so that by the rules for all others nobody reaches what is in it. A
project that is deleted alone moves into such a team, made for it. What then remains is rows: a million findings take
minutes, in transactions that never hold anything for long.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.kit.clock import now
from securestack.server.kit.identifiers import new_id
from securestack.server.models.teams import Team

DELETE_JOB = "teams.delete"
"""The job that takes out of the database what was put away."""

AT_ONCE = 2_000  # findings, and scans, in one transaction

# In this order, so that no row is left that a later step would have to look for one by one.
_STEPS = (
    "DELETE FROM findings WHERE id IN (SELECT id FROM findings WHERE project_id = :project LIMIT :at_once)",
    "DELETE FROM priority_explanations WHERE (project_id, key) IN "
    "(SELECT project_id, key FROM priority_explanations WHERE project_id = :project LIMIT :at_once)",
    "DELETE FROM packages WHERE id IN (SELECT id FROM packages WHERE project_id = :project LIMIT :at_once)",
    "DELETE FROM uploads WHERE id IN (SELECT id FROM uploads WHERE project_id = :project LIMIT 20)",
    "DELETE FROM sboms WHERE id IN (SELECT id FROM sboms WHERE project_id = :project LIMIT 200)",
    "DELETE FROM scans WHERE id IN (SELECT id FROM scans WHERE project_id = :project LIMIT :at_once)",
)


async def put_away_team(session: AsyncSession, team_id: uuid.UUID) -> None:
    """Take a team out of everybody's sight, with its projects, their keys and its invitations."""
    named = {"team": team_id, "text": str(team_id)}
    await _put_away_projects(session, "team_id = :team", named)
    for sql in (
        "DELETE FROM one_time_tokens WHERE purpose = 'invite' AND data->>'team_id' = :text",
        "DELETE FROM memberships WHERE team_id = :team",
        "UPDATE teams SET deleted_at = now(), slug = :text WHERE id = :team",
    ):
        await session.execute(text(sql), named)


async def put_away_project(session: AsyncSession, project_id: uuid.UUID) -> None:
    """Take a project out of everybody's sight, with its keys."""
    empty = Team(id=new_id(), name="", slug=str(project_id), deleted_at=now())
    session.add(empty)
    await session.flush()
    named = {"project": project_id, "team": empty.id}
    await _put_away_projects(session, "id = :project", named)
    await session.execute(text("UPDATE projects SET team_id = :team WHERE id = :project"), named)


async def delete_some(session: AsyncSession) -> bool:
    """Delete some rows of what was put away; return whether there was anything to delete.

    Several at the same time leave each other's team alone.
    """
    team_id = await session.scalar(
        text(
            "SELECT id FROM teams WHERE deleted_at IS NOT NULL ORDER BY deleted_at LIMIT 1 FOR UPDATE SKIP LOCKED"
        )
    )
    if team_id is None:
        return False
    project_id = await session.scalar(
        text("SELECT id FROM projects WHERE team_id = :team LIMIT 1"), {"team": team_id}
    )
    if project_id is None:
        await session.execute(text("DELETE FROM teams WHERE id = :team"), {"team": team_id})
        return True
    for step in _STEPS:
        done = await session.execute(text(step), {"project": project_id, "at_once": AT_ONCE})
        if getattr(done, "rowcount", 0):
            return True
    # What is left is little, or goes in a moment.
    await session.execute(text("SET LOCAL statement_timeout = '10min'"))
    await session.execute(text("DELETE FROM projects WHERE id = :project"), {"project": project_id})
    return True


async def _put_away_projects(session: AsyncSession, which: str, named: Mapping[str, object]) -> None:
    for sql in (
        f"DELETE FROM api_keys WHERE project_id IN (SELECT id FROM projects WHERE {which})",
        # No scan of an archived project begins, and what runs is told to end.
        f"UPDATE projects SET archived_at = coalesce(archived_at, now()) WHERE {which}",
        "UPDATE scans SET cancel_requested_at = now() WHERE status = 'running' AND cancel_requested_at IS NULL "
        f"AND project_id IN (SELECT id FROM projects WHERE {which})",
    ):
        await session.execute(text(sql), named)

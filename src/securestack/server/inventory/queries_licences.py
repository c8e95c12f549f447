"""Statements about licences and the policies on them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.kit.database import Reader
from securestack.server.models.inventory import LicencePolicy
from securestack.server.teams.permissions import all_rows, first_row

_MOST = 1_000


async def policy_of_project(source: Reader | AsyncSession, project_id: uuid.UUID) -> Any | None:
    """Return the policy that holds in a project, its own before its team's, or None."""
    return await first_row(
        source,
        "SELECT l.project_id, l.policy, l.updated_at, l.version FROM licence_policies l "
        "WHERE l.project_id = $1 OR l.team_id = (SELECT p.team_id FROM projects p WHERE p.id = $1) "
        "ORDER BY l.project_id NULLS LAST LIMIT 1",
        project_id,
    )


async def policy_of_team(source: Reader | AsyncSession, team_id: uuid.UUID) -> Any | None:
    """Return the policy of a team, or None."""
    return await first_row(
        source,
        "SELECT l.project_id, l.policy, l.updated_at, l.version FROM licence_policies l WHERE l.team_id = $1",
        team_id,
    )


async def lock_policy(
    session: AsyncSession, *, team_id: uuid.UUID | None = None, project_id: uuid.UUID | None = None
) -> LicencePolicy | None:
    """Return the policy that a team or project has written itself, for a change, or None."""
    column = LicencePolicy.team_id if team_id is not None else LicencePolicy.project_id
    return await session.scalar(
        select(LicencePolicy).where(column == (team_id or project_id)).with_for_update()
    )


async def licences(source: Reader | AsyncSession, project_id: uuid.UUID) -> Sequence[Any]:
    """Return each licence with the number of packages that have it, and the names of some."""
    return await all_rows(
        source,
        "SELECT d.licence, count(*)::integer AS count, (array_agg(d.name ORDER BY lower(d.name)))[1:5] AS examples FROM "
        "(SELECT DISTINCT p.licence, p.ecosystem, p.name FROM packages p WHERE p.project_id = $1) d "
        f"GROUP BY d.licence ORDER BY count DESC, d.licence LIMIT {_MOST}",
        project_id,
    )

"""Who may do what with targets: what they may do in the target's project."""

from __future__ import annotations

import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.kit.caller import Caller
from securestack.server.kit.database import Reader
from securestack.server.teams.permissions import ProjectAccess, Right, first_row, require_project


async def require_target(
    source: Reader | AsyncSession, caller: Caller, target_id: uuid.UUID, right: Right
) -> ProjectAccess:
    """Return what the caller may do in the project of a target, having made sure of one right.

    Raises the problem `not-found` for a target that is missing or foreign, and what `require_project` raises.
    """
    row = await first_row(source, "SELECT project_id FROM targets WHERE id = $1", target_id)
    project_id = None if row is None else row["project_id"]
    return await require_project(source, caller, project_id, right, what="The target")

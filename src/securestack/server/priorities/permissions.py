"""Who may ask about the priority of a finding: who may ask about the finding."""

from __future__ import annotations

import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.kit.caller import Caller
from securestack.server.kit.database import Reader
from securestack.server.teams.permissions import ProjectAccess, Right, require_project


async def require_finding(
    source: Reader | AsyncSession, caller: Caller, finding_id: uuid.UUID, right: Right
) -> ProjectAccess:
    """Return what the caller may do in the project of a finding, having made sure of one right."""
    place = "(SELECT f.project_id FROM findings f WHERE f.id = $1)"
    return await require_project(source, caller, finding_id, right, what="The finding", project_sql=place)

"""Who may do what with the people as whom an API is asked: what they may do with its target."""

from __future__ import annotations

import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.kit.caller import Caller
from securestack.server.kit.database import Reader
from securestack.server.teams.permissions import ProjectAccess, Right, require_project


async def require_actor(
    source: Reader | AsyncSession, caller: Caller, actor_id: uuid.UUID, right: Right
) -> ProjectAccess:
    """Return what the caller may do in the project of an actor's target, having made sure of one right.

    Raises the problem `not-found` for an actor that is missing or foreign, and what `require_project` raises.
    """
    place = "(SELECT t.project_id FROM api_actors a JOIN targets t ON t.id = a.target_id WHERE a.id = $1)"
    return await require_project(source, caller, actor_id, right, what="The actor", project_sql=place)

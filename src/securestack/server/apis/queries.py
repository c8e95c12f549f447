"""Statements about descriptions of APIs and the people as whom they are asked."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.kit.database import Reader
from securestack.server.models.apis import ApiActor, ApiDescription
from securestack.server.teams.permissions import first_row

_DESCRIPTION = """target_id, url, file_name, format, title, operation_count, size, encode(sha256, 'hex') AS sha256,
 created_by, created_at"""
_ACTOR = """id, target_id, name, role, username, string_to_array(header_names, ', ') AS header_names, created_by,
 created_at, updated_at, version"""


async def read_description(source: Reader | AsyncSession, target_id: uuid.UUID) -> Any | None:
    """Return the description of a target without its content, or None."""
    return await first_row(
        source, f"SELECT {_DESCRIPTION} FROM api_descriptions WHERE target_id = $1", target_id
    )


async def lock_description(session: AsyncSession, target_id: uuid.UUID) -> ApiDescription | None:
    """Return the description of a target to be changed, or None."""
    return await session.get(ApiDescription, target_id, with_for_update=True, populate_existing=True)


async def description_content(session: AsyncSession, target_id: uuid.UUID) -> ApiDescription | None:
    """Return the description of a target with its content, or None."""
    return await session.scalar(select(ApiDescription).where(ApiDescription.target_id == target_id))


async def list_actors(reader: Reader, target_id: uuid.UUID) -> Sequence[Any]:
    """Return the actors of a target, in the order in which they were made."""
    return await reader.fetch(f"SELECT {_ACTOR} FROM api_actors WHERE target_id = $1 ORDER BY id", target_id)


async def read_actor(source: Reader | AsyncSession, actor_id: uuid.UUID) -> Any | None:
    """Return one actor, or None."""
    return await first_row(source, f"SELECT {_ACTOR} FROM api_actors WHERE id = $1", actor_id)


async def actors_of(session: AsyncSession, target_id: uuid.UUID) -> Sequence[ApiActor]:
    """Return the actors of a target with their secrets."""
    found = await session.scalars(
        select(ApiActor).where(ApiActor.target_id == target_id).order_by(ApiActor.id)
    )
    return found.all()


async def lock_actor(session: AsyncSession, actor_id: uuid.UUID) -> ApiActor | None:
    """Return an actor to be changed, or None."""
    return await session.get(ApiActor, actor_id, with_for_update=True, populate_existing=True)

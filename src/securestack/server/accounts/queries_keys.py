"""The SQL of API keys."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.kit.clock import now
from securestack.server.kit.database import Reader
from securestack.server.models.accounts import ApiKey

_COLUMNS = "id, prefix, name, user_id, project_id, scopes, created_by, created_at, expires_at, last_used_at, revoked_at"


async def keys_of_user(reader: Reader, user_id: uuid.UUID) -> list[Any]:
    """Return the keys of a user, the newest first; those that were revoked too."""
    return await reader.fetch(
        f"SELECT {_COLUMNS} FROM api_keys WHERE user_id = $1 ORDER BY id DESC LIMIT 500", user_id
    )


async def keys_of_project(reader: Reader, project_id: uuid.UUID) -> list[Any]:
    """Return the keys that belong to a project and to no user, the newest first."""
    return await reader.fetch(
        f"SELECT {_COLUMNS} FROM api_keys WHERE project_id = $1 AND user_id IS NULL ORDER BY id DESC LIMIT 500",
        project_id,
    )


async def count_keys(session: AsyncSession, user_id: uuid.UUID | None, project_id: uuid.UUID | None) -> int:
    """Return how many usable keys a user, or a project, has."""
    statement = select(func.count()).where(
        ApiKey.revoked_at.is_(None), (ApiKey.expires_at.is_(None)) | (ApiKey.expires_at > now())
    )
    if user_id is not None:
        statement = statement.where(ApiKey.user_id == user_id)
    else:
        statement = statement.where(ApiKey.project_id == project_id, ApiKey.user_id.is_(None))
    return int(await session.scalar(statement) or 0)


async def revoke_key(
    session: AsyncSession, key_id: uuid.UUID, *, user_id: uuid.UUID | None, project_id: uuid.UUID | None
) -> ApiKey | None:
    """Revoke a usable key of a user, or of a project, and return it."""
    statement = (
        update(ApiKey)
        .where(ApiKey.id == key_id, ApiKey.revoked_at.is_(None))
        .values(revoked_at=now())
        .returning(ApiKey)
        .execution_options(synchronize_session=False)
    )
    if user_id is not None:
        statement = statement.where(ApiKey.user_id == user_id)
    else:
        statement = statement.where(ApiKey.project_id == project_id, ApiKey.user_id.is_(None))
    return await session.scalar(statement)

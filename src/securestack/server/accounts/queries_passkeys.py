"""The SQL of passkeys."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.kit.database import Reader
from securestack.server.models.accounts import Passkey, User


async def passkeys_of(reader: Reader, user_id: uuid.UUID) -> list[Any]:
    """Return the passkeys of a user as they are shown."""
    return await reader.fetch(
        "SELECT id, name, transports, created_at, last_used_at FROM passkeys WHERE user_id = $1 ORDER BY id",
        user_id,
    )


async def credentials_of(session: AsyncSession, user_id: uuid.UUID) -> Sequence[bytes]:
    """Return the credentials of a user, which are not registered again."""
    return (await session.scalars(select(Passkey.credential_id).where(Passkey.user_id == user_id))).all()


async def count_passkeys(session: AsyncSession, user_id: uuid.UUID) -> int:
    """Return how many passkeys a user has."""
    return int(await session.scalar(select(func.count()).where(Passkey.user_id == user_id)) or 0)


async def passkey_for_login(session: AsyncSession, credential_id: bytes) -> tuple[Passkey, User] | None:
    """Return a passkey and its user, locked until the transaction ends."""
    statement = (
        select(Passkey, User)
        .join(User, User.id == Passkey.user_id)
        .where(Passkey.credential_id == credential_id)
        .with_for_update(of=Passkey)
    )
    row = (await session.execute(statement)).first()
    return None if row is None else (row[0], row[1])


async def credential_exists(session: AsyncSession, credential_id: bytes) -> bool:
    """Return whether a credential is registered, by whomever."""
    return await session.scalar(select(Passkey.id).where(Passkey.credential_id == credential_id)) is not None


async def passkey_of(session: AsyncSession, user_id: uuid.UUID, passkey_id: uuid.UUID) -> Passkey | None:
    """Return a passkey of a user, locked for a change."""
    statement = select(Passkey).where(Passkey.id == passkey_id, Passkey.user_id == user_id).with_for_update()
    return await session.scalar(statement)


async def delete_passkey(session: AsyncSession, passkey_id: uuid.UUID) -> None:
    """Delete a passkey."""
    await session.execute(delete(Passkey).where(Passkey.id == passkey_id))

"""What users change about themselves."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.accounts import queries
from securestack.server.audit.service import changes, record
from securestack.server.kit.caller import Caller
from securestack.server.kit.problems import unauthenticated
from securestack.server.models.accounts import User


async def require_user(session: AsyncSession, user_id: uuid.UUID) -> User:
    """Return the user who is logged in, locked for a change. Raises the problem `unauthenticated`."""
    user = await queries.user_by_id(session, user_id, lock=True)
    if user is None or not user.is_active:
        raise unauthenticated("This account does not exist any more.")
    return user


async def change(
    session: AsyncSession, caller: Caller, user_id: uuid.UUID, values: Mapping[str, Any]
) -> None:
    """Change the profile of a user."""
    user = await require_user(session, user_id)
    before, after = changes({name: getattr(user, name) for name in values}, values)
    if not after:
        return
    for name, value in after.items():
        setattr(user, name, value)
    user.version += 1
    await session.flush()
    await record(session, caller, "user.changed", "user", user_id, before=before, after=after)

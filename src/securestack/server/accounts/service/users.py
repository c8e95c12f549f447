"""What administrators do with users: change their rights, deactivate them, and take a lost second factor away."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.accounts import queries
from securestack.server.accounts.service import second_factor
from securestack.server.accounts.service.mails import Mail
from securestack.server.accounts.service.sessions import end_all_sessions
from securestack.server.audit.service import changes, record
from securestack.server.kit.caller import Caller
from securestack.server.kit.etags import require_match
from securestack.server.kit.problems import conflict, not_found
from securestack.server.models.accounts import TokenPurpose, User


async def require_user(session: AsyncSession, user_id: uuid.UUID) -> User:
    """Return any user, locked for a change. Raises the problem `not-found`."""
    user = await queries.user_by_id(session, user_id, lock=True)
    if user is None:
        raise not_found("The user")
    return user


async def change(
    session: AsyncSession, caller: Caller, user_id: uuid.UUID, values: Mapping[str, Any], if_match: str | None
) -> list[uuid.UUID]:
    """Change a user, and return the sessions that ended by it.

    Raises the problems `not-found`, `changed-meanwhile` and `last-administrator`.
    """
    if values.get("is_administrator") is False or values.get("is_active") is False:
        # The rows of all administrators are locked first, and in one order: two of them may demote each other.
        others = await queries.other_administrators(session, user_id)
    else:
        others = 1
    user = await require_user(session, user_id)
    require_match(if_match, user.version)
    before, after = changes({name: getattr(user, name) for name in values}, values)
    if not after:
        return []
    was_administrator = user.is_administrator and user.is_active
    for name, value in after.items():
        setattr(user, name, value)
    if was_administrator and others == 0 and not (user.is_administrator and user.is_active):
        raise conflict("last-administrator", "This is the last administrator; make somebody else one first.")
    user.version += 1
    await session.flush()
    await record(session, caller, "user.changed", "user", user_id, before=before, after=after)
    if "is_active" in after and not user.is_active:
        await queries.void_tokens(session, *TokenPurpose, user_id=user_id)
        return await end_all_sessions(session, caller, user_id, "deactivated")
    if "is_administrator" in after:
        # Their access tokens still say what they were.
        return await end_all_sessions(session, caller, user_id, "rights changed")
    return []


async def log_out(session: AsyncSession, caller: Caller, user_id: uuid.UUID) -> list[uuid.UUID]:
    """End every session of a user, and return them. Raises the problem `not-found`."""
    await require_user(session, user_id)
    return await end_all_sessions(session, caller, user_id, "logged out by an administrator")


async def take_second_factor(session: AsyncSession, caller: Caller, user_id: uuid.UUID) -> Mail:
    """Take the second factor of a user away who has lost it. Raises the problems `not-found` and `totp-not-enabled`."""
    user = await require_user(session, user_id)
    if user.totp_confirmed_at is None:
        raise conflict("totp-not-enabled", "No authenticator is set up.")
    await second_factor.disable(session, user)
    user.version += 1
    await session.flush()
    await record(session, caller, "totp.disabled", "user", user_id)
    what = "an administrator has taken the authenticator away."
    return Mail(user.email, "second-factor-changed", {"name": user.name, "what": what})

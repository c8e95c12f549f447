"""Sessions: one for each device, kept alive by refresh tokens that change with every use."""

from __future__ import annotations

import hmac
import uuid
from datetime import timedelta

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.accounts import queries
from securestack.server.accounts.authentication import authentication_of
from securestack.server.accounts.refresh_token import RefreshTokens
from securestack.server.audit.service import record
from securestack.server.kit.caller import Caller
from securestack.server.kit.clock import now
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.platform import Platform
from securestack.server.kit.tokens import hash_token
from securestack.server.models.accounts import Session, User

_LONGEST = timedelta(days=400)  # then one logs in again, however often the device was used


class Issued(msgspec.Struct, frozen=True):
    """What somebody who has logged in is given."""

    session_id: uuid.UUID
    user_id: uuid.UUID
    access_token: str
    refresh_token: str
    expires_in: int  # seconds until the access token expires


class Replayed(msgspec.Struct, frozen=True):
    """A refresh token came that had been used before; its session has been ended."""

    session_id: uuid.UUID


async def open_session(
    platform: Platform, session: AsyncSession, caller: Caller, user: User, method: str
) -> Issued:
    """Log a user in on a device, and say so in the audit log. `method` is how they proved who they are."""
    identifier, moment = new_id(), now()
    token = RefreshTokens(platform.settings.key).make(identifier)
    session.add(
        Session(
            id=identifier,
            user_id=user.id,
            refresh_family=identifier,
            refresh_hash=hash_token(token),
            created_at=moment,
            last_used_at=moment,
            expires_at=moment + timedelta(days=platform.settings.refresh_token_days),
            method=method,
            ip=caller.ip,
            user_agent=caller.user_agent,
        )
    )
    user.last_login_at = moment
    who = msgspec.structs.replace(caller, user_id=user.id, session_id=identifier)
    told = {"method": method, "session_id": identifier}
    await record(session, who, "login.succeeded", "user", user.id, after=told)
    await session.flush()
    return _issued(platform, identifier, user, token)


async def refresh(
    platform: Platform, session: AsyncSession, caller: Caller, token: str
) -> Issued | Replayed | None:
    """Return new tokens for a refresh token; None when it is good for nothing.

    A token that was used before has been copied, and nobody can tell who holds the copy: the session ends.
    """
    tokens = RefreshTokens(platform.settings.key)
    session_id = tokens.session_of(token)
    found = None if session_id is None else await queries.session_for_refresh(session, session_id)
    if found is None:
        return None
    device, user = found
    moment = now()
    if device.revoked_at is not None or device.expires_at <= moment or not user.is_active:
        return None
    if not hmac.compare_digest(device.refresh_hash, hash_token(token)):
        await queries.end_sessions(session, user.id, "replayed", only=device.id)
        who = msgspec.structs.replace(caller, user_id=user.id)
        await record(session, who, "session.replayed", "session", device.id)
        return Replayed(device.id)
    renewed = tokens.make(device.id)
    device.previous_hash, device.refresh_hash = device.refresh_hash, hash_token(renewed)
    device.last_used_at = moment
    device.expires_at = min(
        moment + timedelta(days=platform.settings.refresh_token_days), device.created_at + _LONGEST
    )
    device.ip, device.user_agent = caller.ip, caller.user_agent
    await session.flush()
    return _issued(platform, device.id, user, renewed)


async def end_session(
    session: AsyncSession, caller: Caller, user_id: uuid.UUID, session_id: uuid.UUID, because: str
) -> bool:
    """End a session of a user; return whether it was there and alive."""
    ended = await queries.end_sessions(session, user_id, because, only=session_id)
    if ended:
        action = "logout" if because == "logout" else "session.revoked"
        await record(session, caller, action, "session", session_id)
    return bool(ended)


async def end_all_sessions(
    session: AsyncSession, caller: Caller, user_id: uuid.UUID, because: str, *, but: uuid.UUID | None = None
) -> list[uuid.UUID]:
    """End every session of a user, or all but one, and return which."""
    ended = list(await queries.end_sessions(session, user_id, because, but=but))
    if ended:
        told = {"sessions": len(ended), "because": because}
        await record(session, caller, "session.all-revoked", "user", user_id, after=told)
    return ended


def disbelieve(platform: Platform, *session_ids: uuid.UUID) -> None:
    """Refuse the access tokens of ended sessions in this process at once; the others learn of it in two seconds."""
    authentication = authentication_of(platform)
    if authentication is not None:
        for session_id in session_ids:
            authentication.session_ended(session_id)


def _issued(platform: Platform, session_id: uuid.UUID, user: User, refresh_token: str) -> Issued:
    access = platform.tokens.make(user.id, session_id, is_administrator=user.is_administrator)
    return Issued(session_id, user.id, access, refresh_token, int(platform.tokens.lifetime.total_seconds()))

"""The SQL of accounts: users, their sessions and their one-time tokens."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.kit.clock import now
from securestack.server.kit.database import Reader
from securestack.server.models.accounts import (
    ApiKey,
    OidcIdentity,
    OneTimeToken,
    RecoveryCode,
    Session,
    TokenPurpose,
    User,
)

_USABLE_KEY = """
SELECT k.id, k.user_id, k.project_id, k.scopes, k.expires_at, k.last_used_at
FROM api_keys k LEFT JOIN users u ON u.id = k.user_id
WHERE k.key_hash = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
    AND (k.user_id IS NULL OR u.is_active)"""

# A session that is ended gets that moment as its expiry, so that this is a short piece of one index.
_ENDED = "SELECT id FROM sessions WHERE expires_at BETWEEN $1 AND now() AND revoked_at IS NOT NULL"


async def user_by_email(session: AsyncSession, email: str, *, lock: bool = False) -> User | None:
    """Return the user with an address in its one spelling."""
    statement = select(User).where(func.lower(User.email) == email)
    return await session.scalar(statement.with_for_update() if lock else statement)


async def user_by_id(session: AsyncSession, user_id: uuid.UUID, *, lock: bool = False) -> User | None:
    """Return a user."""
    statement = select(User).where(User.id == user_id)
    return await session.scalar(statement.with_for_update() if lock else statement)


async def credentials_of(reader: Reader, email: str) -> Any | None:
    """Return the id and the password's hash of an active user."""
    return await reader.fetch_one(
        "SELECT id, password_hash FROM users WHERE lower(email) = $1 AND is_active", email
    )


async def password_hash_of(reader: Reader, user_id: uuid.UUID) -> str | None:
    """Return the hash of a user's password; None where they have none."""
    value: str | None = await reader.fetch_value("SELECT password_hash FROM users WHERE id = $1", user_id)
    return value


async def other_administrators(session: AsyncSession, user_id: uuid.UUID) -> int:
    """Return how many active administrators there are beside a user, and keep them so until the transaction ends."""
    statement = (
        select(User.id).where(User.is_administrator, User.is_active).order_by(User.id).with_for_update()
    )
    return sum(identifier != user_id for identifier in await session.scalars(statement))


async def has_administrator(session: AsyncSession) -> bool:
    """Return whether there is an active administrator."""
    statement = select(User.id).where(User.is_administrator, User.is_active).limit(1)
    return await session.scalar(statement) is not None


async def session_for_refresh(session: AsyncSession, session_id: uuid.UUID) -> tuple[Session, User] | None:
    """Return a session and its user, locked against another refresh at the same time."""
    statement = (
        select(Session, User)
        .join(User, User.id == Session.user_id)
        .where(Session.id == session_id)
        .with_for_update(of=Session)
    )
    row = (await session.execute(statement)).first()
    return None if row is None else (row[0], row[1])


async def end_sessions(
    session: AsyncSession,
    user_id: uuid.UUID,
    because: str,
    *,
    only: uuid.UUID | None = None,
    but: uuid.UUID | None = None,
) -> Sequence[uuid.UUID]:
    """End the sessions of a user: all, only one, or all but one. Return those that were alive."""
    moment = now()
    statement = (
        update(Session)
        .where(Session.user_id == user_id, Session.revoked_at.is_(None), Session.expires_at > moment)
        .values(revoked_at=moment, expires_at=moment, revoked_because=because)
        .returning(Session.id)
        .execution_options(synchronize_session=False)
    )
    if only is not None:
        statement = statement.where(Session.id == only)
    if but is not None:
        statement = statement.where(Session.id != but)
    return (await session.scalars(statement)).all()


async def sessions_ended_since(reader: Reader, moment: datetime) -> list[uuid.UUID]:
    """Return the sessions that somebody ended since a moment."""
    return [row[0] for row in await reader.fetch(_ENDED, moment)]


async def sessions_of(reader: Reader, user_id: uuid.UUID) -> list[Any]:
    """Return the devices on which a user is logged in, the last used first."""
    return await reader.fetch(
        "SELECT id, created_at, last_used_at, expires_at, method, ip, user_agent FROM sessions "
        "WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > now() ORDER BY last_used_at DESC LIMIT 200",
        user_id,
    )


async def use_token(session: AsyncSession, token_hash: bytes, *purposes: TokenPurpose) -> OneTimeToken | None:
    """Return a one-time token that is good for a purpose, and mark it used."""
    statement = (
        update(OneTimeToken)
        .where(
            OneTimeToken.token_hash == token_hash,
            OneTimeToken.purpose.in_(purposes),
            OneTimeToken.used_at.is_(None),
            OneTimeToken.expires_at > now(),
        )
        .values(used_at=now())
        .returning(OneTimeToken)
    )
    return await session.scalar(statement, execution_options={"synchronize_session": False})


async def unused_token(
    session: AsyncSession, token_hash: bytes, *purposes: TokenPurpose, lock: bool = False
) -> OneTimeToken | None:
    """Return a one-time token that is good for a purpose, and leave it so."""
    statement = select(OneTimeToken).where(
        OneTimeToken.token_hash == token_hash,
        OneTimeToken.purpose.in_(purposes),
        OneTimeToken.used_at.is_(None),
        OneTimeToken.expires_at > now(),
    )
    return await session.scalar(statement.with_for_update() if lock else statement)


async def void_tokens(
    session: AsyncSession, *purposes: TokenPurpose, user_id: uuid.UUID | None = None, email: str | None = None
) -> None:
    """Make unused one-time tokens of some purposes good for nothing: those of a user, an address, or all."""
    statement = (
        update(OneTimeToken)
        .where(OneTimeToken.purpose.in_(purposes), OneTimeToken.used_at.is_(None))
        .values(used_at=now())
        .execution_options(synchronize_session=False)
    )
    if user_id is not None:
        statement = statement.where(OneTimeToken.user_id == user_id)
    if email is not None:
        statement = statement.where(OneTimeToken.data["email"].astext == email)
    await session.execute(statement)


async def usable_key(reader: Reader, key_hash: bytes) -> Any | None:
    """Return the API key with a hash, where it may be used now."""
    return await reader.fetch_one(_USABLE_KEY, key_hash)


async def key_was_used(session: AsyncSession, key_id: uuid.UUID) -> None:
    """Keep that an API key is used now."""
    await session.execute(
        update(ApiKey)
        .where(ApiKey.id == key_id)
        .values(last_used_at=now())
        .execution_options(synchronize_session=False)
    )


async def forget_ended(session: AsyncSession, before: datetime) -> None:
    """Delete sessions and one-time tokens that ended before a moment."""
    await session.execute(delete(Session).where(Session.expires_at < before))
    await session.execute(
        delete(OneTimeToken).where(or_(OneTimeToken.expires_at < before, OneTimeToken.used_at < before))
    )


async def lock_address(session: AsyncSession, email: str) -> None:
    """Let no other transaction make an account of the same address until this one ends."""
    await session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:email, 5))"), {"email": email})


async def recovery_codes_left(session: AsyncSession, user_id: uuid.UUID) -> int:
    """Return how many recovery codes of a user are unused."""
    statement = select(func.count()).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return int(await session.scalar(statement) or 0)


async def use_recovery_code(session: AsyncSession, user_id: uuid.UUID, code_hash: bytes) -> bool:
    """Use a recovery code up; return whether it was one."""
    statement = (
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user_id,
            RecoveryCode.code_hash == code_hash,
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now())
        .returning(RecoveryCode.id)
        .execution_options(synchronize_session=False)
    )
    return await session.scalar(statement) is not None


async def forget_recovery_codes(session: AsyncSession, user_id: uuid.UUID) -> None:
    """Delete the recovery codes of a user."""
    await session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))


_PROFILE = """
SELECT u.id, u.email, u.name, u.is_administrator, u.email_verified_at, u.password_hash IS NOT NULL AS has_password,
    u.totp_confirmed_at IS NOT NULL AS totp_enabled,
    (SELECT count(*) FROM recovery_codes c WHERE c.user_id = u.id AND c.used_at IS NULL) AS recovery_codes_left,
    (SELECT count(*) FROM passkeys p WHERE p.user_id = u.id) AS passkeys,
    u.locale, u.timezone, u.created_at, u.last_login_at, u.password_changed_at
FROM users u WHERE u.id = $1 AND u.is_active"""


async def profile_of(reader: Reader, user_id: uuid.UUID) -> Any | None:
    """Return what users see of themselves."""
    return await reader.fetch_one(_PROFILE, user_id)


async def administrator_exists(reader: Reader) -> bool:
    """Return whether there is an active administrator."""
    return bool(
        await reader.fetch_value("SELECT EXISTS (SELECT FROM users WHERE is_administrator AND is_active)")
    )


async def token_by_id(session: AsyncSession, identifier: uuid.UUID) -> OneTimeToken | None:
    """Return a one-time token, used or not."""
    return await session.scalar(select(OneTimeToken).where(OneTimeToken.id == identifier))


async def user_of_identity(session: AsyncSession, issuer: str, subject: str) -> User | None:
    """Return the user whom a provider knows by a name of its own."""
    statement = (
        select(User)
        .join(OidcIdentity, OidcIdentity.user_id == User.id)
        .where(OidcIdentity.issuer == issuer, OidcIdentity.subject == subject)
    )
    return await session.scalar(statement)

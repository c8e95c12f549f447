"""Changing and resetting passwords, and changing and verifying addresses."""

from __future__ import annotations

import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.accounts import queries
from securestack.server.accounts.service.attempts import Attempts
from securestack.server.accounts.service.confirmation import confirm_password
from securestack.server.accounts.service.links import LINK_LIFETIMES, link, make_token
from securestack.server.accounts.service.mails import Mail
from securestack.server.accounts.service.passwords import check_password
from securestack.server.accounts.service.profile import require_user
from securestack.server.accounts.service.registration import link_invalid
from securestack.server.accounts.service.sessions import disbelieve, end_all_sessions
from securestack.server.audit.service import record
from securestack.server.kit.caller import Caller
from securestack.server.kit.clock import now
from securestack.server.kit.passwords import hash_password
from securestack.server.kit.platform import Platform
from securestack.server.kit.problems import conflict
from securestack.server.kit.tokens import hash_token
from securestack.server.models.accounts import TokenPurpose, User


async def change_password(
    platform: Platform,
    caller: Caller,
    user_id: uuid.UUID,
    session_id: uuid.UUID,
    *,
    current: str | None,
    new: str,
) -> list[Mail]:
    """Change a password, log every other device out, and return the mail that tells of it.

    Raises the problems `wrong-password`, `invalid-request` and `too-many-requests`.
    """
    await confirm_password(platform, caller, user_id, current, field="body.current_password")
    async with platform.database.transaction() as session:
        user = await require_user(session, user_id)
    hashed = await hash_password(
        check_password(new, field="body.new_password", email=user.email, name=user.name)
    )
    async with platform.database.transaction(caller) as session:
        user = await require_user(session, user_id)
        ended = await _set_password(session, caller, user, hashed, "password.changed", but=session_id)
    disbelieve(platform, *ended)
    return [Mail(user.email, "password-changed", {"name": user.name})]


async def forgot_password(platform: Platform, caller: Caller, email: str) -> list[Mail]:
    """Return the mail with a link to set the password anew; none where there is no such account.

    The same work is done either way. Raises the problem `too-many-requests`.
    """
    await Attempts(platform.limiter, caller).mail_to(email)
    async with platform.database.transaction() as session:
        user = await queries.user_by_email(session, email)
        user = user if user is not None and user.is_active else None
        token = await make_token(
            session,
            TokenPurpose.RESET,
            LINK_LIFETIMES[TokenPurpose.RESET],
            user_id=user.id if user is not None else None,
        )
        await record(
            session,
            caller,
            "password.reset-requested",
            "user",
            user.id if user is not None else None,
            after={"email": email},
        )
    if user is None:
        return []
    address = link(platform.settings, TokenPurpose.RESET, token)
    return [Mail(user.email, "reset-password", {"link": address, "name": user.name})]


async def reset_password(platform: Platform, caller: Caller, token: str, new: str) -> list[Mail]:
    """Set the password of whoever holds the link, log every device out, and return the mail that tells of it.

    Raises the problems `link-invalid`, `invalid-request` and `too-many-requests`.
    """
    attempts = Attempts(platform.limiter, caller)
    await attempts.token()
    async with platform.database.transaction() as session:
        found = await queries.unused_token(session, hash_token(token), TokenPurpose.RESET)
        user = (
            await queries.user_by_id(session, found.user_id) if found is not None and found.user_id else None
        )
    if user is None or not user.is_active:
        await attempts.token_failed()
        raise link_invalid()
    hashed = await hash_password(
        check_password(new, field="body.new_password", email=user.email, name=user.name)
    )
    async with platform.database.transaction() as session:
        if await queries.use_token(session, hash_token(token), TokenPurpose.RESET) is None:
            raise link_invalid()
        user = await queries.user_by_id(session, user.id, lock=True)
        if user is None or not user.is_active:
            raise link_invalid()
        user.email_verified_at = user.email_verified_at or now()
        ended = await _set_password(session, caller, user, hashed, "password.reset")
    disbelieve(platform, *ended)
    await attempts.login_succeeded(user.email)
    return [Mail(user.email, "password-changed", {"name": user.name})]


async def change_email(
    platform: Platform, caller: Caller, user_id: uuid.UUID, email: str, password: str | None
) -> list[Mail]:
    """Return the mail with a link that puts a new address in force.

    Raises the problems `wrong-password`, `invalid-request` and `too-many-requests`.
    """
    await confirm_password(platform, caller, user_id, password)
    await Attempts(platform.limiter, caller).mail_to(email)
    async with platform.database.transaction(caller) as session:
        user = await require_user(session, user_id)
        mail = await _verification(platform, session, user, email)
        told = {"email": email}
        await record(session, caller, "user.email-change-requested", "user", user_id, after=told)
    return [mail]


async def send_verification(platform: Platform, caller: Caller, user_id: uuid.UUID) -> list[Mail]:
    """Return the mail with a link that verifies the address a user has. Raises the problem `too-many-requests`."""
    async with platform.database.transaction(caller) as session:
        user = await require_user(session, user_id)
        if user.email_verified_at is not None:
            return []
        await Attempts(platform.limiter, caller).mail_to(user.email)
        mail = await _verification(platform, session, user, user.email)
        told = {"email": user.email}
        await record(session, caller, "user.verification-requested", "user", user_id, after=told)
    return [mail]


async def verify_email(platform: Platform, caller: Caller, token: str) -> list[Mail]:
    """Put the address in force that a link was sent to, and return the mail that tells the old one.

    Raises the problems `link-invalid`, `account-exists` and `too-many-requests`.
    """
    attempts = Attempts(platform.limiter, caller)
    await attempts.token()
    async with platform.database.transaction() as session:
        found = await queries.unused_token(session, hash_token(token), TokenPurpose.VERIFY, lock=True)
        user = None
        if found is not None and found.user_id is not None:
            user = await queries.user_by_id(session, found.user_id, lock=True)
        if found is not None and user is not None and user.is_active:
            found.used_at = now()
            return await _verified(session, caller, user, found.data["email"])
    await attempts.token_failed()
    raise link_invalid()


async def _verified(session: AsyncSession, caller: Caller, user: User, email: str) -> list[Mail]:
    old = user.email
    await queries.lock_address(session, email)
    other = await queries.user_by_email(session, email)
    if other is not None and other.id != user.id:
        raise conflict("account-exists", "Another account has this address.")
    user.email, user.email_verified_at = email, now()
    user.version += 1
    await queries.void_tokens(session, TokenPurpose.RESET, TokenPurpose.VERIFY, user_id=user.id)
    await session.flush()
    await record(
        session, caller, "user.email-verified", "user", user.id, before={"email": old}, after={"email": email}
    )
    return [Mail(old, "email-changed", {"name": user.name, "email": email})] if old != email else []


async def _verification(platform: Platform, session: AsyncSession, user: User, email: str) -> Mail:
    token = await make_token(
        session,
        TokenPurpose.VERIFY,
        LINK_LIFETIMES[TokenPurpose.VERIFY],
        user_id=user.id,
        data={"email": email},
    )
    return Mail(
        email,
        "verify-email",
        {"link": link(platform.settings, TokenPurpose.VERIFY, token), "name": user.name},
    )


async def _set_password(
    session: AsyncSession,
    caller: Caller,
    user: User,
    hashed: str,
    action: str,
    *,
    but: uuid.UUID | None = None,
) -> list[uuid.UUID]:
    user.password_hash, user.password_changed_at = hashed, now()
    await queries.void_tokens(session, TokenPurpose.RESET, TokenPurpose.LOGIN, user_id=user.id)
    await session.flush()
    await record(session, caller, action, "user", user.id)
    return await end_all_sessions(session, caller, user.id, action, but=but)

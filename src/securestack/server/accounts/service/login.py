"""Logging in with a password, and with a second factor where the account has one."""

from __future__ import annotations

import uuid
from datetime import timedelta

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.accounts import queries
from securestack.server.accounts.service import second_factor
from securestack.server.accounts.service.attempts import Attempts
from securestack.server.accounts.service.links import make_token
from securestack.server.accounts.service.passwords import normalized_password
from securestack.server.accounts.service.sessions import Issued, open_session
from securestack.server.audit.service import record
from securestack.server.kit.caller import Caller
from securestack.server.kit.clock import now
from securestack.server.kit.passwords import verify_password
from securestack.server.kit.platform import Platform
from securestack.server.kit.tokens import hash_token
from securestack.server.models.accounts import TokenPurpose, User

_SECOND_FACTOR_WITHIN = timedelta(minutes=10)
_MOST_CODES = 5  # tries with one token


class SecondFactorNeeded(msgspec.Struct, frozen=True):
    """The password was right; a code is needed too."""

    token: str
    expires_in: int
    recovery_codes: bool


class Refused(msgspec.Struct, frozen=True):
    """The attempt failed; why is for the audit log only, never for who tried."""

    because: str


LoginResult = Issued | SecondFactorNeeded | Refused


async def login(platform: Platform, caller: Caller, email: str, password: str) -> LoginResult:
    """Log somebody in by password. Raises the problem `too-many-requests`.

    The same work is done whether or not there is such an account, and whether or not the password is right.
    """
    attempts = Attempts(platform.limiter, caller)
    await attempts.login(email)
    async with platform.database.read() as reader:
        known = await queries.credentials_of(reader, email)
    stored = known["password_hash"] if known is not None else None
    right, renewed = await verify_password(normalized_password(password), stored)
    async with platform.database.transaction(caller) as session:
        user = (
            await queries.user_by_id(session, known["id"], lock=True) if known is not None and right else None
        )
        if user is None or user.password_hash != stored or not user.is_active:
            result: LoginResult = Refused("wrong password" if known is not None else "no such account")
            await _record_failure(session, caller, result, known["id"] if known is not None else None, email)
        else:
            if renewed is not None:
                user.password_hash = renewed
            result = await _password_was_right(platform, session, caller, user)
    if isinstance(result, Refused):
        await attempts.login_failed()
    elif isinstance(result, Issued):
        await attempts.login_succeeded(email)
    return result


async def _password_was_right(
    platform: Platform, session: AsyncSession, caller: Caller, user: User
) -> Issued | SecondFactorNeeded:
    if user.totp_confirmed_at is None:
        return await open_session(platform, session, caller, user, "password")
    token = await make_token(
        session,
        TokenPurpose.LOGIN,
        _SECOND_FACTOR_WITHIN,
        user_id=user.id,
        data={"step": "second-factor", "tries": 0},
    )
    left = await queries.recovery_codes_left(session, user.id)
    return SecondFactorNeeded(token, int(_SECOND_FACTOR_WITHIN.total_seconds()), left > 0)


async def finish_login(platform: Platform, caller: Caller, token: str, code: str) -> Issued | Refused:
    """Log somebody in by the code that was asked for after the password. Raises the problem `too-many-requests`."""
    attempts = Attempts(platform.limiter, caller)
    await attempts.token()
    async with platform.database.transaction(caller) as session:
        pending = await queries.unused_token(session, hash_token(token), TokenPurpose.LOGIN, lock=True)
        user = None
        if (
            pending is not None
            and pending.user_id is not None
            and pending.data.get("step") == "second-factor"
        ):
            user = await queries.user_by_id(session, pending.user_id, lock=True)
        if pending is None or user is None or not user.is_active:
            result: Issued | Refused = Refused("token")
        else:
            await attempts.second_factor(user.id)
            method = await second_factor.use_code(platform, session, user, code)
            if method is None:
                tries = pending.data["tries"] + 1
                pending.data = {**pending.data, "tries": tries}
                pending.used_at = now() if tries >= _MOST_CODES else None
                result = Refused("wrong code")
                await _record_failure(session, caller, result, user.id, user.email)
            else:
                pending.used_at = now()
                result = await open_session(platform, session, caller, user, f"password+{method}")
    if isinstance(result, Issued):
        await attempts.second_factor_succeeded(result.user_id)
        await attempts.login_succeeded(user.email if user is not None else "")
    elif result.because == "token":
        await attempts.token_failed()
    else:
        await attempts.login_failed()
    return result


async def _record_failure(
    session: AsyncSession, caller: Caller, refused: LoginResult, user_id: uuid.UUID | None, email: str
) -> None:
    assert isinstance(refused, Refused)
    told = {"email": email, "because": refused.because}
    await record(session, caller, "login.failed", "user", user_id, after=told)

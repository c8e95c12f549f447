"""The second factor: an authenticator's codes, and recovery codes."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from securestack.server.accounts.endpoints.answers import empty, with_mails
from securestack.server.accounts.endpoints.credentials import secret
from securestack.server.accounts.permissions import CurrentLogin, LoggedIn
from securestack.server.accounts.schemas import (
    Confirmation,
    RecoveryCodes,
    TotpCode,
    TotpDisabling,
    TotpEnrolment,
)
from securestack.server.accounts.service import second_factor
from securestack.server.accounts.service.attempts import Attempts
from securestack.server.accounts.service.confirmation import confirm_password
from securestack.server.accounts.service.mails import Mail
from securestack.server.accounts.service.profile import require_user
from securestack.server.audit.service import record
from securestack.server.kit.platform import CurrentPlatform, Platform
from securestack.server.kit.problems import Problem, conflict, declared
from securestack.server.kit.schemas import json_response

router = APIRouter(prefix="/auth")


@router.post(
    "/totp", response_model=TotpEnrolment, responses=declared(403, 409), summary="Set an authenticator up"
)
async def enrol_totp(platform: CurrentPlatform, who: CurrentLogin, body: Confirmation) -> Response:
    """Return the secret for an authenticator. It is in force once a code has confirmed that the authenticator has it."""
    await confirm_password(platform, who.caller, who.user_id, secret(body.password))
    async with platform.database.transaction(who.caller) as session:
        user = await require_user(session, who.user_id)
        if user.totp_confirmed_at is not None:
            raise conflict(
                "totp-enabled", "An authenticator is set up; disable it before you set another up."
            )
        key, uri = second_factor.new_totp(platform, user)
        await record(session, who.caller, "totp.enrolled", "user", who.user_id)
    return json_response({"secret": key, "uri": uri})


@router.post(
    "/totp/confirm",
    response_model=RecoveryCodes,
    responses=declared(403, 409),
    summary="Confirm an authenticator",
)
async def confirm_totp(platform: CurrentPlatform, who: CurrentLogin, body: TotpCode) -> Response:
    """Put an authenticator in force by its first code, and return recovery codes for when it is lost."""
    await Attempts(platform.limiter, who.caller).second_factor(who.user_id)
    async with platform.database.transaction(who.caller) as session:
        user = await require_user(session, who.user_id)
        if user.totp_confirmed_at is not None or user.totp_secret_encrypted is None:
            raise conflict("totp-not-enrolled", "There is no authenticator that waits for a code.")
        if not second_factor.confirm(platform, user, body.code):
            raise wrong_code()
        codes = await second_factor.new_recovery_codes(platform, session, user)
        await record(session, who.caller, "totp.enabled", "user", who.user_id)
        mail = _told(user.email, user.name, "logging in now demands a code of an authenticator.")
    return with_mails(platform, json_response({"recovery_codes": codes}), [mail])


@router.post(
    "/totp/disable", status_code=204, responses=declared(403, 409), summary="Disable the authenticator"
)
async def disable_totp(platform: CurrentPlatform, who: CurrentLogin, body: TotpDisabling) -> Response:
    """Log in without a second factor from now on. It takes the password and a code, or a recovery code."""
    await confirm_password(platform, who.caller, who.user_id, secret(body.password))
    await Attempts(platform.limiter, who.caller).second_factor(who.user_id)
    async with platform.database.transaction(who.caller) as session:
        user = await require_user(session, who.user_id)
        if user.totp_confirmed_at is None:
            raise _not_enabled()
        if await second_factor.use_code(platform, session, user, body.code) is None:
            raise wrong_code()
        await second_factor.disable(session, user)
        await session.flush()
        await record(session, who.caller, "totp.disabled", "user", who.user_id)
        mail = _told(user.email, user.name, "logging in no longer demands a code of an authenticator.")
    return with_mails(platform, empty(), [mail])


@router.post(
    "/recovery-codes",
    response_model=RecoveryCodes,
    responses=declared(403, 409),
    summary="Make new recovery codes",
)
async def renew_recovery_codes(platform: CurrentPlatform, who: CurrentLogin, body: Confirmation) -> Response:
    """Return new recovery codes; the old ones are good for nothing from then on."""
    await confirm_password(platform, who.caller, who.user_id, secret(body.password))
    return await _renewed(platform, who)


async def _renewed(platform: Platform, who: LoggedIn) -> Response:
    async with platform.database.transaction(who.caller) as session:
        user = await require_user(session, who.user_id)
        if user.totp_confirmed_at is None:
            raise _not_enabled()
        codes = await second_factor.new_recovery_codes(platform, session, user)
        await record(session, who.caller, "recovery-codes.renewed", "user", who.user_id)
        mail = _told(
            user.email, user.name, "there are new recovery codes; the old ones are good for nothing."
        )
    return with_mails(platform, json_response({"recovery_codes": codes}), [mail])


def wrong_code() -> Problem:
    """Return the problem of a code that is not right."""
    return Problem(403, "wrong-code", "The code is wrong, or was used before.")


def _not_enabled() -> Problem:
    return conflict("totp-not-enabled", "No authenticator is set up.")


def _told(email: str, name: str, what: str) -> Mail:
    return Mail(email, "second-factor-changed", {"name": name, "what": what})

"""Changing and resetting one's password, and changing and verifying one's address."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import SecretStr
from starlette.responses import Response

from securestack.server.accounts.endpoints.answers import MAIL_SENT, empty, with_mails
from securestack.server.accounts.permissions import CurrentLogin
from securestack.server.accounts.schemas import (
    EmailChange,
    LinkToken,
    MailSent,
    PasswordChange,
    PasswordForgotten,
    PasswordReset,
)
from securestack.server.accounts.service import credentials
from securestack.server.kit.caller import caller_of
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared
from securestack.server.kit.schemas import json_response

router = APIRouter(prefix="/auth")


@router.post("/password/change", status_code=204, responses=declared(403), summary="Change one's password")
async def change_password(platform: CurrentPlatform, who: CurrentLogin, body: PasswordChange) -> Response:
    """Change one's password; every other device is logged out."""
    mails = await credentials.change_password(
        platform,
        who.caller,
        who.user_id,
        who.session_id,
        current=secret(body.current_password),
        new=body.new_password.get_secret_value(),
    )
    return with_mails(platform, empty(), mails)


@router.post("/password/forgot", status_code=202, response_model=MailSent, summary="Ask for a new password")
async def forgot_password(request: Request, platform: CurrentPlatform, body: PasswordForgotten) -> Response:
    """Have a link sent to an address, with which its owner sets a new password. The answer is always the same."""
    mails = await credentials.forgot_password(platform, caller_of(request), body.email)
    return with_mails(platform, json_response(MAIL_SENT, 202), mails)


@router.post("/password/reset", status_code=204, summary="Set a new password by a link")
async def reset_password(request: Request, platform: CurrentPlatform, body: PasswordReset) -> Response:
    """Set the password of the account that a link is for; every device is logged out."""
    mails = await credentials.reset_password(
        platform, caller_of(request), body.token, body.new_password.get_secret_value()
    )
    return with_mails(platform, empty(), mails)


@router.post(
    "/email/change",
    status_code=202,
    response_model=MailSent,
    responses=declared(403),
    summary="Change one's address",
)
async def change_email(platform: CurrentPlatform, who: CurrentLogin, body: EmailChange) -> Response:
    """Have a link sent to a new address, which puts it in force."""
    mails = await credentials.change_email(
        platform, who.caller, who.user_id, body.email, secret(body.password)
    )
    return with_mails(platform, json_response(MAIL_SENT, 202), mails)


@router.post(
    "/email/send-verification",
    status_code=202,
    response_model=MailSent,
    responses=declared(403),
    summary="Ask for a link to verify one's address",
)
async def send_verification(platform: CurrentPlatform, who: CurrentLogin) -> Response:
    """Have a link sent to one's address, which verifies it."""
    mails = await credentials.send_verification(platform, who.caller, who.user_id)
    return with_mails(platform, json_response(MAIL_SENT, 202), mails)


@router.post("/email/verify", status_code=204, responses=declared(409), summary="Verify an address by a link")
async def verify_email(request: Request, platform: CurrentPlatform, body: LinkToken) -> Response:
    """Put the address in force that a link was sent to."""
    mails = await credentials.verify_email(platform, caller_of(request), body.token)
    return with_mails(platform, empty(), mails)


def secret(value: SecretStr | None) -> str | None:
    """Return a secret that may be missing."""
    return value.get_secret_value() if value is not None else None

"""Making an account, and what links are for."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from securestack.server.accounts.endpoints.answers import MAIL_SENT, tokens_answer, with_mails
from securestack.server.accounts.schemas import (
    LinkDescription,
    LinkToken,
    MailSent,
    NewAccount,
    Registration,
    Tokens,
)
from securestack.server.accounts.service import registration
from securestack.server.kit.caller import caller_of
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared
from securestack.server.kit.schemas import json_response
from securestack.server.models.accounts import TokenPurpose

router = APIRouter(prefix="/auth")


@router.post(
    "/register",
    status_code=202,
    response_model=MailSent,
    responses=declared(403),
    summary="Ask for an account",
)
async def register(request: Request, platform: CurrentPlatform, body: Registration) -> Response:
    """Have a link sent to an address, with which its owner makes an account. Where there is one, the mail says so."""
    mails = await registration.register(platform, caller_of(request), body.email)
    return with_mails(platform, json_response(MAIL_SENT, 202), mails)


@router.post(
    "/register/complete",
    status_code=201,
    response_model=Tokens,
    responses=declared(403, 409),
    summary="Make an account",
)
async def complete_registration(request: Request, platform: CurrentPlatform, body: NewAccount) -> Response:
    """Make the account that a link is for, from a registration, an invitation or the set-up, and log in."""
    issued = await registration.complete_registration(
        platform,
        caller_of(request),
        token=body.token,
        name=body.name,
        password=body.password.get_secret_value(),
        email=body.email,
    )
    return tokens_answer(platform, issued, body.remember, 201)


@router.post("/links/describe", response_model=LinkDescription, summary="What a link is for")
async def describe_link(request: Request, platform: CurrentPlatform, body: LinkToken) -> Response:
    """Return what the link with this token is for, and leave it as good as it was."""
    found = await registration.describe_link(platform, caller_of(request), body.token)
    async with platform.database.transaction() as session:
        email = await registration.address_of_link(session, found)
    return json_response(
        {
            "purpose": found.purpose.value,
            "email": email,
            "makes_account": found.purpose is not TokenPurpose.RESET and found.user_id is None,
            "expires_at": found.expires_at,
        }
    )

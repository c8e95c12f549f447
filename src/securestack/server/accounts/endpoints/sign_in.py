"""Logging in and out, and keeping logged in."""

from __future__ import annotations

import ipaddress
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Header, Request
from starlette.responses import Response

from securestack.server.accounts import queries
from securestack.server.accounts.endpoints.answers import (
    cookie_name,
    drop_refresh_cookie,
    empty,
    tokens_answer,
    wrong_code,
    wrong_credentials,
)
from securestack.server.accounts.permissions import CurrentLogin
from securestack.server.accounts.schemas import (
    Login,
    Refresh,
    Remember,
    SecondFactor,
    SecondFactorNeeded,
    SignInOptions,
    Tokens,
)
from securestack.server.accounts.service import login as logins
from securestack.server.accounts.service import sessions
from securestack.server.accounts.service.passwords import SHORTEST
from securestack.server.kit.caller import caller_of
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared, forbidden, unauthenticated
from securestack.server.kit.schemas import json_response
from securestack.server.settings import Settings

router = APIRouter(prefix="/auth")

_ANOTHER_STEP: dict[int | str, dict[str, Any]] = {
    202: {"model": SecondFactorNeeded, "description": "The password was right, and a code is needed too."}
}


@router.get("/options", response_model=SignInOptions, summary="How one can sign in here")
async def get_sign_in_options(platform: CurrentPlatform) -> Response:
    """Return what a page for signing in needs to know."""
    settings = platform.settings
    async with platform.database.read() as reader:
        setup_needed = not await queries.administrator_exists(reader)
    return json_response(
        {
            "registration": settings.registration.value,
            "setup_needed": setup_needed,
            "single_sign_on": settings.oidc_name if settings.oidc_issuer else None,
            "passkeys": _has_name(settings),
            "shortest_password": SHORTEST,
        }
    )


@router.post("/login", response_model=Tokens, responses=_ANOTHER_STEP | declared(401), summary="Log in")
async def login(request: Request, platform: CurrentPlatform, body: Login) -> Response:
    """Log in by password. Where the account has a second factor, the answer asks for its code."""
    result = await logins.login(platform, caller_of(request), body.email, body.password.get_secret_value())
    if isinstance(result, logins.Refused):
        raise wrong_credentials()
    if isinstance(result, logins.SecondFactorNeeded):
        return json_response(result, 202)
    return tokens_answer(platform, result, body.remember)


@router.post(
    "/login/second-factor",
    response_model=Tokens,
    responses=declared(401),
    summary="Log in: the second factor",
)
async def login_with_second_factor(
    request: Request, platform: CurrentPlatform, body: SecondFactor
) -> Response:
    """Finish logging in by a code of the authenticator, or by a recovery code."""
    result = await logins.finish_login(platform, caller_of(request), body.token, body.code)
    if isinstance(result, logins.Refused):
        raise wrong_code()
    return tokens_answer(platform, result, body.remember)


@router.post("/refresh", response_model=Tokens, responses=declared(401, 403), summary="Get new tokens")
async def refresh(
    request: Request,
    platform: CurrentPlatform,
    body: Refresh,
    requested_with: Annotated[
        str | None,
        Header(
            alias="X-Requested-With",
            max_length=100,
            description="Any word; needed with the cookie, because other sites cannot send it.",
        ),
    ] = None,
) -> Response:
    """Exchange a refresh token, from the body or the cookie, for new tokens. It is good once.

    A token that comes a second time has been copied: its session ends, for whoever holds it.
    """
    token, remember = body.refresh_token, Remember.BODY
    if token is None:
        token, remember = request.cookies.get(cookie_name(platform.settings)), Remember.COOKIE
        if token is not None and not requested_with:
            raise forbidden("With the cookie, send the header field X-Requested-With.")
    if token is None:
        raise unauthenticated("Log in.")
    async with platform.database.transaction() as session:
        result = await sessions.refresh(platform, session, caller_of(request), token)
    if isinstance(result, sessions.Issued):
        return tokens_answer(platform, result, remember)
    if isinstance(result, sessions.Replayed):
        sessions.disbelieve(platform, result.session_id)
    answer = unauthenticated("The refresh token is not valid any more; log in.").response()
    if remember is Remember.COOKIE:
        drop_refresh_cookie(platform, answer)
    return answer


@router.post("/logout", status_code=204, responses=declared(403), summary="Log out")
async def logout(platform: CurrentPlatform, who: CurrentLogin) -> Response:
    """End the session on this device; its tokens are good for nothing from then on."""
    async with platform.database.transaction(who.caller) as session:
        await sessions.end_session(session, who.caller, who.user_id, who.session_id, "logout")
    sessions.disbelieve(platform, who.session_id)
    answer = empty()
    drop_refresh_cookie(platform, answer)
    return answer


def _has_name(settings: Settings) -> bool:
    """Return whether the platform is reached by a name: a passkey belongs to a domain (WebAuthn, section 5.1.2)."""
    try:
        ipaddress.ip_address(urlsplit(settings.public_url).hostname or "")
    except ValueError:
        return True
    return False

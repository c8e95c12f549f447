"""Signing on through an OpenID Connect provider."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from securestack.server.accounts.endpoints.answers import set_refresh_cookie
from securestack.server.accounts.oidc import OidcError
from securestack.server.accounts.schemas import SingleSignOn, SingleSignOnStart
from securestack.server.accounts.service import single_sign_on
from securestack.server.accounts.service.sessions import Issued
from securestack.server.kit.caller import caller_of
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import Problem, declared
from securestack.server.kit.schemas import json_response

router = APIRouter(prefix="/auth/single-sign-on")

_COOKIE, _PATH, _SECONDS = "securestack_sign_on", "/api/v1/auth/single-sign-on", 600
_Parameter = Annotated[str | None, Query(max_length=4000)]


@router.post("", response_model=SingleSignOnStart, responses=declared(404, 502), summary="Begin to sign on")
async def begin_single_sign_on(request: Request, platform: CurrentPlatform, body: SingleSignOn) -> Response:
    """Return where the browser has to go to sign on. A cookie ties what follows to this browser."""
    await platform.limiter.hit("sign-on-address", caller_of(request).ip, times=300, seconds=900)
    try:
        began = await single_sign_on.begin(platform, body.return_to)
    except OidcError as error:
        raise Problem(502, "provider-failed", f"The provider cannot be used now. {error}") from None
    answer = json_response({"authorization_url": began.authorization_url})
    answer.set_cookie(
        _COOKIE,
        began.binding,
        max_age=_SECONDS,
        path=_PATH,
        secure=platform.settings.public_url.startswith("https://"),
        httponly=True,
        samesite="lax",  # it must come along when the provider sends the browser back
    )
    return answer


@router.get(
    "/callback",
    status_code=303,
    response_class=RedirectResponse,
    responses=declared(404),
    summary="Where the provider sends the browser back to",
)
async def finish_single_sign_on(
    request: Request,
    platform: CurrentPlatform,
    state: _Parameter = None,
    code: _Parameter = None,
    error: _Parameter = None,
    iss: _Parameter = None,
) -> Response:
    """Log in whom the provider names, with the refresh token in the cookie, and go on to where they came from.

    Where that fails, the page for signing in is told so by `problem`.
    """
    caller = caller_of(request)
    single_sign_on.provider_of(platform)
    if error is not None or code is None or state is None:
        refused = await single_sign_on.refuse(
            platform, caller, f"the provider said: {error or 'nothing'}"[:200]
        )
        done = single_sign_on.SignedOn(refused)
    else:
        done = await single_sign_on.finish(
            platform, caller, state=state, code=code, binding=request.cookies.get(_COOKIE, ""), issuer=iss
        )
    public_url = platform.settings.public_url
    if isinstance(done.result, Issued):
        answer: Response = RedirectResponse(public_url + done.return_to, 303)
        set_refresh_cookie(platform, answer, done.result.refresh_token)
    else:
        answer = RedirectResponse(f"{public_url}/sign-in?problem=single-sign-on-failed", 303)
    answer.delete_cookie(_COOKIE, path=_PATH)
    return answer

"""Answers that several routes of accounts give."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog
from starlette.background import BackgroundTask
from starlette.responses import Response

from securestack.server.accounts.schemas import Remember
from securestack.server.accounts.service.mails import Mail, send_mails
from securestack.server.accounts.service.sessions import Issued
from securestack.server.kit.platform import Platform
from securestack.server.kit.problems import Problem, unauthenticated
from securestack.server.kit.schemas import json_response
from securestack.server.settings import Settings

_log = structlog.get_logger()
_PATH = "/api/v1/auth"

MAIL_SENT = {"detail": "If there is reason to, a mail is on its way to this address."}


def cookie_name(settings: Settings) -> str:
    """Return the name of the cookie with the refresh token; its prefix makes browsers demand HTTPS for it."""
    return ("__Secure-" if settings.public_url.startswith("https://") else "") + "securestack_refresh"


def tokens_answer(platform: Platform, issued: Issued, remember: Remember, status: int = 200) -> Response:
    """Return the answer to somebody who has logged in."""
    in_cookie = remember is Remember.COOKIE
    answer = json_response(
        {
            "session_id": issued.session_id,
            "user_id": issued.user_id,
            "access_token": issued.access_token,
            "token_type": "Bearer",
            "expires_in": issued.expires_in,
            "refresh_token": None if in_cookie else issued.refresh_token,
        },
        status,
    )
    if in_cookie:
        set_refresh_cookie(platform, answer, issued.refresh_token)
    return answer


def set_refresh_cookie(platform: Platform, answer: Response, token: str) -> None:
    """Put a refresh token into the cookie: no page can read it, and no other site has it sent."""
    answer.set_cookie(
        cookie_name(platform.settings),
        token,
        max_age=int(timedelta(days=platform.settings.refresh_token_days).total_seconds()),
        path=_PATH,
        secure=platform.settings.public_url.startswith("https://"),
        httponly=True,
        samesite="strict",
    )


def drop_refresh_cookie(platform: Platform, answer: Response) -> None:
    """Take the refresh token out of the cookie."""
    answer.delete_cookie(
        cookie_name(platform.settings),
        path=_PATH,
        secure=platform.settings.public_url.startswith("https://"),
        httponly=True,
        samesite="strict",
    )


def with_mails(platform: Platform, answer: Response, mails: list[Mail]) -> Response:
    """Return an answer after which mails are sent: nobody waits for them, or can tell whether there were any."""
    if mails:
        answer.background = BackgroundTask(send_mails, platform.mailer, mails)
    return answer


def wrong_credentials() -> Problem:
    """Return the problem of a login that failed, for whatever reason."""
    return unauthenticated("The e-mail address or the password is wrong.")


def wrong_code() -> Problem:
    """Return the problem of a second step that failed, for whatever reason."""
    return unauthenticated("The code is wrong, or came too late.")


def empty(headers: dict[str, Any] | None = None) -> Response:
    """Return the answer of what has nothing to say."""
    return Response(status_code=204, headers=headers)

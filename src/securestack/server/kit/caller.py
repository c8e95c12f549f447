"""Who is asking: what every feature is told of the caller, and where a route gets it from.

How a token becomes a caller is the business of the accounts, which stand above: the application puts their function
into `Platform.authenticate`.
"""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from securestack.server.kit.problems import forbidden, unauthenticated

if TYPE_CHECKING:
    from securestack.server.kit.platform import Platform


class ApiKeyGrant(msgspec.Struct, frozen=True):
    """What an API key may do: its scopes, in one project only where it is bound to one."""

    id: uuid.UUID
    scopes: frozenset[str]
    project_id: uuid.UUID | None = None


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """Who is asking, and from where.

    `user_id` is None only for an API key that is bound to a project rather than to a user. A key never acts as a
    platform administrator. `is_administrator` is the separate right over the whole platform, and no role in a team.
    """

    user_id: uuid.UUID | None
    is_administrator: bool = False
    session_id: uuid.UUID | None = None
    api_key: ApiKeyGrant | None = None
    ip: str = ""
    user_agent: str = ""
    request_id: str = ""

    @property
    def name(self) -> str:
        """A short text that is the same for the same user or project key; for limits, locks and logs."""
        if self.user_id is not None:
            return f"user:{self.user_id}"
        return f"key:{self.api_key.id}" if self.api_key else "anonymous"


Authenticate = Callable[["Platform", Request, str], Awaitable[Caller]]
"""Turns the bearer token of a request into a caller, or raises the problem `unauthenticated`."""

_bearer = HTTPBearer(
    auto_error=False, description="An access token from logging in, or an API key that begins with `ssk_`."
)


async def current_caller(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> Caller:
    """Return who sends this request. Raises the problem `unauthenticated`, or what their limit raises."""
    if credentials is None:
        raise unauthenticated()
    platform: Platform = request.app.state.platform
    caller = await platform.authenticate(platform, request, credentials.credentials)
    request.scope["caller"] = caller  # the access log names them
    await platform.limit_caller(request, caller)
    return caller


CurrentCaller = Annotated[Caller, Depends(current_caller)]
"""What a route takes to know, and to demand, its caller: `caller: CurrentCaller`."""


async def current_administrator(caller: CurrentCaller) -> Caller:
    """Return the caller, who administers the platform. Raises the problem `forbidden` for others."""
    if not caller.is_administrator:
        raise forbidden("This is for administrators of the platform, logged in as themselves.")
    return caller


CurrentAdministrator = Annotated[Caller, Depends(current_administrator)]
"""What a route takes that is for administrators of the platform: `caller: CurrentAdministrator`."""


def caller_of(request: Request, user_id: uuid.UUID | None = None, **known: Any) -> Caller:
    """Return the caller of a request with what the request itself says of them; without a user, nobody known."""
    return Caller(
        user_id=user_id,
        ip=client_ip(request),
        user_agent=request.headers.get("user-agent", "")[:300],
        request_id=request.scope.get("request_id", ""),
        **known,
    )


def client_ip(request: Request) -> str:
    """Return the address the request came from; behind a trusted proxy, the one the proxy named."""
    return request.client.host if request.client else ""

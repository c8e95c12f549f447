"""Who may use the routes of accounts: people who are logged in, not API keys."""

from __future__ import annotations

import uuid
from typing import Annotated

import msgspec
from fastapi import Depends

from securestack.server.kit.caller import Caller, CurrentCaller
from securestack.server.kit.problems import forbidden


class LoggedIn(msgspec.Struct, frozen=True):
    """A user who is logged in as themselves, on one device."""

    user_id: uuid.UUID
    session_id: uuid.UUID
    caller: Caller


async def require_login(caller: CurrentCaller) -> LoggedIn:
    """Return who is logged in. An API key does not do: it must not make itself more keys, or lock its owner out."""
    if caller.api_key is not None or caller.user_id is None or caller.session_id is None:
        raise forbidden("An API key cannot do this; log in.")
    return LoggedIn(caller.user_id, caller.session_id, caller)


CurrentLogin = Annotated[LoggedIn, Depends(require_login)]
"""What a route takes that is for people and not for API keys: `login: CurrentLogin`."""

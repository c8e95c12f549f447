"""The devices on which one is logged in."""

from __future__ import annotations

import uuid

from fastapi import APIRouter
from starlette.responses import Response

from securestack.server.accounts import queries
from securestack.server.accounts.endpoints.answers import empty
from securestack.server.accounts.permissions import CurrentLogin
from securestack.server.accounts.schemas import Devices
from securestack.server.accounts.service import sessions
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared, not_found
from securestack.server.kit.schemas import json_response, row_dict

router = APIRouter(prefix="/auth/sessions")


@router.get(
    "", response_model=Devices, responses=declared(403), summary="List the devices one is logged in on"
)
async def list_sessions(platform: CurrentPlatform, who: CurrentLogin) -> Response:
    """Return the devices, the last used first."""
    async with platform.database.read() as reader:
        rows = await queries.sessions_of(reader, who.user_id)
    items = [{**row_dict(row), "is_current": row["id"] == who.session_id} for row in rows]
    return json_response({"items": items})


@router.delete("/{session_id}", status_code=204, responses=declared(403, 404), summary="Log a device out")
async def revoke_session(platform: CurrentPlatform, who: CurrentLogin, session_id: uuid.UUID) -> Response:
    """End the session on a device."""
    async with platform.database.transaction(who.caller) as session:
        if not await sessions.end_session(session, who.caller, who.user_id, session_id, "revoked"):
            raise not_found("The session")
    sessions.disbelieve(platform, session_id)
    return empty()


@router.delete("", status_code=204, responses=declared(403), summary="Log all other devices out")
async def revoke_other_sessions(platform: CurrentPlatform, who: CurrentLogin) -> Response:
    """End the sessions on all devices but this one."""
    async with platform.database.transaction(who.caller) as session:
        ended = await sessions.end_all_sessions(
            session, who.caller, who.user_id, "revoked", but=who.session_id
        )
    sessions.disbelieve(platform, *ended)
    return empty()

"""The user who is asking: who they are, and what they change about themselves."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from securestack.server.accounts import queries
from securestack.server.accounts.permissions import CurrentLogin
from securestack.server.accounts.schemas import Me, ProfileChange
from securestack.server.accounts.service import profile
from securestack.server.kit.caller import Caller, CurrentCaller
from securestack.server.kit.etags import tagged
from securestack.server.kit.platform import CurrentPlatform, Platform
from securestack.server.kit.problems import declared, forbidden, unauthenticated
from securestack.server.kit.schemas import json_response, row_dict

router = APIRouter(prefix="/auth/me")


@router.get("", response_model=Me, responses=declared(304, 403), summary="Who is asking")
async def get_me(request: Request, platform: CurrentPlatform, caller: CurrentCaller) -> Response:
    """Return the user who is asking, or whose API key it is. A key of a project belongs to nobody."""
    return tagged(request, await _me(platform, caller))


@router.patch("", response_model=Me, responses=declared(403), summary="Change one's profile")
async def change_profile(platform: CurrentPlatform, who: CurrentLogin, body: ProfileChange) -> Response:
    """Change one's name, language or time zone."""
    async with platform.database.transaction(who.caller) as session:
        await profile.change(session, who.caller, who.user_id, body.model_dump(exclude_unset=True))
    return await _me(platform, who.caller)


async def _me(platform: Platform, caller: Caller) -> Response:
    if caller.user_id is None:
        raise forbidden("This key belongs to a project, not to a user.")
    async with platform.database.read(caller) as reader:
        row = await queries.profile_of(reader, caller.user_id)
    if row is None:
        raise unauthenticated("This account does not exist any more.")
    return json_response(row_dict(row))

"""The routes of the members of teams, and of invitations."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.background import BackgroundTask
from starlette.responses import Response

from securestack.server.kit.caller import CurrentCaller
from securestack.server.kit.idempotency import IdempotencyKey, once
from securestack.server.kit.pages import Page
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared
from securestack.server.kit.schemas import json_response, row_dict
from securestack.server.teams import queries, queries_invitations, service, service_invitations
from securestack.server.teams.permissions import Right, require_person, require_team
from securestack.server.teams.schemas import (
    Addition,
    Invitation,
    InvitationToken,
    Joined,
    Member,
    MemberQuery,
    NewMember,
    RoleChange,
)

router = APIRouter(tags=["teams"])

_INVITATIONS_AN_HOUR = 100


@router.get(
    "/teams/{team_id}/members",
    response_model=Page[Member],
    responses=declared(403, 404),
    operation_id="teams_list_members",
    summary="List members",
)
async def list_members(
    team_id: uuid.UUID,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    query: Annotated[MemberQuery, Query()],
) -> Response:
    """Return the members of a team."""
    async with platform.database.read(caller) as reader:
        await require_team(reader, caller, team_id, Right.MEMBER_READ)
        rows, cursor = await queries.list_members(reader, team_id, query, platform.cursor_key)
    return json_response({"items": [_member(row) for row in rows], "next": cursor})


@router.post(
    "/teams/{team_id}/members",
    status_code=201,
    response_model=Addition,
    responses=declared(403, 404, 409),
    operation_id="teams_add_member",
    summary="Add or invite a member",
)
async def add_member(
    team_id: uuid.UUID,
    body: NewMember,
    request: Request,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    key: IdempotencyKey = None,
) -> Response:
    """Add somebody you share a team with, or invite an address by mail; a new invitation replaces the one before."""
    await platform.limiter.hit("invite", caller.name, times=_INVITATIONS_AN_HOUR, seconds=3600)
    async with platform.database.transaction(caller) as session:

        async def creation() -> Response:
            outcome = await service_invitations.add_or_invite(session, caller, team_id, body)
            if isinstance(outcome, uuid.UUID):
                member = await queries.read_member(session, team_id, outcome)
                return json_response({"member": row_dict(member), "invitation": None}, 201)
            invitation = row_dict(await queries_invitations.read_invitation(session, outcome.id))
            answer = json_response({"member": None, "invitation": invitation}, 201)
            answer.background = BackgroundTask(service_invitations.send, platform, invitation, outcome.token)
            return answer

        return await once(session, request, caller, key, creation)


@router.patch(
    "/teams/{team_id}/members/{user_id}",
    response_model=Member,
    responses=declared(403, 404, 409),
    operation_id="teams_change_member",
    summary="Change the role of a member",
)
async def change_member(
    team_id: uuid.UUID,
    user_id: uuid.UUID,
    body: RoleChange,
    platform: CurrentPlatform,
    caller: CurrentCaller,
) -> Response:
    """Give a member another role. A team always keeps an owner."""
    async with platform.database.transaction(caller) as session:
        await service.change_role(session, caller, team_id, user_id, body.role)
        member = await queries.read_member(session, team_id, user_id)
    return json_response(row_dict(member))


@router.delete(
    "/teams/{team_id}/members/{user_id}",
    status_code=204,
    responses=declared(403, 404, 409),
    operation_id="teams_remove_member",
    summary="Remove a member, or leave",
)
async def remove_member(
    team_id: uuid.UUID, user_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller
) -> None:
    """Take a member out of a team; with your own id you leave it. The last owner cannot go."""
    async with platform.database.transaction(caller) as session:
        await service.remove_member(session, caller, team_id, user_id)


@router.get(
    "/teams/{team_id}/invitations",
    response_model=Page[Invitation],
    responses=declared(403, 404),
    operation_id="teams_list_invitations",
    summary="List invitations into a team",
)
async def list_invitations(team_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller) -> Response:
    """Return the invitations that wait for an answer, the newest first."""
    async with platform.database.read(caller) as reader:
        await require_team(reader, caller, team_id, Right.MEMBER_MANAGE)
        rows = await queries_invitations.list_of_team(reader, team_id)
    return json_response({"items": [row_dict(row) for row in rows], "next": None})


@router.delete(
    "/teams/{team_id}/invitations/{invitation_id}",
    status_code=204,
    responses=declared(403, 404),
    operation_id="teams_revoke_invitation",
    summary="Revoke an invitation",
)
async def revoke_invitation(
    team_id: uuid.UUID, invitation_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller
) -> None:
    """Make an invitation worthless."""
    async with platform.database.transaction(caller) as session:
        await service_invitations.revoke(session, caller, team_id, invitation_id)


@router.get(
    "/invitations",
    response_model=Page[Invitation],
    responses=declared(403),
    operation_id="invitations_list",
    summary="List your invitations",
)
async def my_invitations(platform: CurrentPlatform, caller: CurrentCaller) -> Response:
    """Return the invitations to your e-mail address, once it is verified."""
    user_id = require_person(caller)
    async with platform.database.read(caller) as reader:
        rows = await queries_invitations.list_of_user(reader, user_id)
    return json_response({"items": [row_dict(row) for row in rows], "next": None})


@router.post(
    "/invitations/accept",
    response_model=Joined,
    responses=declared(403, 404, 409),
    operation_id="invitations_accept_token",
    summary="Accept the invitation of a mail",
)
async def accept_token(body: InvitationToken, platform: CurrentPlatform, caller: CurrentCaller) -> Response:
    """Join the team of an invitation, with the token of the link that was mailed to your address."""
    await platform.limiter.hit("accept-invitation", caller.name, times=30, seconds=3600)
    async with platform.database.transaction(caller) as session:
        team_id, role = await service_invitations.accept_token(session, caller, body.token)
    return json_response({"team_id": team_id, "role": role})


@router.post(
    "/invitations/{invitation_id}/accept",
    response_model=Joined,
    responses=declared(403, 404, 409),
    operation_id="invitations_accept",
    summary="Accept an invitation",
)
async def accept(invitation_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller) -> Response:
    """Join the team of an invitation to your verified e-mail address."""
    async with platform.database.transaction(caller) as session:
        team_id, role = await service_invitations.accept(session, caller, invitation_id)
    return json_response({"team_id": team_id, "role": role})


@router.post(
    "/invitations/{invitation_id}/decline",
    status_code=204,
    responses=declared(403, 404),
    operation_id="invitations_decline",
    summary="Decline an invitation",
)
async def decline(invitation_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller) -> None:
    """Refuse an invitation to your verified e-mail address."""
    async with platform.database.transaction(caller) as session:
        await service_invitations.decline(session, caller, invitation_id)


def _member(row: Any) -> dict[str, Any]:
    values = row_dict(row)
    del values["id"]  # the page is sorted by it; the answer calls it user_id
    return values

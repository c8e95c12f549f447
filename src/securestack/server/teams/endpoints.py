"""The routes of teams."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from securestack.server.kit.caller import CurrentCaller
from securestack.server.kit.etags import IfMatch, tagged, version_tag
from securestack.server.kit.idempotency import IdempotencyKey, once
from securestack.server.kit.pages import Page
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared, forbidden
from securestack.server.kit.schemas import json_response, row_dict
from securestack.server.teams import queries, service
from securestack.server.teams.permissions import Right, require_team, require_unbound
from securestack.server.teams.queries_deletion import DELETE_JOB
from securestack.server.teams.schemas import NewTeam, Team, TeamChange, TeamQuery

router = APIRouter(prefix="/teams", tags=["teams"])

Confirm = Annotated[
    str | None,
    Query(max_length=100, description="Slug of the team, to delete it with all its projects and findings."),
]


@router.post(
    "",
    status_code=201,
    response_model=Team,
    responses=declared(403, 409),
    operation_id="teams_create",
    summary="Create a team",
)
async def create(
    body: NewTeam,
    request: Request,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    key: IdempotencyKey = None,
) -> Response:
    """Create a team. You become its owner."""
    async with platform.database.transaction(caller) as session:

        async def creation() -> Response:
            team_id = await service.create_team(session, caller, body)
            team = row_dict(await queries.read_team(session, caller, team_id))
            return json_response(
                team, 201, headers={"Location": f"/api/v1/teams/{team_id}", "ETag": version_tag(1)}
            )

        return await once(session, request, caller, key, creation)


@router.get(
    "", response_model=Page[Team], responses=declared(403), operation_id="teams_list", summary="List teams"
)
async def list_teams(
    platform: CurrentPlatform, caller: CurrentCaller, query: Annotated[TeamQuery, Query()]
) -> Response:
    """Return the teams you are in."""
    require_unbound(caller, Right.TEAM_READ)
    if query.all and (not caller.is_administrator or caller.api_key is not None):
        raise forbidden("Only administrators of the platform see every team.")
    async with platform.database.read(caller) as reader:
        rows, cursor = await queries.list_teams(reader, caller, query, platform.cursor_key)
    return json_response({"items": [row_dict(row) for row in rows], "next": cursor})


@router.get(
    "/{team_id}",
    response_model=Team,
    responses=declared(304, 403, 404),
    operation_id="teams_get",
    summary="Get a team",
)
async def get(
    team_id: uuid.UUID, request: Request, platform: CurrentPlatform, caller: CurrentCaller
) -> Response:
    """Return a team."""
    async with platform.database.read(caller) as reader:
        await require_team(reader, caller, team_id, Right.TEAM_READ)
        team = row_dict(await queries.read_team(reader, caller, team_id))
    return tagged(request, json_response(team), version=team["version"])


@router.patch(
    "/{team_id}",
    response_model=Team,
    responses=declared(403, 404, 412),
    operation_id="teams_change",
    summary="Change a team",
)
async def change(
    team_id: uuid.UUID,
    body: TeamChange,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    if_match: IfMatch = None,
) -> Response:
    """Change the name or the description of a team."""
    async with platform.database.transaction(caller) as session:
        version = await service.change_team(session, caller, team_id, body, if_match)
        team = row_dict(await queries.read_team(session, caller, team_id))
    return json_response(team, headers={"ETag": version_tag(version)})


@router.delete(
    "/{team_id}",
    status_code=204,
    responses=declared(403, 404, 409, 412),
    operation_id="teams_delete",
    summary="Delete a team",
)
async def delete(
    team_id: uuid.UUID,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    confirm: Confirm = None,
    if_match: IfMatch = None,
) -> None:
    """Delete a team; one that has projects only when you confirm it with its slug. It is gone at once; a job clears up."""
    async with platform.database.transaction(caller) as session:
        await service.delete_team(session, caller, team_id, confirm, if_match)
    await platform.jobs.send(DELETE_JOB)

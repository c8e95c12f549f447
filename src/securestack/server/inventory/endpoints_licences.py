"""The routes of licences and of the policies on them."""

from __future__ import annotations

import uuid

from fastapi import APIRouter, Request
from starlette.responses import Response

from securestack.server.inventory import licences
from securestack.server.inventory.schemas_packages import LicenceOverview, LicencePolicyAnswer, LicenceRules
from securestack.server.kit.caller import CurrentCaller
from securestack.server.kit.etags import IfMatch, tagged
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared
from securestack.server.kit.schemas import json_response
from securestack.server.teams.permissions import Right, require_project, require_team

router = APIRouter(tags=["inventory"])


@router.get(
    "/projects/{project_id}/licences",
    response_model=LicenceOverview,
    responses=declared(403, 404),
    operation_id="licences_list",
    summary="List licences",
)
async def list_licences(project_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller) -> Response:
    """Return the licences of a project's packages, with what its policy says of each."""
    async with platform.database.read(caller) as reader:
        await require_project(reader, caller, project_id, Right.SCAN_READ)
        overview = await licences.overview(reader, project_id)
    return json_response(overview)


@router.get(
    "/projects/{project_id}/licence-policy",
    response_model=LicencePolicyAnswer,
    responses=declared(304, 403, 404),
    operation_id="licences_get_project_policy",
    summary="Get the licence policy of a project",
)
async def project_policy(
    project_id: uuid.UUID, request: Request, platform: CurrentPlatform, caller: CurrentCaller
) -> Response:
    """Return the policy that holds in a project: its own, its team's, or the one that comes with the platform."""
    async with platform.database.read(caller) as reader:
        await require_project(reader, caller, project_id, Right.PROJECT_READ)
        policy = await licences.policy_of_project(reader, project_id)
    return tagged(request, json_response(policy.shown()), version=policy.version)


@router.put(
    "/projects/{project_id}/licence-policy",
    response_model=LicencePolicyAnswer,
    responses=declared(403, 404, 409, 412),
    operation_id="licences_write_project_policy",
    summary="Write the licence policy of a project",
)
async def write_project_policy(
    project_id: uuid.UUID,
    body: LicenceRules,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    if_match: IfMatch = None,
) -> Response:
    """Give a project a policy of its own. It holds at once; nothing has to be scanned again."""
    async with platform.database.transaction(caller) as session:
        access = await require_project(session, caller, project_id, Right.PROJECT_CHANGE)
        await licences.write_policy(
            session, caller, body, if_match, team_id=access.team_id, project_id=project_id
        )
        policy = await licences.policy_of_project(session, project_id)
    return json_response(policy.shown())


@router.delete(
    "/projects/{project_id}/licence-policy",
    status_code=204,
    responses=declared(403, 404, 409),
    operation_id="licences_remove_project_policy",
    summary="Remove the licence policy of a project",
)
async def remove_project_policy(
    project_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller
) -> None:
    """Remove a project's own policy; that of its team holds again."""
    async with platform.database.transaction(caller) as session:
        access = await require_project(session, caller, project_id, Right.PROJECT_CHANGE)
        await licences.remove_policy(session, caller, team_id=access.team_id, project_id=project_id)


@router.get(
    "/teams/{team_id}/licence-policy",
    response_model=LicencePolicyAnswer,
    responses=declared(304, 403, 404),
    operation_id="licences_get_team_policy",
    summary="Get the licence policy of a team",
)
async def team_policy(
    team_id: uuid.UUID, request: Request, platform: CurrentPlatform, caller: CurrentCaller
) -> Response:
    """Return the policy that holds in those projects of a team that have none of their own."""
    async with platform.database.read(caller) as reader:
        await require_team(reader, caller, team_id, Right.TEAM_READ)
        policy = await licences.policy_of_team(reader, team_id)
    return tagged(request, json_response(policy.shown()), version=policy.version)


@router.put(
    "/teams/{team_id}/licence-policy",
    response_model=LicencePolicyAnswer,
    responses=declared(403, 404, 412),
    operation_id="licences_write_team_policy",
    summary="Write the licence policy of a team",
)
async def write_team_policy(
    team_id: uuid.UUID,
    body: LicenceRules,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    if_match: IfMatch = None,
) -> Response:
    """Give a team a policy, which holds in all of its projects that have none of their own."""
    async with platform.database.transaction(caller) as session:
        await require_team(session, caller, team_id, Right.TEAM_CHANGE)
        await licences.write_policy(session, caller, body, if_match, team_id=team_id)
        policy = await licences.policy_of_team(session, team_id)
    return json_response(policy.shown())


@router.delete(
    "/teams/{team_id}/licence-policy",
    status_code=204,
    responses=declared(403, 404),
    operation_id="licences_remove_team_policy",
    summary="Remove the licence policy of a team",
)
async def remove_team_policy(team_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller) -> None:
    """Remove a team's policy; the one that comes with the platform holds again."""
    async with platform.database.transaction(caller) as session:
        await require_team(session, caller, team_id, Right.TEAM_CHANGE)
        await licences.remove_policy(session, caller, team_id=team_id)

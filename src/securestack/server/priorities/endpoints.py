"""The routes of priorities and policies."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from securestack.server.findings.feeds import feeds_of
from securestack.server.kit.caller import CurrentCaller
from securestack.server.kit.etags import IfMatch, tagged
from securestack.server.kit.pages import Page, PageQuery
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared, not_found
from securestack.server.kit.schemas import json_response, row_dict
from securestack.server.priorities import queries, scoring, service
from securestack.server.priorities.permissions import require_finding
from securestack.server.priorities.schemas import (
    FindingPriority,
    NewPolicy,
    PolicyPreview,
    PolicyTrial,
    PolicyVersion,
    PriorityProgress,
    TeamPolicy,
)
from securestack.server.teams.permissions import Right, require_project, require_team

router = APIRouter(tags=["priorities"])


@router.get(
    "/findings/{finding_id}/priority",
    response_model=FindingPriority,
    responses=declared(304, 403, 404),
    operation_id="priorities_explain",
    summary="Explain the priority of a finding",
)
async def explain(
    finding_id: uuid.UUID, request: Request, platform: CurrentPlatform, caller: CurrentCaller
) -> Response:
    """Return why a finding has its score: what the model says, and each visible rule, in points that add up."""
    async with platform.database.read(caller) as reader:
        await require_finding(reader, caller, finding_id, Right.FINDING_READ)
        told = await service.explain(reader, finding_id, feeds_of(platform.settings))
    return tagged(request, json_response(told))


@router.get(
    "/projects/{project_id}/priorities/progress",
    response_model=PriorityProgress,
    responses=declared(403, 404),
    operation_id="priorities_progress",
    summary="Show how far the scoring of a project is",
)
async def progress(project_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller) -> Response:
    """Return the last scoring of all findings of a project, which begins by itself when what scores are made of changes."""
    async with platform.database.read(caller) as reader:
        await require_project(reader, caller, project_id, Right.FINDING_READ)
        row = await queries.read_progress(reader, project_id)
    if row is None:
        raise not_found("A scoring of the project as a whole")
    return json_response(row_dict(row))


@router.get(
    "/teams/{team_id}/priority-policy",
    response_model=TeamPolicy,
    responses=declared(304, 403, 404),
    operation_id="priorities_get_policy",
    summary="Get the policy of a team",
)
async def get_policy(
    team_id: uuid.UUID, request: Request, platform: CurrentPlatform, caller: CurrentCaller
) -> Response:
    """Return what the visible rules are worth to a team."""
    async with platform.database.read(caller) as reader:
        await require_team(reader, caller, team_id, Right.TEAM_READ)
        policy = await service.show_policy(reader, team_id)
    return tagged(request, json_response(policy), version=policy["version"])


@router.put(
    "/teams/{team_id}/priority-policy",
    response_model=TeamPolicy,
    responses=declared(403, 404, 412),
    operation_id="priorities_save_policy",
    summary="Save a policy of a team",
)
async def save_policy(
    team_id: uuid.UUID,
    body: NewPolicy,
    request: Request,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    if_match: IfMatch = None,
) -> Response:
    """Save what the visible rules are worth to a team as a new version; all findings of its projects are scored anew."""
    async with platform.database.transaction(caller) as session:
        await require_team(session, caller, team_id, Right.POLICY_CHANGE)
        if await service.save_policy(session, caller, team_id, body, if_match):
            await scoring.request(session, platform, team_id=team_id)
        policy = await service.show_policy(session, team_id)
    await platform.jobs.send("priorities.score", queue=scoring.QUEUE)
    return tagged(request, json_response(policy), version=policy["version"])


@router.post(
    "/teams/{team_id}/priority-policy/preview",
    response_model=PolicyPreview,
    responses=declared(403, 404),
    operation_id="priorities_preview_policy",
    summary="Try a policy on the findings of a team",
)
async def preview(
    team_id: uuid.UUID, body: PolicyTrial, platform: CurrentPlatform, caller: CurrentCaller
) -> Response:
    """Return what a policy would change on the team's findings that are still to be done. Nothing is saved."""
    async with platform.database.read(caller) as reader:
        await require_team(reader, caller, team_id, Right.FINDING_READ)
        told = await service.preview(reader, team_id, body.points.model_dump())
    return json_response(told)


@router.get(
    "/teams/{team_id}/priority-policy/versions",
    response_model=Page[PolicyVersion],
    responses=declared(403, 404),
    operation_id="priorities_list_versions",
    summary="List the versions of a team's policy",
)
async def list_versions(
    team_id: uuid.UUID,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    query: Annotated[PageQuery, Query()],
) -> Response:
    """Return the versions of a team's policy, newest first. Scores name the version that made them."""
    async with platform.database.read(caller) as reader:
        await require_team(reader, caller, team_id, Right.TEAM_READ)
        rows, cursor = await queries.list_versions(reader, team_id, query, platform.cursor_key)
    return json_response({"items": [row_dict(row) for row in rows], "next": cursor})

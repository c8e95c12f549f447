"""The routes of targets."""

from __future__ import annotations

import uuid
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from securestack.server.kit.caller import CurrentCaller
from securestack.server.kit.etags import IfMatch, tagged, version_tag
from securestack.server.kit.idempotency import IdempotencyKey, once
from securestack.server.kit.pages import Page
from securestack.server.kit.platform import CurrentPlatform, Platform
from securestack.server.kit.problems import declared
from securestack.server.kit.schemas import json_response
from securestack.server.projects import queries_targets as queries
from securestack.server.projects import service_targets as service
from securestack.server.projects.permissions import require_target
from securestack.server.projects.schemas_targets import (
    NewTarget,
    Target,
    TargetChange,
    TargetQuery,
    Verification,
    Verify,
)
from securestack.server.teams.permissions import Right, require_project

router = APIRouter(tags=["targets"])

_VERIFICATIONS_AN_HOUR = 60


@router.get(
    "/projects/{project_id}/targets",
    response_model=Page[Target],
    responses=declared(403, 404),
    operation_id="targets_list",
    summary="List targets",
)
async def list_targets(
    project_id: uuid.UUID,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    query: Annotated[TargetQuery, Query()],
) -> Response:
    """Return the targets of a project."""
    async with platform.database.read(caller) as reader:
        await require_project(reader, caller, project_id, Right.PROJECT_READ)
        rows, cursor = await queries.list_targets(reader, project_id, query, platform.cursor_key)
        guard = await service.address_guard(reader, platform.settings)
    return json_response({"items": [service.shown(row, guard) for row in rows], "next": cursor})


@router.post(
    "/projects/{project_id}/targets",
    status_code=201,
    response_model=Target,
    responses=declared(403, 404, 409),
    operation_id="targets_create",
    summary="Create a target",
)
async def create(
    project_id: uuid.UUID,
    body: NewTarget,
    request: Request,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    key: IdempotencyKey = None,
) -> Response:
    """Add something to scan. Before it is scanned, control of it is proven in one of the ways the answer names."""
    async with platform.database.transaction(caller) as session:

        async def creation() -> Response:
            target_id = await service.create_target(session, caller, project_id, body)
            return await _answer(platform, session, target_id, created=True)

        return await once(session, request, caller, key, creation)


@router.get(
    "/targets/{target_id}",
    response_model=Target,
    responses=declared(304, 403, 404),
    operation_id="targets_get",
    summary="Get a target",
)
async def get(
    target_id: uuid.UUID, request: Request, platform: CurrentPlatform, caller: CurrentCaller
) -> Response:
    """Return a target."""
    async with platform.database.read(caller) as reader:
        await require_target(reader, caller, target_id, Right.PROJECT_READ)
        row = await queries.read_target(reader, target_id)
        guard = await service.address_guard(reader, platform.settings)
    target = service.shown(row, guard)
    return tagged(request, json_response(target), version=target["version"])


@router.patch(
    "/targets/{target_id}",
    response_model=Target,
    responses=declared(403, 404, 409, 412),
    operation_id="targets_change",
    summary="Change a target",
)
async def change(
    target_id: uuid.UUID,
    body: TargetChange,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    if_match: IfMatch = None,
) -> Response:
    """Change the name or the address of a target; another origin has to be proven anew."""
    async with platform.database.transaction(caller) as session:
        await service.change_target(session, caller, target_id, body, if_match)
        return await _answer(platform, session, target_id)


@router.delete(
    "/targets/{target_id}",
    status_code=204,
    responses=declared(403, 404, 409, 412),
    operation_id="targets_delete",
    summary="Remove a target",
)
async def delete(
    target_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller, if_match: IfMatch = None
) -> None:
    """Remove a target. Its scans and findings stay."""
    async with platform.database.transaction(caller) as session:
        await service.delete_target(session, caller, target_id, if_match)


@router.post(
    "/targets/{target_id}/verify",
    response_model=Verification,
    responses=declared(403, 404, 409),
    operation_id="targets_verify",
    summary="Verify control of a target",
)
async def verify(
    target_id: uuid.UUID,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    body: Verify | None = None,
) -> Response:
    """Look for the proof, and say what was looked for and what was seen. What was proven once stays proven."""
    await platform.limiter.hit("verify", caller.name, times=_VERIFICATIONS_AN_HOUR, seconds=3600)
    attempts = await service.verify_target(platform, caller, target_id, body.method if body else None)
    async with platform.database.read(caller) as reader:
        await require_target(reader, caller, target_id, Right.PROJECT_READ)
        row = await queries.read_target(reader, target_id)
        guard = await service.address_guard(reader, platform.settings)
    answer = {
        "verified": any(attempt.proven for attempt in attempts),
        "attempts": [msgspec.to_builtins(attempt) for attempt in attempts],
        "target": service.shown(row, guard),
    }
    return json_response(answer)


async def _answer(
    platform: Platform, session: AsyncSession, target_id: uuid.UUID, *, created: bool = False
) -> Response:
    row = await queries.read_target(session, target_id)
    target = service.shown(row, await service.address_guard(session, platform.settings))
    headers = {"ETag": version_tag(target["version"])}
    if created:
        headers["Location"] = f"/api/v1/targets/{target_id}"
    return json_response(target, 201 if created else 200, headers=headers)

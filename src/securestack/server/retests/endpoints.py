"""The routes of looks at findings."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.background import BackgroundTask
from starlette.responses import Response

from securestack.server.kit.caller import Caller, CurrentCaller
from securestack.server.kit.database import Reader
from securestack.server.kit.idempotency import IdempotencyKey, once
from securestack.server.kit.pages import Page, PageQuery
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared
from securestack.server.kit.schemas import json_response, row_dict
from securestack.server.retests import queries, service
from securestack.server.retests.schemas import NewRetest, Retest
from securestack.server.teams.permissions import ProjectAccess, Right, require_project

router = APIRouter(prefix="/findings", tags=["findings"])
_PER_MINUTE = 60  # looks at findings of one project


@router.post(
    "/{finding_id}/retest",
    status_code=202,
    response_model=Retest,
    responses=declared(403, 404, 409),
    operation_id="findings_retest",
    summary="Look whether a finding is still there",
)
async def create(
    finding_id: uuid.UUID,
    body: NewRetest,
    request: Request,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    key: IdempotencyKey = None,
) -> Response:
    """Send the requests that proved a finding once more and judge the answers. What is surely gone becomes fixed.

    Who may scan the target may do this. Watch `/retests` for what comes of it.
    """
    async with platform.database.transaction(caller) as session:
        access = await _require(session, caller, finding_id, Right.SCAN_CREATE)

        async def creation() -> Response:
            await platform.limiter.hit("retest", str(access.project_id), times=_PER_MINUTE, seconds=60)
            retest_id = await service.create_retest(session, caller, platform, finding_id, body)
            return json_response(row_dict(await queries.read_retest(session, retest_id)), 202)

        response = await once(session, request, caller, key, creation)
    response.background = BackgroundTask(platform.jobs.send, "retests.run")
    return response


@router.get(
    "/{finding_id}/retests",
    response_model=Page[Retest],
    responses=declared(403, 404),
    operation_id="findings_list_retests",
    summary="List the looks at a finding",
)
async def list_retests(
    finding_id: uuid.UUID,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    query: Annotated[PageQuery, Query()],
) -> Response:
    """Return when somebody looked whether a finding is still there and what they saw, the newest first."""
    async with platform.database.read(caller) as reader:
        await _require(reader, caller, finding_id, Right.FINDING_READ)
        rows, cursor = await queries.list_retests(reader, finding_id, query, platform.cursor_key)
    return json_response({"items": [row_dict(row) for row in rows], "next": cursor})


async def _require(
    source: Reader | AsyncSession, caller: Caller, finding_id: uuid.UUID, right: Right
) -> ProjectAccess:
    place = "(SELECT f.project_id FROM findings f WHERE f.id = $1)"
    return await require_project(source, caller, finding_id, right, what="The finding", project_sql=place)

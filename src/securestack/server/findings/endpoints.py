"""The routes of findings."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from securestack.server.findings import queries, reading, service
from securestack.server.findings.queries_filter import condition
from securestack.server.findings.schemas import (
    AllFindingsFilter,
    AllFindingsQuery,
    BulkChange,
    BulkResult,
    Facets,
    FindingChange,
    FindingDetail,
    FindingFilter,
    FindingItem,
    FindingQuery,
    FindingStatistics,
    HistoryEntry,
    Merge,
    NewComment,
)
from securestack.server.kit.caller import Caller, CurrentCaller
from securestack.server.kit.database import Reader
from securestack.server.kit.etags import IfMatch, tagged
from securestack.server.kit.idempotency import IdempotencyKey, once
from securestack.server.kit.pages import Page, PageQuery
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared
from securestack.server.kit.schemas import json_response, row_dict
from securestack.server.teams.permissions import (
    ProjectAccess,
    Right,
    require_project,
    visible_projects,
    visible_projects_sql,
)

router = APIRouter(tags=["findings"])


async def _visible(reader: Reader, caller: Caller, wanted: list[uuid.UUID]) -> list[uuid.UUID]:
    visible = await visible_projects(reader, caller, Right.FINDING_READ)
    return [project_id for project_id in visible if project_id in wanted] if wanted else visible


@router.get(
    "/findings",
    response_model=Page[FindingItem],
    responses=declared(403),
    operation_id="findings_list_all",
    summary="List findings of all projects",
)
async def list_all(
    platform: CurrentPlatform, caller: CurrentCaller, query: Annotated[AllFindingsQuery, Query()]
) -> Response:
    """Return findings of the projects you may read."""
    where = condition(query, caller.user_id, place=2)
    async with platform.database.read(caller) as reader:
        projects = await _visible(reader, caller, query.project)
        rows, cursor = await queries.list_findings(reader, projects, query, where, platform.cursor_key)
    return json_response({"items": [row_dict(row) for row in rows], "next": cursor})


@router.get(
    "/findings/facets",
    response_model=Facets,
    responses=declared(403),
    operation_id="findings_count_all",
    summary="Count findings of all projects by their values",
)
async def count_all(
    platform: CurrentPlatform, caller: CurrentCaller, query: Annotated[AllFindingsFilter, Query()]
) -> Response:
    """Return how many findings that fit have which values."""
    async with platform.database.read(caller) as reader:
        projects = await _visible(reader, caller, query.project)
        return json_response(await reading.facets(reader, projects, query, caller.user_id))


@router.get(
    "/projects/{project_id}/findings",
    response_model=Page[FindingItem],
    responses=declared(403, 404),
    operation_id="findings_list",
    summary="List findings",
)
async def list_of_project(
    project_id: uuid.UUID,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    query: Annotated[FindingQuery, Query()],
) -> Response:
    """Return findings of a project."""
    where = condition(query, caller.user_id, place=2)
    async with platform.database.read(caller) as reader:
        may_read = None
        if caller.api_key is None:  # in one statement, for this is what people ask most
            may_read = queries.MayRead(
                lambda place: visible_projects_sql(caller, Right.FINDING_READ, "$1::uuid", place=place),
                lambda: require_project(reader, caller, project_id, Right.FINDING_READ),
            )
        else:
            await require_project(reader, caller, project_id, Right.FINDING_READ)
        rows, cursor = await queries.list_findings(
            reader, [project_id], query, where, platform.cursor_key, may_read=may_read
        )
    return json_response({"items": [row_dict(row) for row in rows], "next": cursor})


@router.get(
    "/projects/{project_id}/findings/facets",
    response_model=Facets,
    responses=declared(403, 404),
    operation_id="findings_count",
    summary="Count findings by their values",
)
async def count_of_project(
    project_id: uuid.UUID,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    query: Annotated[FindingFilter, Query()],
) -> Response:
    """Return how many findings of a project that fit have which values."""
    async with platform.database.read(caller) as reader:
        await require_project(reader, caller, project_id, Right.FINDING_READ)
        return json_response(await reading.facets(reader, [project_id], query, caller.user_id))


@router.get(
    "/projects/{project_id}/findings/statistics",
    response_model=FindingStatistics,
    responses=declared(304, 403, 404),
    operation_id="findings_statistics",
    summary="Show how a project stands",
)
async def statistics(
    project_id: uuid.UUID, request: Request, platform: CurrentPlatform, caller: CurrentCaller
) -> Response:
    """Return counts of what is open and overdue, and what was new and fixed by week."""
    async with platform.database.read(caller) as reader:
        await require_project(reader, caller, project_id, Right.FINDING_READ)
        return tagged(request, json_response(await reading.statistics(reader, project_id)))


@router.post(
    "/projects/{project_id}/findings/bulk",
    response_model=BulkResult,
    responses=declared(403, 404, 409),
    operation_id="findings_change_many",
    summary="Change many findings",
)
async def change_many(
    project_id: uuid.UUID, body: BulkChange, platform: CurrentPlatform, caller: CurrentCaller
) -> Response:
    """Decide about up to 10,000 findings at once: those with these ids, or all that a filter finds."""
    async with platform.database.transaction(caller) as session:
        access = await require_project(session, caller, project_id, Right.FINDING_TRIAGE)
        result = await service.change_many(session, caller, access, body)
    return json_response(result.model_dump())


@router.get(
    "/findings/{finding_id}",
    response_model=FindingDetail,
    responses=declared(304, 403, 404),
    operation_id="findings_get",
    summary="Get a finding",
)
async def get(
    finding_id: uuid.UUID, request: Request, platform: CurrentPlatform, caller: CurrentCaller
) -> Response:
    """Return a finding with its rule, its evidence and its history."""
    async with platform.database.read(caller) as reader:
        finding = await reading.detail(reader, caller, finding_id)
    return tagged(request, json_response(finding), version=finding["version"])


@router.patch(
    "/findings/{finding_id}",
    response_model=FindingDetail,
    responses=declared(403, 404, 409, 412),
    operation_id="findings_change",
    summary="Change a finding",
)
async def change(
    finding_id: uuid.UUID,
    body: FindingChange,
    request: Request,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    if_match: IfMatch = None,
) -> Response:
    """Decide about a finding: its state, who looks after it, until when, how bad it is. Every decision is kept."""
    async with platform.database.transaction(caller) as session:
        access = await _require(session, caller, finding_id, Right.FINDING_TRIAGE)
        await service.change_finding(session, caller, access, finding_id, body, if_match)
    async with platform.database.read() as reader:
        finding = await reading.detail(reader, caller, finding_id)
    return tagged(request, json_response(finding), version=finding["version"])


@router.post(
    "/findings/{finding_id}/comments",
    status_code=201,
    response_model=HistoryEntry,
    responses=declared(403, 404, 409),
    operation_id="findings_comment",
    summary="Comment on a finding",
)
async def comment(
    finding_id: uuid.UUID,
    body: NewComment,
    request: Request,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    key: IdempotencyKey = None,
) -> Response:
    """Add a comment to the history of a finding."""
    async with platform.database.transaction(caller) as session:
        access = await _require(session, caller, finding_id, Right.FINDING_COMMENT)

        async def creation() -> Response:
            event_id = await service.add_comment(session, caller, access, finding_id, body.text)
            return json_response(row_dict(await queries.history_entry(session, event_id)), 201)

        return await once(session, request, caller, key, creation)


@router.get(
    "/findings/{finding_id}/history",
    response_model=Page[HistoryEntry],
    responses=declared(403, 404),
    operation_id="findings_history",
    summary="List what happened to a finding",
)
async def history(
    finding_id: uuid.UUID,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    query: Annotated[PageQuery, Query()],
) -> Response:
    """Return all decisions, comments and changes of a finding, newest first."""
    async with platform.database.read(caller) as reader:
        await _require(reader, caller, finding_id, Right.FINDING_READ)
        rows, cursor = await queries.list_history(reader, finding_id, query, platform.cursor_key)
    return json_response({"items": [row_dict(row) for row in rows], "next": cursor})


@router.get(
    "/findings/{finding_id}/merge",
    response_model=Merge,
    responses=declared(304, 403, 404),
    operation_id="findings_merge",
    summary="Explain why observations are one finding",
)
async def merge(
    finding_id: uuid.UUID, request: Request, platform: CurrentPlatform, caller: CurrentCaller
) -> Response:
    """Return what the fingerprint is made of, and which scans and imports saw the finding when."""
    async with platform.database.read(caller) as reader:
        return tagged(request, json_response(await reading.merge(reader, caller, finding_id)))


async def _require(
    source: Reader | AsyncSession, caller: Caller, finding_id: uuid.UUID, right: Right
) -> ProjectAccess:
    place = "(SELECT f.project_id FROM findings f WHERE f.id = $1)"
    return await require_project(source, caller, finding_id, right, what="The finding", project_sql=place)

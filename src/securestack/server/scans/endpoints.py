"""The routes of scans."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.background import BackgroundTask
from starlette.responses import Response, StreamingResponse

from securestack.server.kit.caller import CurrentCaller
from securestack.server.kit.etags import tagged
from securestack.server.kit.idempotency import IdempotencyKey, once
from securestack.server.kit.pages import Page
from securestack.server.kit.platform import CurrentPlatform, Platform
from securestack.server.kit.problems import conflict, declared
from securestack.server.kit.schemas import json_response, row_dict
from securestack.server.kit.sse import event_stream
from securestack.server.models.scans import ScanQueue
from securestack.server.scans import live, queries, service
from securestack.server.scans.permissions import require_scan
from securestack.server.scans.schemas import (
    Comparison,
    Retry,
    Scan,
    ScanDetail,
    ScanQuery,
    ScanToStart,
    severity_word,
)
from securestack.server.teams.permissions import Right

router = APIRouter(prefix="/scans", tags=["scans"])


@router.post(
    "",
    status_code=201,
    response_model=ScanDetail,
    responses=declared(403, 404, 409),
    operation_id="scans_create",
    summary="Start a scan",
)
async def create(
    body: ScanToStart,
    request: Request,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    key: IdempotencyKey = None,
) -> Response:
    """Start a scan of a target that is proven to be yours, or was uploaded. It waits until its project may run another."""
    async with platform.database.transaction(caller) as session:

        async def creation() -> Response:
            scan_id = await service.create_scan(session, caller, platform, body.root)
            return _created(row_dict(await queries.read_scan(session, scan_id)))

        response = await once(session, request, caller, key, creation)
    response.background = BackgroundTask(
        service.ask_worker, platform, service.QUEUE_OF_SCANNER[body.root.scanner]
    )
    return response


@router.get(
    "", response_model=Page[Scan], responses=declared(403), operation_id="scans_list", summary="List scans"
)
async def list_scans(
    platform: CurrentPlatform, caller: CurrentCaller, query: Annotated[ScanQuery, Query()]
) -> Response:
    """Return scans of the projects you are in, the newest first."""
    async with platform.database.read(caller) as reader:
        rows, cursor = await queries.list_scans(reader, caller, query, platform.cursor_key)
    return json_response({"items": [row_dict(row) for row in rows], "next": cursor})


@router.get(
    "/{scan_id}",
    response_model=ScanDetail,
    responses=declared(304, 403, 404),
    operation_id="scans_get",
    summary="Get a scan",
)
async def get(
    scan_id: uuid.UUID, request: Request, platform: CurrentPlatform, caller: CurrentCaller
) -> Response:
    """Return a scan with the account of its checks: what each looked at, and what it could not."""
    async with platform.database.read(caller) as reader:
        await require_scan(reader, caller, scan_id, Right.SCAN_READ)
        scan = row_dict(await queries.read_scan(reader, scan_id))
    return tagged(request, json_response(scan), version=scan["version"])


@router.post(
    "/{scan_id}/cancel",
    response_model=ScanDetail,
    responses=declared(403, 404, 409),
    operation_id="scans_cancel",
    summary="Cancel a scan",
)
async def cancel(scan_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller) -> Response:
    """Cancel a scan. What it has found so far is kept."""
    async with platform.database.transaction(caller) as session:
        await service.cancel_scan(session, caller, scan_id)
        scan = row_dict(await queries.read_scan(session, scan_id))
    response = json_response(scan)
    response.background = BackgroundTask(live.tell, platform.channels, scan_id, "cancelled", {})
    return response


@router.post(
    "/{scan_id}/retry",
    status_code=201,
    response_model=ScanDetail,
    responses=declared(403, 404, 409),
    operation_id="scans_retry",
    summary="Start a scan again",
)
async def retry(
    scan_id: uuid.UUID,
    body: Retry,
    request: Request,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    key: IdempotencyKey = None,
) -> Response:
    """Start a scan that has ended once more, with the same options."""
    async with platform.database.transaction(caller) as session:

        async def creation() -> Response:
            again = await service.retry_scan(session, caller, platform, scan_id, body.credentials)
            return _created(row_dict(await queries.read_scan(session, again)))

        response = await once(session, request, caller, key, creation)
    response.background = BackgroundTask(_ask_workers, platform)
    return response


@router.get(
    "/{scan_id}/events",
    response_class=StreamingResponse,
    responses={
        **declared(403, 404),
        200: {
            "description": "Server-sent events: `scan`, `progress` and `findings`, until the scan has ended.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
    },
    operation_id="scans_watch",
    summary="Watch a scan",
)
async def watch(scan_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller) -> Response:
    """Stream what happens in a scan as it happens."""
    async with platform.database.read(caller) as reader:
        await require_scan(reader, caller, scan_id, Right.SCAN_READ)
    return event_stream(live.watch(platform, scan_id))


@router.get(
    "/{scan_id}/comparison",
    response_model=Comparison,
    responses=declared(403, 404, 409),
    operation_id="scans_compare",
    summary="Compare two scans",
)
async def compare(
    scan_id: uuid.UUID,
    before: uuid.UUID,
    platform: CurrentPlatform,
    caller: CurrentCaller,
) -> Response:
    """Return which findings this scan saw that `before` did not, and the other way round."""
    async with platform.database.read(caller) as reader:
        project = (await require_scan(reader, caller, scan_id, Right.SCAN_READ)).project_id
        if (await require_scan(reader, caller, before, Right.SCAN_READ)).project_id != project:
            raise conflict("other-project", "Only scans of the same project can be compared.")
        appeared_count, appeared = await queries.seen_by_one_only(reader, scan_id, before)
        disappeared_count, disappeared = await queries.seen_by_one_only(reader, before, scan_id)
        common = await queries.seen_by_both(reader, scan_id, before)
    return json_response(
        {
            "before": before,
            "after": scan_id,
            "appeared_count": appeared_count,
            "disappeared_count": disappeared_count,
            "common_count": common,
            "appeared": [_compared(row) for row in appeared],
            "disappeared": [_compared(row) for row in disappeared],
        }
    )


async def _ask_workers(platform: Platform) -> None:
    for queue in ScanQueue:
        await service.ask_worker(platform, queue)


def _created(scan: dict[str, Any]) -> Response:
    return json_response(scan, 201, headers={"Location": f"/api/v1/scans/{scan['id']}"})


def _compared(row: Any) -> dict[str, Any]:
    values = row_dict(row)
    return {**values, "severity": severity_word(values["severity"])}

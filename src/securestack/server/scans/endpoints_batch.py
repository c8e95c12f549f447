"""The route that starts several scans at once."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.background import BackgroundTask
from starlette.responses import Response

from securestack.server.kit.caller import CurrentCaller
from securestack.server.kit.idempotency import IdempotencyKey, once
from securestack.server.kit.platform import CurrentPlatform, Platform
from securestack.server.kit.schemas import json_response
from securestack.server.models.scans import ScanQueue
from securestack.server.scans import batch as batches
from securestack.server.scans.schemas import Batch, BatchAnswer
from securestack.server.scans.service import ask_worker

router = APIRouter(prefix="/scans", tags=["scans"])


@router.post(
    "/batch",
    response_model=BatchAnswer,
    operation_id="scans_create_batch",
    summary="Start several scans",
)
async def create_batch(
    body: Batch,
    request: Request,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    key: IdempotencyKey = None,
) -> Response:
    """Start scans of several targets, and of files that come with the request. Each has a result of its own.

    A project runs as many at once as it allows; the others wait.
    """
    async with (
        batches.received(platform, caller, body) as arrived,
        platform.database.transaction(caller) as session,
    ):

        async def creation() -> Response:
            return json_response({"items": await batches.start_all(session, caller, platform, body, arrived)})

        response = await once(session, request, caller, key, creation)
    response.background = BackgroundTask(_ask_workers, platform)
    return response


async def _ask_workers(platform: Platform) -> None:
    for queue in ScanQueue:
        await ask_worker(platform, queue)

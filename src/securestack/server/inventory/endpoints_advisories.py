"""The routes of the advisory store and its updates."""

from __future__ import annotations

import asyncio
import functools
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query
from starlette.background import BackgroundTask
from starlette.responses import Response

from securestack.server.inventory import advisories, advisory_store
from securestack.server.inventory import queries_advisories as queries
from securestack.server.inventory.schemas_advisories import AdvisoryStore, AdvisoryUpdate, AdvisoryUpdateQuery
from securestack.server.kit.caller import CurrentAdministrator, CurrentCaller
from securestack.server.kit.jobs import Queue
from securestack.server.kit.pages import Page
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared
from securestack.server.kit.schemas import json_response, row_dict

router = APIRouter(prefix="/advisories", tags=["inventory"])

UPDATE_JOB = "inventory.update_advisories"


@router.get(
    "",
    response_model=AdvisoryStore,
    operation_id="advisories_get",
    summary="Get the state of the advisories",
)
async def get(platform: CurrentPlatform, caller: CurrentCaller) -> Response:
    """Return which advisories scans look into: from where, from when, and how many of each ecosystem."""
    status = await asyncio.to_thread(advisory_store.status, platform.settings)
    async with platform.database.read(caller) as reader:
        row = await queries.last_update(reader)
    return json_response(
        {
            **msgspec.to_builtins(status),
            "daily": platform.settings.advisory_updates,
            "last_update": row_dict(row) if row is not None else None,
        }
    )


@router.get(
    "/updates",
    response_model=Page[AdvisoryUpdate],
    responses=declared(403),
    operation_id="advisories_list_updates",
    summary="List updates of the advisories",
)
async def list_updates(
    platform: CurrentPlatform, caller: CurrentAdministrator, query: Annotated[AdvisoryUpdateQuery, Query()]
) -> Response:
    """Return the updates of the advisory store, the newest first."""
    async with platform.database.read(caller) as reader:
        rows, cursor = await queries.list_updates(reader, query, platform.cursor_key)
    return json_response({"items": [row_dict(row) for row in rows], "next": cursor})


@router.post(
    "/updates",
    status_code=202,
    response_model=AdvisoryUpdate,
    responses=declared(403, 409),
    operation_id="advisories_update",
    summary="Update the advisories",
)
async def update(platform: CurrentPlatform, caller: CurrentAdministrator) -> Response:
    """Fetch what changed in the public databases, or on the mirror the settings name, and make the store anew."""
    async with platform.database.transaction(caller) as session:
        update_id = await advisories.start_update(session, caller, platform.settings)
        row = row_dict(await queries.read_update(session, update_id))
    response = json_response(row, 202)
    response.background = BackgroundTask(functools.partial(platform.jobs.send, UPDATE_JOB, queue=Queue.CPU))
    return response

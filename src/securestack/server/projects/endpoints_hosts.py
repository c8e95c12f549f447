"""The routes of allowed hosts, for administrators of the platform."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from securestack.server.kit.caller import CurrentAdministrator
from securestack.server.kit.idempotency import IdempotencyKey, once
from securestack.server.kit.pages import Page
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared
from securestack.server.kit.schemas import json_response, row_dict
from securestack.server.projects import queries_targets as queries
from securestack.server.projects import service_hosts as service
from securestack.server.projects.schemas_targets import AllowedHost, AllowedHostQuery, NewAllowedHost

router = APIRouter(prefix="/allowed-hosts", tags=["allowed hosts"])


@router.get(
    "",
    response_model=Page[AllowedHost],
    responses=declared(403),
    operation_id="allowed_hosts_list",
    summary="List allowed hosts",
)
async def list_hosts(
    platform: CurrentPlatform, caller: CurrentAdministrator, query: Annotated[AllowedHostQuery, Query()]
) -> Response:
    """Return the hosts that are scanned without proof."""
    async with platform.database.read(caller) as reader:
        rows, cursor = await queries.list_allowed_hosts(reader, query, platform.cursor_key)
    return json_response({"items": [row_dict(row) for row in rows], "next": cursor})


@router.post(
    "",
    status_code=201,
    response_model=AllowedHost,
    responses=declared(403, 409),
    operation_id="allowed_hosts_add",
    summary="Allow a host",
)
async def add(
    body: NewAllowedHost,
    request: Request,
    platform: CurrentPlatform,
    caller: CurrentAdministrator,
    key: IdempotencyKey = None,
) -> Response:
    """Allow everybody who may scan to scan a host or a network without proof, even where it is private."""
    async with platform.database.transaction(caller) as session:

        async def creation() -> Response:
            return json_response(await service.allow_host(session, caller, body.host, body.reason), 201)

        return await once(session, request, caller, key, creation)


@router.delete(
    "/{host_id}",
    status_code=204,
    responses=declared(403, 404),
    operation_id="allowed_hosts_remove",
    summary="Allow a host no longer",
)
async def remove(host_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentAdministrator) -> None:
    """Take a host off the list; scans that run already go on."""
    async with platform.database.transaction(caller) as session:
        await service.disallow_host(session, caller, host_id)

"""The routes of descriptions of APIs and of the people as whom they are asked."""

from __future__ import annotations

import uuid

from fastapi import APIRouter, Request
from starlette.responses import Response

from securestack.server.apis import queries, service
from securestack.server.apis.schemas import (
    ActorChange,
    ActorShown,
    ApiSetup,
    Description,
    NewActor,
    NewDescription,
)
from securestack.server.kit.caller import CurrentCaller
from securestack.server.kit.etags import IfMatch
from securestack.server.kit.idempotency import IdempotencyKey, once
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared
from securestack.server.kit.schemas import json_response, row_dict
from securestack.server.projects.permissions import require_target
from securestack.server.teams.permissions import Right

router = APIRouter(tags=["apis"])


@router.put(
    "/targets/{target_id}/api-description",
    response_model=Description,
    responses=declared(403, 404, 409),
    operation_id="api_descriptions_put",
    summary="Describe the API of a target",
)
async def put_description(
    target_id: uuid.UUID, body: NewDescription, platform: CurrentPlatform, caller: CurrentCaller
) -> Response:
    """Keep a description for scans with the scanner `api`, in place of the one the target had."""
    async with platform.database.transaction(caller) as session:
        notices = await service.put_description(session, caller, target_id, body)
        row = await queries.read_description(session, target_id)
    return json_response({**row_dict(row), "notices": notices})


@router.get(
    "/targets/{target_id}/api",
    response_model=ApiSetup,
    responses=declared(403, 404),
    operation_id="apis_get",
    summary="Get what is known of a target's API",
)
async def get_setup(target_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller) -> Response:
    """Return the description of the API, without its content, and the people as whom it is asked, without their secrets."""
    async with platform.database.read(caller) as reader:
        await require_target(reader, caller, target_id, Right.SCAN_READ)
        description = await queries.read_description(reader, target_id)
        actors = await queries.list_actors(reader, target_id)
    shown = None if description is None else {**row_dict(description), "notices": []}
    return json_response({"description": shown, "actors": [row_dict(row) for row in actors]})


@router.delete(
    "/targets/{target_id}/api-description",
    status_code=204,
    responses=declared(403, 404, 409),
    operation_id="api_descriptions_delete",
    summary="Forget the description of a target's API",
)
async def delete_description(target_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller) -> None:
    """Forget the description; scans that were made with it stay."""
    async with platform.database.transaction(caller) as session:
        await service.delete_description(session, caller, target_id)


@router.post(
    "/targets/{target_id}/actors",
    status_code=201,
    response_model=ActorShown,
    responses=declared(403, 404, 409),
    operation_id="api_actors_create",
    summary="Set up an actor of a target",
)
async def create_actor(
    target_id: uuid.UUID,
    body: NewActor,
    request: Request,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    key: IdempotencyKey = None,
) -> Response:
    """Set up somebody as whom the API is asked. Two ordinary users let a scan test who may do what to whose things."""
    async with platform.database.transaction(caller) as session:

        async def creation() -> Response:
            actor_id = await service.create_actor(session, caller, platform.vault, target_id, body)
            shown = row_dict(await queries.read_actor(session, actor_id))
            return json_response(shown, 201)

        return await once(session, request, caller, key, creation)


@router.patch(
    "/actors/{actor_id}",
    response_model=ActorShown,
    responses=declared(403, 404, 409, 412),
    operation_id="api_actors_change",
    summary="Change an actor",
)
async def change_actor(
    actor_id: uuid.UUID,
    body: ActorChange,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    if_match: IfMatch = None,
) -> Response:
    """Change somebody as whom an API is asked; secrets that are left out stay."""
    async with platform.database.transaction(caller) as session:
        await service.change_actor(session, caller, platform.vault, actor_id, body, if_match)
        row = await queries.read_actor(session, actor_id)
    return json_response(row_dict(row))


@router.delete(
    "/actors/{actor_id}",
    status_code=204,
    responses=declared(403, 404, 409),
    operation_id="api_actors_delete",
    summary="Remove an actor",
)
async def delete_actor(actor_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller) -> None:
    """Remove somebody as whom an API is asked, and their secrets."""
    async with platform.database.transaction(caller) as session:
        await service.delete_actor(session, caller, actor_id)

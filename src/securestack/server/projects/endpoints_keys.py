"""The routes of the API keys of projects: keys for programs, such as a build server, that act for no user."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from securestack.server.accounts import queries_keys
from securestack.server.accounts.schemas_keys import ApiKeys, CreatedApiKey
from securestack.server.accounts.scopes import Scope
from securestack.server.accounts.service import keys
from securestack.server.kit.caller import Caller, CurrentCaller
from securestack.server.kit.database import Reader
from securestack.server.kit.idempotency import IdempotencyKey, once
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared, not_found
from securestack.server.kit.schemas import Body, Moment, Name, json_response, row_dict
from securestack.server.teams.permissions import ProjectAccess, Right, require_person, require_project

router = APIRouter(prefix="/projects/{project_id}/keys", tags=["projects"])


class NewProjectKey(Body):
    """A new key for programs, which acts in this project and for no user."""

    name: Name
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=20)]
    expires_at: Moment | None = Field(
        default=None, description="At most two years from now; without it the key is good for 90 days."
    )


@router.get(
    "",
    response_model=ApiKeys,
    responses=declared(403, 404),
    operation_id="projects_list_keys",
    summary="List the API keys of a project",
)
async def list_keys(project_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller) -> Response:
    """Return the keys of a project without their secrets, the newest first; revoked ones too."""
    async with platform.database.read(caller) as reader:
        await _require(reader, caller, project_id)
        rows = await queries_keys.keys_of_project(reader, project_id)
    return json_response({"items": [row_dict(row) for row in rows]})


@router.post(
    "",
    status_code=201,
    response_model=CreatedApiKey,
    responses=declared(403, 404, 409),
    operation_id="projects_create_key",
    summary="Make an API key of a project",
)
async def create_key(
    project_id: uuid.UUID,
    body: NewProjectKey,
    request: Request,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    key: IdempotencyKey = None,
) -> Response:
    """Make a key for programs. It is shown in this answer and never again."""
    async with platform.database.transaction(caller) as session:

        async def creation() -> Response:
            access = await _require(session, caller, project_id)
            created = await keys.create_key(
                session,
                caller,
                name=body.name,
                scopes=body.scopes,
                expires_at=body.expires_at,
                project_id=project_id,
                team_id=access.team_id,
            )
            return json_response(created, 201)

        return await once(session, request, caller, key, creation, secret=True)


@router.delete(
    "/{key_id}",
    status_code=204,
    responses=declared(403, 404),
    operation_id="projects_revoke_key",
    summary="Revoke an API key of a project",
)
async def revoke_key(
    project_id: uuid.UUID, key_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller
) -> None:
    """Make a key good for nothing."""
    async with platform.database.transaction(caller) as session:
        access = await _require(session, caller, project_id)
        revoked = await keys.revoke_key(
            platform, session, caller, key_id, project_id=project_id, team_id=access.team_id
        )
        if not revoked:
            raise not_found("The key")


async def _require(source: Reader | AsyncSession, caller: Caller, project_id: uuid.UUID) -> ProjectAccess:
    access = await require_project(source, caller, project_id, Right.KEY_MANAGE)
    require_person(caller)  # a key never makes keys
    return access

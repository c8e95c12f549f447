"""The API keys of users."""

from __future__ import annotations

import uuid

from fastapi import APIRouter, Request
from starlette.responses import Response

from securestack.server.accounts import queries_keys
from securestack.server.accounts.endpoints.answers import empty
from securestack.server.accounts.permissions import CurrentLogin
from securestack.server.accounts.schemas_keys import ApiKeys, CreatedApiKey, NewApiKey
from securestack.server.accounts.service import keys
from securestack.server.kit.idempotency import IdempotencyKey, once
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared, not_found
from securestack.server.kit.schemas import json_response, row_dict

router = APIRouter(prefix="/auth/keys")


@router.get("", response_model=ApiKeys, responses=declared(403), summary="List one's API keys")
async def list_keys(platform: CurrentPlatform, who: CurrentLogin) -> Response:
    """Return one's API keys without their secrets, the newest first; revoked ones too."""
    async with platform.database.read(who.caller) as reader:
        rows = await queries_keys.keys_of_user(reader, who.user_id)
    return json_response({"items": [row_dict(row) for row in rows]})


@router.post(
    "", status_code=201, response_model=CreatedApiKey, responses=declared(403, 409), summary="Make an API key"
)
async def create_key(
    request: Request,
    platform: CurrentPlatform,
    who: CurrentLogin,
    body: NewApiKey,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Make a key for programs. It is shown in this answer and never again."""
    async with platform.database.transaction(who.caller) as session:

        async def create() -> Response:
            created = await keys.create_key(
                session,
                who.caller,
                name=body.name,
                scopes=body.scopes,
                expires_at=body.expires_at,
                user_id=who.user_id,
                project_id=body.project_id,
            )
            return json_response(created, 201)

        return await once(session, request, who.caller, idempotency_key, create, secret=True)


@router.delete("/{key_id}", status_code=204, responses=declared(403, 404), summary="Revoke an API key")
async def revoke_key(platform: CurrentPlatform, who: CurrentLogin, key_id: uuid.UUID) -> Response:
    """Make a key good for nothing."""
    async with platform.database.transaction(who.caller) as session:
        if not await keys.revoke_key(platform, session, who.caller, key_id, user_id=who.user_id):
            raise not_found("The key")
    return empty()

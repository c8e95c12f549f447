"""The users of the platform, for its administrators."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from securestack.server.accounts import queries_users
from securestack.server.accounts.endpoints.answers import empty, with_mails
from securestack.server.accounts.schemas_users import (
    CreatedInvitation,
    Invitations,
    NewInvitation,
    User,
    UserChange,
    UserQuery,
)
from securestack.server.accounts.service import users
from securestack.server.accounts.service.mails import Mail
from securestack.server.accounts.service.registration import invite
from securestack.server.accounts.service.sessions import disbelieve
from securestack.server.audit.service import record
from securestack.server.kit.caller import Caller, CurrentAdministrator
from securestack.server.kit.etags import IfMatch, tagged
from securestack.server.kit.idempotency import IdempotencyKey, once
from securestack.server.kit.pages import Page
from securestack.server.kit.platform import CurrentPlatform, Platform
from securestack.server.kit.problems import declared, not_found
from securestack.server.kit.schemas import json_response, row_dict

router = APIRouter(prefix="/users")


@router.get("", response_model=Page[User], responses=declared(403), summary="List users")
async def list_users(
    platform: CurrentPlatform, caller: CurrentAdministrator, query: Annotated[UserQuery, Query()]
) -> Response:
    """Return users by address; `sort` is one of `email`, `name`, `created_at`."""
    sql, page = queries_users.page_of_users(query, platform.cursor_key)
    async with platform.database.read(caller) as reader:
        rows, cursor = page.cut(await reader.fetch(sql, *page.arguments))
    return json_response({"items": [row_dict(row) for row in rows], "next": cursor})


@router.get("/invitations", response_model=Invitations, responses=declared(403), summary="List invitations")
async def list_invitations(platform: CurrentPlatform, caller: CurrentAdministrator) -> Response:
    """Return the invitations that were not used yet, the newest first."""
    async with platform.database.read(caller) as reader:
        rows = await queries_users.invitations(reader)
    return json_response({"items": [row_dict(row) for row in rows]})


@router.post(
    "/invitations",
    status_code=201,
    response_model=CreatedInvitation,
    responses=declared(403, 409),
    summary="Invite somebody",
)
async def create_invitation(
    request: Request,
    platform: CurrentPlatform,
    caller: CurrentAdministrator,
    body: NewInvitation,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Invite somebody to make an account. The link goes to them by mail; it is shown here too, this once."""
    mails: list[Mail] = []
    async with platform.database.transaction(caller) as session:

        async def create() -> Response:
            invitation, link, mail = await invite(
                platform, session, caller, body.email, is_administrator=body.is_administrator
            )
            mails.append(mail)
            shown = {
                "id": invitation.id,
                "email": body.email,
                "is_administrator": body.is_administrator,
                "created_at": invitation.created_at,
                "expires_at": invitation.expires_at,
                "link": link,
            }
            return json_response(shown, 201)

        answer = await once(session, request, caller, idempotency_key, create, secret=True)
    return with_mails(platform, answer, mails)


@router.delete(
    "/invitations/{invitation_id}",
    status_code=204,
    responses=declared(403, 404),
    summary="Take an invitation back",
)
async def revoke_invitation(
    platform: CurrentPlatform, caller: CurrentAdministrator, invitation_id: uuid.UUID
) -> Response:
    """Make the link of an invitation good for nothing."""
    async with platform.database.transaction(caller) as session:
        invitation = await queries_users.void_invitation(session, invitation_id)
        if invitation is None:
            raise not_found("The invitation")
        before = {"email": invitation.data.get("email")}
        await record(session, caller, "invitation.revoked", "invitation", invitation_id, before=before)
    return empty()


@router.get("/{user_id}", response_model=User, responses=declared(304, 403, 404), summary="Get a user")
async def get_user(
    request: Request, platform: CurrentPlatform, caller: CurrentAdministrator, user_id: uuid.UUID
) -> Response:
    """Return a user."""
    return await _user(request, platform, caller, user_id)


@router.patch(
    "/{user_id}", response_model=User, responses=declared(403, 404, 409, 412), summary="Change a user"
)
async def change_user(
    request: Request,
    platform: CurrentPlatform,
    caller: CurrentAdministrator,
    user_id: uuid.UUID,
    body: UserChange,
    if_match: IfMatch = None,
) -> Response:
    """Rename, deactivate or reactivate a user, or change whether they administer the platform.

    Whose rights change, or who is deactivated, is logged out everywhere. The last administrator stays one.
    """
    async with platform.database.transaction(caller) as session:
        ended = await users.change(session, caller, user_id, body.model_dump(exclude_unset=True), if_match)
    disbelieve(platform, *ended)
    return await _user(request, platform, caller, user_id)


@router.delete(
    "/{user_id}/sessions", status_code=204, responses=declared(403, 404), summary="Log a user out everywhere"
)
async def log_user_out(
    platform: CurrentPlatform, caller: CurrentAdministrator, user_id: uuid.UUID
) -> Response:
    """End every session of a user."""
    async with platform.database.transaction(caller) as session:
        ended = await users.log_out(session, caller, user_id)
    disbelieve(platform, *ended)
    return empty()


@router.delete(
    "/{user_id}/totp", status_code=204, responses=declared(403, 404, 409), summary="Take a second factor away"
)
async def disable_totp_of_user(
    platform: CurrentPlatform, caller: CurrentAdministrator, user_id: uuid.UUID
) -> Response:
    """Let a user who has lost authenticator and recovery codes log in by the password alone, and tell them so."""
    async with platform.database.transaction(caller) as session:
        mail = await users.take_second_factor(session, caller, user_id)
    return with_mails(platform, empty(), [mail])


async def _user(request: Request, platform: Platform, caller: Caller, user_id: uuid.UUID) -> Response:
    async with platform.database.read(caller) as reader:
        row = await queries_users.user_shown(reader, user_id)
    if row is None:
        raise not_found("The user")
    return tagged(request, json_response(row_dict(row)), version=row["version"])

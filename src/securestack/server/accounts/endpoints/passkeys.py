"""Passkeys: making, listing, renaming and deleting them, and logging in by one."""

from __future__ import annotations

import uuid

from fastapi import APIRouter, Request
from starlette.responses import Response

from securestack.server.accounts import queries_passkeys
from securestack.server.accounts.endpoints.answers import empty, tokens_answer, with_mails
from securestack.server.accounts.endpoints.credentials import secret
from securestack.server.accounts.permissions import CurrentLogin
from securestack.server.accounts.schemas import Confirmation, Tokens
from securestack.server.accounts.schemas_keys import (
    Passkey,
    PasskeyLogin,
    PasskeyLoginStart,
    PasskeyRegistration,
    PasskeyRegistrationStart,
    PasskeyRenaming,
    Passkeys,
)
from securestack.server.accounts.service import passkeys
from securestack.server.accounts.service.confirmation import confirm_password
from securestack.server.accounts.service.login import Refused
from securestack.server.accounts.service.mails import Mail
from securestack.server.accounts.service.profile import require_user
from securestack.server.audit.service import record
from securestack.server.kit.caller import caller_of
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared, not_found, unauthenticated
from securestack.server.kit.schemas import json_response, row_dict
from securestack.server.models import accounts as models

router = APIRouter(prefix="/auth/passkeys")


@router.get("", response_model=Passkeys, responses=declared(403), summary="List one's passkeys")
async def list_passkeys(platform: CurrentPlatform, who: CurrentLogin) -> Response:
    """Return one's passkeys."""
    async with platform.database.read(who.caller) as reader:
        rows = await queries_passkeys.passkeys_of(reader, who.user_id)
    return json_response({"items": [row_dict(row) for row in rows]})


@router.post(
    "/registration",
    response_model=PasskeyRegistrationStart,
    responses=declared(403, 409),
    summary="Begin to make a passkey",
)
async def begin_passkey_registration(
    platform: CurrentPlatform, who: CurrentLogin, body: Confirmation
) -> Response:
    """Return what the browser needs to make a passkey. It takes the password, where the account has one."""
    await confirm_password(platform, who.caller, who.user_id, secret(body.password))
    async with platform.database.transaction(who.caller) as session:
        start = await passkeys.begin_registration(platform, session, who.user_id)
    return json_response(start)


@router.post("", status_code=201, response_model=Passkey, responses=declared(403), summary="Make a passkey")
async def create_passkey(platform: CurrentPlatform, who: CurrentLogin, body: PasskeyRegistration) -> Response:
    """Keep the passkey that the browser made."""
    async with platform.database.transaction(who.caller) as session:
        passkey = await passkeys.finish_registration(
            platform,
            session,
            who.caller,
            who.user_id,
            token=body.token,
            name=body.name,
            credential=body.credential,
        )
        user = await require_user(session, who.user_id)
    what = f"the passkey “{body.name}” can log in now."
    mail = Mail(user.email, "second-factor-changed", {"name": user.name, "what": what})
    return with_mails(platform, json_response(_shown(passkey), 201), [mail])


@router.patch(
    "/{passkey_id}", response_model=Passkey, responses=declared(403, 404), summary="Rename a passkey"
)
async def rename_passkey(
    platform: CurrentPlatform, who: CurrentLogin, passkey_id: uuid.UUID, body: PasskeyRenaming
) -> Response:
    """Give a passkey another name."""
    async with platform.database.transaction(who.caller) as session:
        passkey = await queries_passkeys.passkey_of(session, who.user_id, passkey_id)
        if passkey is None:
            raise not_found("The passkey")
        before, passkey.name = {"name": passkey.name}, body.name
        await session.flush()
        after = {"name": body.name}
        await record(
            session, who.caller, "passkey.changed", "passkey", passkey_id, before=before, after=after
        )
    return json_response(_shown(passkey))


@router.delete("/{passkey_id}", status_code=204, responses=declared(403, 404), summary="Delete a passkey")
async def delete_passkey(platform: CurrentPlatform, who: CurrentLogin, passkey_id: uuid.UUID) -> Response:
    """Let a passkey log in no more."""
    async with platform.database.transaction(who.caller) as session:
        passkey = await queries_passkeys.passkey_of(session, who.user_id, passkey_id)
        if passkey is None:
            raise not_found("The passkey")
        await queries_passkeys.delete_passkey(session, passkey_id)
        before = {"name": passkey.name}
        await record(session, who.caller, "passkey.deleted", "passkey", passkey_id, before=before)
    return empty()


@router.post("/login/begin", response_model=PasskeyLoginStart, summary="Begin to log in by a passkey")
async def begin_passkey_login(platform: CurrentPlatform, request: Request) -> Response:
    """Return what the browser needs to log in by a passkey."""
    await platform.limiter.hit("passkey-address", caller_of(request).ip, times=300, seconds=900)
    async with platform.database.transaction() as session:
        start = await passkeys.begin_login(platform, session)
    return json_response(start)


@router.post("/login", response_model=Tokens, responses=declared(401), summary="Log in by a passkey")
async def login_with_passkey(request: Request, platform: CurrentPlatform, body: PasskeyLogin) -> Response:
    """Log in by what the browser answered. No code is asked for: the authenticator has verified its user."""
    result = await passkeys.finish_login(
        platform, caller_of(request), token=body.token, credential=body.credential
    )
    if isinstance(result, Refused):
        raise unauthenticated("The passkey was not accepted, or came too late.")
    return tokens_answer(platform, result, body.remember)


def _shown(passkey: models.Passkey) -> dict[str, object]:
    return {
        "id": passkey.id,
        "name": passkey.name,
        "transports": passkey.transports,
        "created_at": passkey.created_at,
        "last_used_at": passkey.last_used_at,
    }

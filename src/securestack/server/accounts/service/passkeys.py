"""Passkeys (WebAuthn, level 3): registered by who is logged in, and a way to log in that needs no password and no code.

The authenticator verifies its user, by a finger or a PIN, so a passkey is two factors at once.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import msgspec
import webauthn
from sqlalchemy.ext.asyncio import AsyncSession
from webauthn.helpers import base64url_to_bytes, options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from securestack.server.accounts import queries, queries_passkeys
from securestack.server.accounts.service.attempts import Attempts
from securestack.server.accounts.service.links import make_token
from securestack.server.accounts.service.login import Refused
from securestack.server.accounts.service.profile import require_user
from securestack.server.accounts.service.sessions import Issued, open_session
from securestack.server.audit.service import record
from securestack.server.kit.caller import Caller
from securestack.server.kit.clock import now
from securestack.server.kit.crypto import derive_key
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.platform import Platform
from securestack.server.kit.problems import Problem, conflict
from securestack.server.kit.tokens import hash_token
from securestack.server.models.accounts import Passkey, TokenPurpose
from securestack.server.settings import Settings

_WITHIN = timedelta(minutes=5)
_MOST = 20  # passkeys of one user
_TRANSPORTS = frozenset({"usb", "nfc", "ble", "internal", "hybrid", "smart-card", "cable"})

# What the library raises on credentials that are not what they should be; it reads them before it checks them.
_FAULTS = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)


class Start(msgspec.Struct, frozen=True):
    """The first of two steps: what the browser is given, and the token that the second step brings back."""

    token: str
    options: dict[str, Any]


async def begin_registration(platform: Platform, session: AsyncSession, user_id: uuid.UUID) -> Start:
    """Return what the browser needs to make a passkey. Raises the problem `too-many-passkeys`."""
    user = await require_user(session, user_id)
    known = await queries_passkeys.credentials_of(session, user_id)
    if len(known) >= _MOST:
        raise conflict("too-many-passkeys", f"There are {_MOST} passkeys already.")
    token = await make_token(
        session, TokenPurpose.PASSKEY, _WITHIN, user_id=user_id, data={"step": "registration"}
    )
    options = webauthn.generate_registration_options(
        rp_id=_domain(platform.settings),
        rp_name="SecureStack",
        user_id=user_id.bytes,
        user_name=user.email,
        user_display_name=user.name,
        challenge=_challenge(platform, token),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=credential) for credential in known],
    )
    return Start(token, options_to_json_dict(options))


async def finish_registration(
    platform: Platform,
    session: AsyncSession,
    caller: Caller,
    user_id: uuid.UUID,
    *,
    token: str,
    name: str,
    credential: dict[str, Any],
) -> Passkey:
    """Keep a passkey that the browser made. Raises the problem `passkey-refused`."""
    await require_user(session, user_id)
    pending = await queries.use_token(session, hash_token(token), TokenPurpose.PASSKEY)
    if pending is None or pending.user_id != user_id or pending.data.get("step") != "registration":
        raise _refused("It came too late; begin again.")
    try:
        verified = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=_challenge(platform, token),
            expected_rp_id=_domain(platform.settings),
            expected_origin=_origin(platform.settings),
            require_user_verification=True,
        )
    except _FAULTS:
        raise _refused("It is not what was asked for.") from None
    if await queries_passkeys.credential_exists(session, verified.credential_id):
        raise _refused("It is registered already.")
    passkey = Passkey(
        id=new_id(),
        user_id=user_id,
        credential_id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        name=name,
        transports=_transports(credential),
    )
    session.add(passkey)
    await session.flush()
    await record(session, caller, "passkey.created", "passkey", passkey.id, after={"name": name})
    return passkey


async def begin_login(platform: Platform, session: AsyncSession) -> Start:
    """Return what the browser needs to log in by a passkey; whose it will be, the authenticator says."""
    token = await make_token(session, TokenPurpose.PASSKEY, _WITHIN, data={"step": "login"})
    options = webauthn.generate_authentication_options(
        rp_id=_domain(platform.settings),
        challenge=_challenge(platform, token),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Start(token, options_to_json_dict(options))


async def finish_login(
    platform: Platform, caller: Caller, *, token: str, credential: dict[str, Any]
) -> Issued | Refused:
    """Log in whoever the passkey belongs to. Raises the problem `too-many-requests`."""
    attempts = Attempts(platform.limiter, caller)
    await attempts.token()
    async with platform.database.transaction(caller) as session:
        result = await _login(platform, session, caller, token, credential)
    if isinstance(result, Refused):
        await attempts.token_failed()
    return result


async def _login(
    platform: Platform, session: AsyncSession, caller: Caller, token: str, credential: dict[str, Any]
) -> Issued | Refused:
    pending = await queries.use_token(session, hash_token(token), TokenPurpose.PASSKEY)
    if pending is None or pending.data.get("step") != "login":
        return Refused("token")
    found = await queries_passkeys.passkey_for_login(session, _credential_id(credential))
    if found is None:
        await record(session, caller, "login.failed", "user", None, after={"because": "unknown passkey"})
        return Refused("unknown passkey")
    passkey, user = found
    try:
        verified = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=_challenge(platform, token),
            expected_rp_id=_domain(platform.settings),
            expected_origin=_origin(platform.settings),
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except _FAULTS:
        because = "passkey refused"
    else:
        if user.is_active:
            passkey.sign_count, passkey.last_used_at = verified.new_sign_count, now()
            return await open_session(platform, session, caller, user, "passkey")
        because = "account is not active"
    await record(session, caller, "login.failed", "user", user.id, after={"because": because})
    return Refused(because)


def _credential_id(credential: dict[str, Any]) -> bytes:
    try:
        return base64url_to_bytes(credential["id"])
    except _FAULTS:
        return b""


def _transports(credential: dict[str, Any]) -> list[str]:
    response = credential.get("response")
    named = response.get("transports") if isinstance(response, dict) else None
    return sorted({name for name in named if name in _TRANSPORTS}) if isinstance(named, list) else []


def _challenge(platform: Platform, token: str) -> bytes:
    """Return the challenge that belongs to a token; so it need not be stored."""
    return hmac.digest(
        derive_key(platform.settings.key, "passkey challenges"), token.encode(), hashlib.sha256
    )


def _domain(settings: Settings) -> str:
    return urlsplit(settings.public_url).hostname or ""


def _origin(settings: Settings) -> str:
    pieces = urlsplit(settings.public_url)
    return f"{pieces.scheme}://{pieces.netloc}"


def _refused(detail: str) -> Problem:
    return Problem(400, "passkey-refused", f"The passkey was refused. {detail}")

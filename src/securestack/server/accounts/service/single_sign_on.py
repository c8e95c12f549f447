"""Signing on through the provider: the two steps, and which account somebody gets."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta

import msgspec
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.accounts import queries
from securestack.server.accounts.addresses import normalized_address
from securestack.server.accounts.oidc import Identity, OidcError, Provider
from securestack.server.accounts.service.links import make_token
from securestack.server.accounts.service.login import Refused
from securestack.server.accounts.service.registration import make_account
from securestack.server.accounts.service.sessions import Issued, open_session
from securestack.server.audit.service import record
from securestack.server.kit.caller import Caller
from securestack.server.kit.crypto import derive_key
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.platform import Platform
from securestack.server.kit.problems import not_found
from securestack.server.kit.tokens import hash_token
from securestack.server.models.accounts import OidcIdentity, TokenPurpose, User

_log = structlog.get_logger()
_WITHIN = timedelta(minutes=10)
_providers: dict[tuple[str, str, str | None], Provider] = {}


class Began(msgspec.Struct, frozen=True):
    """Where the browser goes, and what it keeps meanwhile, so that only it can finish what it began."""

    authorization_url: str
    binding: str


class SignedOn(msgspec.Struct, frozen=True):
    """How signing on ended, and where the browser goes on."""

    result: Issued | Refused
    return_to: str = "/"


def provider_of(platform: Platform) -> Provider:
    """Return the provider of the settings. Raises the problem `not-found` where none is set."""
    settings = platform.settings
    if settings.oidc_issuer is None or settings.oidc_client_id is None:
        raise not_found("A provider for single sign-on")
    secret = (
        settings.oidc_client_secret.get_secret_value() if settings.oidc_client_secret is not None else None
    )
    key = (settings.oidc_issuer, settings.oidc_client_id, secret)
    if key not in _providers:
        _providers[key] = Provider(*key)
    return _providers[key]


async def begin(platform: Platform, return_to: str) -> Began:
    """Begin to sign on. Raises OidcError, and the problem `not-found`."""
    provider = provider_of(platform)
    async with platform.database.transaction() as session:
        state = await make_token(
            session, TokenPurpose.LOGIN, _WITHIN, data={"step": "single-sign-on", "return_to": return_to}
        )
    url = await provider.authorization_url(
        redirect_uri=redirect_uri(platform),
        state=state,
        nonce=_derived(platform, "nonce", state),
        verifier=_derived(platform, "verifier", state),
    )
    return Began(url, _derived(platform, "binding", state))


async def finish(
    platform: Platform, caller: Caller, *, state: str, code: str, binding: str, issuer: str | None
) -> SignedOn:
    """Finish signing on with what the provider sent the browser back with. Raises the problem `not-found`."""
    provider = provider_of(platform)
    async with platform.database.transaction() as session:
        pending = await queries.use_token(session, hash_token(state), TokenPurpose.LOGIN)
    if pending is None or pending.data.get("step") != "single-sign-on":
        return SignedOn(await _failed(platform, caller, "no sign-on was begun"))
    if not hmac.compare_digest(binding.encode(), _derived(platform, "binding", state).encode()):
        return SignedOn(await _failed(platform, caller, "another browser began it"))
    if issuer is not None and issuer != provider.issuer:
        return SignedOn(await _failed(platform, caller, "another provider answered"))
    try:
        identity = await provider.identity(
            code=code,
            redirect_uri=redirect_uri(platform),
            nonce=_derived(platform, "nonce", state),
            verifier=_derived(platform, "verifier", state),
        )
    except OidcError as error:
        _log.warning("single sign-on failed", reason=str(error))
        return SignedOn(await _failed(platform, caller, str(error)))
    async with platform.database.transaction(caller) as session:
        user = await _user_of(platform, session, caller, identity)
        if isinstance(user, Refused):
            told = {"because": user.because, "method": "single-sign-on"}
            await record(session, caller, "login.failed", "user", None, after=told)
            return SignedOn(user)
        issued = await open_session(platform, session, caller, user, "single-sign-on")
    return SignedOn(issued, pending.data["return_to"])


async def _user_of(
    platform: Platform, session: AsyncSession, caller: Caller, identity: Identity
) -> User | Refused:
    """Return the account of somebody the provider knows: theirs from before, the one with their address, or a new one."""
    known = await queries.user_of_identity(session, identity.issuer, identity.subject)
    user = known or await _first_time(platform, session, caller, identity)
    if isinstance(user, User) and not user.is_active:
        return Refused("account is not active")
    return user


async def _first_time(
    platform: Platform, session: AsyncSession, caller: Caller, identity: Identity
) -> User | Refused:
    if identity.email is None or not identity.email_verified:
        return Refused("the provider has not verified an address")
    try:
        email = normalized_address(identity.email)
    except ValueError:
        return Refused("the address cannot be used")
    await queries.lock_address(session, email)
    user = await queries.user_by_email(session, email, lock=True)
    if user is not None and user.email_verified_at is None:
        return Refused("the account with this address has not verified it")
    if user is None:
        if not platform.settings.oidc_create_accounts:
            return Refused("no such account")
        name = " ".join((identity.name or email.partition("@")[0]).split())[:200]
        user = await make_account(
            session,
            caller,
            email=email,
            name="".join(sign for sign in name if sign.isprintable()) or email,
            password_hash=None,
            verified=True,
            is_administrator=False,
            by="single-sign-on",
        )
    session.add(OidcIdentity(id=new_id(), user_id=user.id, issuer=identity.issuer, subject=identity.subject))
    await session.flush()
    told = {"issuer": identity.issuer, "subject": identity.subject}
    await record(session, caller, "identity.linked", "user", user.id, after=told)
    return user


async def refuse(platform: Platform, caller: Caller, because: str) -> Refused:
    """Return the refusal of a sign-on that the provider itself ended, after telling the audit log."""
    return await _failed(platform, caller, because)


async def _failed(platform: Platform, caller: Caller, because: str) -> Refused:
    async with platform.database.transaction() as session:
        told = {"because": because, "method": "single-sign-on"}
        await record(session, caller, "login.failed", "user", None, after=told)
    return Refused(because)


def redirect_uri(platform: Platform) -> str:
    """Return where the provider sends the browser back to; it is to be told to the provider."""
    return f"{platform.settings.public_url}/api/v1/auth/single-sign-on/callback"


def _derived(platform: Platform, purpose: str, state: str) -> str:
    """Return a secret that belongs to a state; so it need not be stored."""
    key = derive_key(platform.settings.key, f"single sign-on {purpose}")
    return base64.urlsafe_b64encode(hmac.digest(key, state.encode(), hashlib.sha256)).rstrip(b"=").decode()

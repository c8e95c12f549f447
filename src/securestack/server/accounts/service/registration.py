"""Making accounts: by a link that was sent to the address, or by the set-up link for the first administrator.

Nothing is known of an account before its link is followed, not even a password. So nobody can prepare an account for
somebody else's address, and asking for a link tells nobody whether there is an account.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.accounts import queries
from securestack.server.accounts.service.attempts import Attempts
from securestack.server.accounts.service.links import LINK_LIFETIMES, link, make_token
from securestack.server.accounts.service.mails import Mail
from securestack.server.accounts.service.passwords import check_password
from securestack.server.accounts.service.sessions import Issued, open_session
from securestack.server.audit.service import record
from securestack.server.kit.caller import Caller
from securestack.server.kit.clock import now
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.outbox import write_event
from securestack.server.kit.passwords import hash_password
from securestack.server.kit.platform import Platform
from securestack.server.kit.problems import Problem, conflict, invalid
from securestack.server.kit.tokens import hash_token
from securestack.server.models.accounts import OneTimeToken, TokenPurpose, User
from securestack.server.settings import Registration

_PURPOSES = (TokenPurpose.SETUP, TokenPurpose.INVITE, TokenPurpose.VERIFY)


def link_invalid() -> Problem:
    """Return the problem of a link that is good for nothing: never was, was used, or came too late."""
    return Problem(400, "link-invalid", "The link is not valid, or not any more; ask for a new one.")


def registration_closed() -> Problem:
    """Return the problem of somebody who may not make an account."""
    return Problem(
        403, "registration-closed", "Accounts are made by invitation; ask an administrator for one."
    )


async def register(platform: Platform, caller: Caller, email: str) -> list[Mail]:
    """Return the mail with a link for a new account, or for the one there is.

    Raises the problems `registration-closed` and `too-many-requests`.
    """
    if platform.settings.registration is not Registration.OPEN:
        raise registration_closed()
    await Attempts(platform.limiter, caller).mail_to(email)
    async with platform.database.transaction() as session:
        user = await queries.user_by_email(session, email)
        purpose = TokenPurpose.VERIFY if user is None else TokenPurpose.RESET
        token = await make_token(
            session,
            purpose,
            LINK_LIFETIMES[purpose],
            user_id=user.id if user is not None else None,
            data={"email": email},
        )
        await record(session, caller, "registration.requested", "user", None, after={"email": email})
    address = link(platform.settings, purpose, token)
    if user is None:
        return [Mail(email, "register", {"link": address})]
    # To the address as it is stored: whoever asked may have written it so that it only looks the same.
    return (
        [Mail(user.email, "already-registered", {"link": address, "name": user.name})]
        if user.is_active
        else []
    )


async def complete_registration(
    platform: Platform, caller: Caller, *, token: str, name: str, password: str, email: str | None
) -> Issued:
    """Make the account that a link is for, and log its user in.

    Raises the problems `link-invalid`, `account-exists`, `registration-closed`, `invalid-request` and
    `too-many-requests`.
    """
    attempts = Attempts(platform.limiter, caller)
    await attempts.token()
    async with platform.database.transaction() as session:
        found = await queries.unused_token(session, hash_token(token), *_PURPOSES)
    if found is None or found.user_id is not None:
        await attempts.token_failed()
        raise link_invalid()
    address = _address(found, email)
    hashed = await hash_password(check_password(password, field="body.password", email=address, name=name))
    async with platform.database.transaction(caller) as session:
        await _use(platform, session, found, token)
        user = await make_account(
            session,
            caller,
            email=address,
            name=name,
            password_hash=hashed,
            verified=found.purpose is not TokenPurpose.SETUP,
            is_administrator=found.purpose is TokenPurpose.SETUP
            or found.data.get("is_administrator") is True,
            by=found.purpose.value,
        )
        return await open_session(platform, session, caller, user, "link")


async def make_account(
    session: AsyncSession,
    caller: Caller,
    *,
    email: str,
    name: str,
    password_hash: str | None,
    verified: bool,
    is_administrator: bool,
    by: str,
) -> User:
    """Make an account. Raises the problem `account-exists`."""
    await queries.lock_address(session, email)
    if await queries.user_by_email(session, email) is not None:
        raise conflict("account-exists", "There is an account with this address already; log in.")
    moment = now()
    user = User(
        id=new_id(),
        email=email,
        name=name,
        password_hash=password_hash,
        is_administrator=is_administrator,
        email_verified_at=moment if verified else None,
        password_changed_at=moment if password_hash else None,
    )
    session.add(user)
    await session.flush()
    told = {"email": email, "name": name, "is_administrator": is_administrator, "by": by}
    await record(session, caller, "user.created", "user", user.id, after=told)
    await write_event(session, "user.created", {"user_id": user.id, "email": email})
    return user


async def invite(
    platform: Platform, session: AsyncSession, caller: Caller, email: str, *, is_administrator: bool
) -> tuple[OneTimeToken, str, Mail]:
    """Return an invitation, its link and its mail. Raises the problem `account-exists`."""
    if await queries.user_by_email(session, email) is not None:
        raise conflict("account-exists", "There is an account with this address already.")
    identifier = new_id()
    data = {"email": email, "is_administrator": is_administrator, "invited_by": str(caller.user_id)}
    lifetime = LINK_LIFETIMES[TokenPurpose.INVITE]
    token = await make_token(session, TokenPurpose.INVITE, lifetime, data=data, identifier=identifier)
    told = {"email": email, "is_administrator": is_administrator}
    await record(session, caller, "invitation.created", "invitation", identifier, after=told)
    invitation = await queries.token_by_id(session, identifier)
    assert invitation is not None
    address = link(platform.settings, TokenPurpose.INVITE, token)
    return invitation, address, Mail(email, "invitation", {"link": address, "days": lifetime.days})


async def setup_token(session: AsyncSession, lifetime: timedelta) -> str | None:
    """Return a new set-up token where there is no administrator; those made before are good for nothing then."""
    if await queries.has_administrator(session):
        return None
    await queries.void_tokens(session, TokenPurpose.SETUP)
    return await make_token(session, TokenPurpose.SETUP, lifetime)


def _address(found: OneTimeToken, sent: str | None) -> str:
    if found.purpose is TokenPurpose.SETUP:
        if sent is None:
            raise invalid("body.email", "The address is needed to set the platform up.")
        return sent
    address: str = found.data["email"]
    if sent is not None and sent != address:
        raise invalid("body.email", "It is not the address that the link was sent to; leave it out.")
    return address


async def _use(platform: Platform, session: AsyncSession, found: OneTimeToken, token: str) -> None:
    """Use a link up. Raises the problems `link-invalid` and `registration-closed`."""
    if "team_id" in found.data:
        # An invitation into a team is used up by entering the team, which comes after.
        if platform.settings.registration is Registration.CLOSED:
            raise registration_closed()
        if await queries.unused_token(session, hash_token(token), found.purpose, lock=True) is None:
            raise link_invalid()
        return
    if await queries.use_token(session, hash_token(token), found.purpose) is None:
        raise link_invalid()
    if found.purpose is TokenPurpose.SETUP and await queries.has_administrator(session):
        raise link_invalid()


async def describe_link(platform: Platform, caller: Caller, token: str) -> OneTimeToken:
    """Return what a link is for. Raises the problems `link-invalid` and `too-many-requests`."""
    attempts = Attempts(platform.limiter, caller)
    await attempts.token()
    async with platform.database.transaction() as session:
        found = await queries.unused_token(session, hash_token(token), *_PURPOSES, TokenPurpose.RESET)
    if found is None:
        await attempts.token_failed()
        raise link_invalid()
    return found


async def address_of_link(session: AsyncSession, found: OneTimeToken) -> str | None:
    """Return the address a link was sent to."""
    if "email" in found.data:
        return str(found.data["email"])
    return await _address_of(session, found.user_id)


async def _address_of(session: AsyncSession, user_id: uuid.UUID | None) -> str | None:
    user = await queries.user_by_id(session, user_id) if user_id is not None else None
    return user.email if user is not None else None

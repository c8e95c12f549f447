"""Invitations into teams, sent by mail.

Who adds an address learns nothing of who has an account: the answer and the mail are the same either way, but for people
the caller knows of anyway. An invitation is for the address it was sent to, and for nobody else.
"""

from __future__ import annotations

import uuid
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.accounts.service.links import LINK_LIFETIMES, link, make_token
from securestack.server.audit.service import record
from securestack.server.kit.caller import Caller
from securestack.server.kit.clock import now
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.mail import MailError
from securestack.server.kit.platform import Platform
from securestack.server.kit.problems import forbidden, not_found
from securestack.server.kit.tokens import hash_token
from securestack.server.models.accounts import OneTimeToken, TokenPurpose, User
from securestack.server.models.teams import Role, Team
from securestack.server.teams import queries, queries_invitations
from securestack.server.teams.permissions import Right, require_person, require_team
from securestack.server.teams.schemas import NewMember
from securestack.server.teams.service import add_member, locked

_LIFETIME = LINK_LIFETIMES[TokenPurpose.INVITE]
_log = structlog.get_logger()


class Invited:
    """An invitation with its secret, which is sent after the transaction and kept nowhere."""

    def __init__(self, invitation_id: uuid.UUID, token: str) -> None:
        self.id = invitation_id
        self.token = token


async def add_or_invite(
    session: AsyncSession, caller: Caller, team_id: uuid.UUID, new: NewMember
) -> uuid.UUID | Invited:
    """Make somebody a member and return their id, or invite them. Raises the problem `already-member`."""
    await require_team(session, caller, team_id, Right.MEMBER_MANAGE)
    team = await locked(session, team_id)
    user = await queries.user_of_email(session, new.email)
    if user is not None and await _known_to(session, caller, user):
        await add_member(session, caller, team, user.id, new.role)
        await queries_invitations.delete_invitations_to(session, team_id, new.email)
        return user.id
    return await _invite(session, caller, team, new)


async def revoke(session: AsyncSession, caller: Caller, team_id: uuid.UUID, invitation_id: uuid.UUID) -> None:
    """Make an invitation of a team worthless."""
    await require_team(session, caller, team_id, Right.MEMBER_MANAGE)
    await locked(session, team_id)
    invitation = await queries_invitations.pending(session, id=invitation_id)
    if invitation is None or invitation.data["team_id"] != str(team_id):
        raise not_found("The invitation")
    await session.delete(invitation)
    await _record(session, caller, "invitation.revoked", invitation)


async def accept_token(session: AsyncSession, caller: Caller, token: str) -> tuple[uuid.UUID, Role]:
    """Let the caller into the team of an invitation they were sent, and return the team and the role."""
    user = await _person(session, caller)
    invitation = await queries_invitations.pending(session, token_hash=hash_token(token))
    if invitation is None:
        raise not_found("The invitation")
    if not _is_for(invitation, user):
        raise forbidden("This invitation was sent to another e-mail address; log in with that account.")
    return await _join(session, caller, user, invitation)


async def accept(session: AsyncSession, caller: Caller, invitation_id: uuid.UUID) -> tuple[uuid.UUID, Role]:
    """Let the caller into the team of an invitation to their verified address, and return the team and the role."""
    user, invitation = await _own(session, caller, invitation_id)
    return await _join(session, caller, user, invitation)


async def decline(session: AsyncSession, caller: Caller, invitation_id: uuid.UUID) -> None:
    """Refuse an invitation to the caller's verified address."""
    _, invitation = await _own(session, caller, invitation_id)
    _, invitation = await _locked(session, invitation)
    await session.delete(invitation)
    await _record(session, caller, "invitation.declined", invitation)


async def send(platform: Platform, invitation: Any, token: str) -> None:
    """Send the mail of an invitation. Where that fails the invitation stays, and may be sent again by adding again."""
    try:
        await platform.mailer.send(
            invitation["email"],
            "team-invitation",
            team=invitation["team_name"],
            inviter=invitation["invited_by"] or "Somebody",
            role=invitation["role"],
            link=link(platform.settings, TokenPurpose.INVITE, token),
            days=_LIFETIME.days,
        )
    except MailError as error:
        _log.warning("invitation not sent", invitation_id=str(invitation["id"]), error=str(error))


async def _known_to(session: AsyncSession, caller: Caller, user: User) -> bool:
    if caller.is_administrator and caller.api_key is None:
        return True
    return caller.user_id is not None and await queries.share_a_team(session, caller.user_id, user.id)


async def _invite(session: AsyncSession, caller: Caller, team: Team, new: NewMember) -> Invited:
    await queries_invitations.delete_invitations_to(session, team.id, new.email)
    data = {
        "email": new.email.lower(),
        "team_id": str(team.id),
        "role": new.role.value,
        "invited_by": str(caller.user_id) if caller.user_id else None,
    }
    identifier = new_id()
    token = await make_token(session, TokenPurpose.INVITE, _LIFETIME, data=data, identifier=identifier)
    invitation = await session.get_one(OneTimeToken, identifier)
    await _record(session, caller, "invitation.created", invitation)
    return Invited(invitation.id, token)


async def _join(
    session: AsyncSession, caller: Caller, user: User, invitation: OneTimeToken
) -> tuple[uuid.UUID, Role]:
    team, invitation = await _locked(session, invitation)
    role = Role(invitation.data["role"])
    await add_member(session, caller, team, user.id, role, how="joined")
    invitation.used_at = now()
    if user.email_verified_at is None:
        user.email_verified_at = now()  # only its owner can have read the token
    await session.flush()
    await _record(session, caller, "invitation.accepted", invitation)
    return team.id, role


async def _own(session: AsyncSession, caller: Caller, invitation_id: uuid.UUID) -> tuple[User, OneTimeToken]:
    user = await _person(session, caller)
    invitation = await queries_invitations.pending(session, id=invitation_id)
    if invitation is None or user.email_verified_at is None or not _is_for(invitation, user):
        raise not_found("The invitation")
    return user, invitation


async def _locked(session: AsyncSession, invitation: OneTimeToken) -> tuple[Team, OneTimeToken]:
    # Whatever happens to the invitations of a team happens under the lock of the team.
    team = await locked(session, uuid.UUID(invitation.data["team_id"]))
    still = await queries_invitations.pending(session, id=invitation.id)
    if still is None:
        raise not_found("The invitation")
    return team, still


async def _person(session: AsyncSession, caller: Caller) -> User:
    user = await session.get(User, require_person(caller))
    if user is None:
        raise not_found("The invitation")
    return user


def _is_for(invitation: OneTimeToken, user: User) -> bool:
    return bool(invitation.data["email"].lower() == user.email.lower())


async def _record(session: AsyncSession, caller: Caller, action: str, invitation: OneTimeToken) -> None:
    team_id = uuid.UUID(invitation.data["team_id"])
    told = {"email": invitation.data["email"], "role": invitation.data["role"]}
    await record(session, caller, action, "invitation", invitation.id, after=told, team_id=team_id)

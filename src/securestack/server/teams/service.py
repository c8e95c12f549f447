"""What happens to teams and their members."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.audit.service import changes, record
from securestack.server.kit.caller import Caller
from securestack.server.kit.etags import require_match
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.problems import conflict, not_found
from securestack.server.models.teams import Membership, Role, Team
from securestack.server.teams import queries, queries_deletion, queries_invitations
from securestack.server.teams.permissions import (
    ROLE_RIGHTS,
    Right,
    require_team,
    require_unbound,
)
from securestack.server.teams.schemas import NewTeam, TeamChange
from securestack.server.teams.slugs import random_end, slug_of


async def create_team(session: AsyncSession, caller: Caller, new: NewTeam) -> uuid.UUID:
    """Create a team whose owner is the caller, and return its id."""
    owner = require_unbound(caller, Right.TEAM_CHANGE)
    # Every slug ends at random, so that none tells whether another team has the same name.
    team = Team(
        id=new_id(),
        name=new.name,
        slug=f"{slug_of(new.name, 'team')}-{random_end()}",
        description=new.description,
    )
    session.add(team)
    await session.flush()
    session.add(Membership(team_id=team.id, user_id=owner, role=Role.OWNER))
    await session.flush()
    await record(session, caller, "team.created", "team", team.id, after=_told(team), team_id=team.id)
    return team.id


async def change_team(
    session: AsyncSession, caller: Caller, team_id: uuid.UUID, change: TeamChange, if_match: str | None
) -> int:
    """Change a team and return its version."""
    await require_team(session, caller, team_id, Right.TEAM_CHANGE)
    team = await locked(session, team_id)
    require_match(if_match, team.version)
    before = _told(team)
    for name, value in change.model_dump(exclude_unset=True).items():
        setattr(team, name, value)
    old, new = changes(before, _told(team))
    if new:
        team.version += 1
        await session.flush()
        await record(session, caller, "team.changed", "team", team_id, before=old, after=new, team_id=team_id)
    return team.version


async def delete_team(
    session: AsyncSession, caller: Caller, team_id: uuid.UUID, confirm: str | None, if_match: str | None
) -> None:
    """Delete a team. One with projects only goes, with all of them, when its slug is given in `confirm`."""
    await require_team(session, caller, team_id, Right.TEAM_DELETE)
    team = await locked(session, team_id)
    require_match(if_match, team.version)
    projects = await queries.count_projects(session, team_id)
    if projects and confirm != team.slug:
        raise conflict(
            "team-not-empty",
            f"The team has {projects} project(s), which would be deleted with all their findings; "
            f"move them, or confirm with confirm={team.slug}.",
            projects=projects,
        )
    before = {**_told(team), "projects": projects}
    await queries_deletion.put_away_team(session, team_id)
    await record(session, caller, "team.deleted", "team", team_id, before=before, team_id=team_id)


async def add_member(
    session: AsyncSession, caller: Caller, team: Team, user_id: uuid.UUID, role: Role, *, how: str = "added"
) -> None:
    """Make a user a member of a locked team. Raises the problem `already-member`."""
    if await queries.lock_membership(session, team.id, user_id) is not None:
        raise conflict("already-member", "This user is a member of the team already.")
    session.add(Membership(team_id=team.id, user_id=user_id, role=role))
    team.version += 1
    await session.flush()
    await record(
        session,
        caller,
        f"member.{how}",
        "member",
        user_id,
        after={"user_id": user_id, "role": role.value},
        team_id=team.id,
    )


async def change_role(
    session: AsyncSession, caller: Caller, team_id: uuid.UUID, user_id: uuid.UUID, role: Role
) -> None:
    """Give a member another role. Raises the problem `last-owner`."""
    await require_team(session, caller, team_id, Right.MEMBER_MANAGE)
    team = await locked(session, team_id)
    member = await _member(session, team_id, user_id)
    before = member.role
    if before is role:
        return
    member.role = role
    team.version += 1
    await session.flush()
    await _require_owner(session, team_id)
    if Right.MEMBER_MANAGE not in ROLE_RIGHTS[role]:
        await queries_invitations.delete_invitations_by(session, team_id, user_id)
    await record(
        session,
        caller,
        "member.changed",
        "member",
        user_id,
        before={"role": before.value},
        after={"role": role.value},
        team_id=team_id,
    )


async def remove_member(
    session: AsyncSession, caller: Caller, team_id: uuid.UUID, user_id: uuid.UUID
) -> None:
    """Take a member out of a team; everybody may leave by themselves. Raises the problem `last-owner`.

    The invitations they sent go too: nobody comes in through somebody who is out.
    """
    leaving = caller.user_id == user_id and caller.api_key is None
    access = await require_team(session, caller, team_id, Right.TEAM_READ)
    if not leaving:
        access.require(Right.MEMBER_MANAGE)
    team = await locked(session, team_id)
    member = await _member(session, team_id, user_id)
    before = {"user_id": user_id, "role": member.role.value}
    await session.delete(member)
    team.version += 1
    await session.flush()
    await _require_owner(session, team_id)
    await queries_invitations.delete_invitations_by(session, team_id, user_id)
    action = "member.left" if leaving else "member.removed"
    await record(session, caller, action, "member", user_id, before=before, team_id=team_id)


async def locked(session: AsyncSession, team_id: uuid.UUID) -> Team:
    """Return a team that nobody else changes until the transaction ends. Raises the problem `not-found`."""
    team = await queries.lock_team(session, team_id)
    if team is None or team.deleted_at is not None:
        raise not_found("The team")  # deleted since it was permitted
    return team


async def _member(session: AsyncSession, team_id: uuid.UUID, user_id: uuid.UUID) -> Membership:
    member = await queries.lock_membership(session, team_id, user_id)
    if member is None:
        raise not_found("The member")
    return member


async def _require_owner(session: AsyncSession, team_id: uuid.UUID) -> None:
    if await queries.count_owners(session, team_id) == 0:
        raise conflict("last-owner", "A team needs an owner; make somebody else one first.")


def _told(team: Team) -> dict[str, Any]:
    return {"name": team.name, "slug": team.slug, "description": team.description}

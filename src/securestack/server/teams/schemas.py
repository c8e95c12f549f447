"""What the teams are asked and what they answer."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from securestack.server.accounts.addresses import EmailAddress
from securestack.server.kit.pages import PageQuery
from securestack.server.kit.schemas import Answer, Body, Name, Storable, Text, unchanged
from securestack.server.models.teams import Role

Search = Annotated[str, StringConstraints(min_length=1, max_length=200), Storable]
Secret = Annotated[str, StringConstraints(min_length=20, max_length=200, pattern=r"^[\x21-\x7e]+$")]


class NewTeam(Body):
    """A team to create; the creator is its first owner."""

    name: Name
    description: Text = ""


class TeamChange(Body):
    """What of a team is changed."""

    name: Name = unchanged()
    description: Text = unchanged()


class Team(Answer):
    """People who own projects together."""

    id: uuid.UUID
    name: str
    slug: str = Field(description="Short name for addresses; it stays when the team is renamed.")
    description: str
    role: Role | None = Field(
        description="Your own role; null for an administrator of the platform who is no member."
    )
    member_count: int
    created_at: datetime
    updated_at: datetime
    version: int = Field(description="Counts changes; the entity tag begins with it.")


class TeamQuery(PageQuery):
    """Which page of the teams is wanted. Orders: `name`, `created_at`."""

    search: Search | None = Field(None, description="Part of the name.")
    all: bool = Field(
        False, description="Every team of the platform, for administrators, instead of your own."
    )


class Member(Answer):
    """A user in a team."""

    user_id: uuid.UUID
    name: str
    email: str
    role: Role
    is_active: bool = Field(description="Whether the account may log in.")
    joined_at: datetime


class MemberQuery(PageQuery):
    """Which page of the members is wanted. Orders: `name`, `email`, `role`, `joined_at`."""

    role: Role | None = Field(None, description="Members of this role only.")
    search: Search | None = Field(None, description="Part of the name or the e-mail address.")


class NewMember(Body):
    """Somebody to add to a team."""

    email: EmailAddress
    role: Role = Role.VIEWER


class RoleChange(Body):
    """The role a member gets."""

    role: Role


class Invitation(Answer):
    """An invitation that waits for its answer."""

    id: uuid.UUID
    team_id: uuid.UUID
    team_name: str
    email: str
    role: Role
    invited_by: str | None = Field(description="Name of who invited.")
    created_at: datetime
    expires_at: datetime


class Addition(Answer):
    """What came of adding somebody: one of the two.

    Who shares a team with you already, or any user where you administer the platform, is a member at once. Everybody
    else gets an invitation by mail, whether or not they have an account.
    """

    member: Member | None
    invitation: Invitation | None


class InvitationToken(Body):
    """The secret of an invitation, from the link in its mail."""

    token: Secret


class Joined(Answer):
    """The team somebody has joined."""

    team_id: uuid.UUID
    role: Role

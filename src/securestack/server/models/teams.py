"""Tables of teams and who is in them."""

from __future__ import annotations

import enum
import uuid
from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from securestack.server.models.accounts import OneTimeToken
from securestack.server.models.base import Base, Created, Identifier, Updated, belongs_to, words


class Role(enum.StrEnum):
    """What a member may do in a team; `teams/permissions.py` says what each means."""

    OWNER = "owner"
    MAINTAINER = "maintainer"
    ANALYST = "analyst"
    VIEWER = "viewer"


class Team(Base):
    """People who own projects together."""

    __tablename__ = "teams"

    id: Mapped[Identifier]
    name: Mapped[str]
    slug: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str] = mapped_column(default="")
    created_at: Mapped[Created]
    updated_at: Mapped[Updated]
    version: Mapped[int] = mapped_column(default=1)
    deleted_at: Mapped[datetime | None]  # then it has no members, and a job deletes what is in it


class Membership(Base):
    """A user in a team."""

    __tablename__ = "memberships"
    # Every question of permission asks for the role of a user in a team: answered from the index alone.
    __table_args__ = (Index("memberships_user_id_index", "user_id", "team_id", postgresql_include=["role"]),)

    team_id: Mapped[uuid.UUID] = mapped_column(belongs_to("teams.id"), primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(belongs_to("users.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(words(Role, "role"))
    created_at: Mapped[Created]


# Invitations into a team are one-time tokens; these are what they are looked up by.
Index(
    "one_time_tokens_invited_team_index",
    text("(data ->> 'team_id')"),
    postgresql_where=text("purpose = 'invite'"),
    _table=Base.metadata.tables[OneTimeToken.__tablename__],
)
Index(
    "one_time_tokens_invited_email_index",
    text("lower(data ->> 'email')"),
    postgresql_where=text("purpose = 'invite'"),
    _table=Base.metadata.tables[OneTimeToken.__tablename__],
)

"""The table of the audit log, to which rows are added and never anything else.

It mentions users, teams and projects without foreign keys: what was done stays true after they are gone.
"""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import BigInteger, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from securestack.server.models.base import Base, Created


class AuditEntry(Base):
    """Who did what, from where, what was before and what after; chained to the entry before by its hash.

    `seq` is the order in which entries were written, `position` the one in which they were committed and chained.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("audit_entries_at_index", "at", "seq"),
        Index("audit_entries_actor_index", "actor_user_id", "seq"),
        Index("audit_entries_team_index", "team_id", "seq", postgresql_where=text("team_id IS NOT NULL")),
        Index(
            "audit_entries_project_index",
            "project_id",
            "seq",
            postgresql_where=text("project_id IS NOT NULL"),
        ),
        Index("audit_entries_object_index", "object_type", "object_id", "seq"),
        Index("audit_entries_action_index", "action", "seq"),
        Index("audit_entries_unchained_index", "seq", postgresql_where=text("position IS NULL")),
    )

    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(unique=True)
    at: Mapped[Created]
    actor_user_id: Mapped[uuid.UUID | None]
    actor_api_key_id: Mapped[uuid.UUID | None]
    ip: Mapped[str]
    user_agent: Mapped[str]
    request_id: Mapped[str]
    action: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[str | None]
    team_id: Mapped[uuid.UUID | None]
    project_id: Mapped[uuid.UUID | None]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    position: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    previous_hash: Mapped[bytes | None]
    hash: Mapped[bytes | None]

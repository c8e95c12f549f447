"""Tables of priorities: what explains a score, the policies of teams, and how far a new scoring of a project is."""

from __future__ import annotations

import enum
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from securestack.server.models.base import Base, Created, Identifier, belongs_to, mentions, words


class PriorityExplanation(Base):
    """Why a score is what it is. Findings of a project with equal content share one; `findings.priority_key` names it."""

    __tablename__ = "priority_explanations"

    project_id: Mapped[uuid.UUID] = mapped_column(belongs_to("projects.id"), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    priority: Mapped[dict[str, Any]]  # score, level, SSVC decision, reasons, versions of model and policy
    subject: Mapped[dict[str, Any]]  # what another policy would look at; no texts
    created_at: Mapped[Created]


class PriorityPolicy(Base):
    """What the visible rules are worth to a team. Versions count from 1; the highest is in force, none is ever changed."""

    __tablename__ = "priority_policies"
    __table_args__ = (UniqueConstraint("team_id", "version"),)

    id: Mapped[Identifier]
    team_id: Mapped[uuid.UUID] = mapped_column(belongs_to("teams.id"))
    version: Mapped[int]
    points: Mapped[dict[str, Any]]  # those that differ from the default
    note: Mapped[str] = mapped_column(default="")
    created_by: Mapped[uuid.UUID | None] = mapped_column(mentions("users.id"))
    created_at: Mapped[Created]


class PriorityRunState(enum.StrEnum):
    """How far a new scoring is."""

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"


class PriorityRun(Base):
    """The last scoring of all findings of a project, and what it was made with.

    `cursor` is the last finding that is done: whoever claims the row after its worker was killed goes on there.
    """

    __tablename__ = "priority_runs"
    __table_args__ = (
        Index("priority_runs_waiting_index", "requested_at", postgresql_where=text("state <> 'completed'")),
    )

    project_id: Mapped[uuid.UUID] = mapped_column(belongs_to("projects.id"), primary_key=True)
    state: Mapped[PriorityRunState] = mapped_column(words(PriorityRunState, "state"))
    inputs: Mapped[dict[str, Any]]  # exposure and so on of the project, policy, model, feeds, day
    reason: Mapped[str]
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    cursor: Mapped[uuid.UUID | None]
    lease_until: Mapped[datetime | None]
    requested_at: Mapped[Created]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

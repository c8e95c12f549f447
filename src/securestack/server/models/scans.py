"""The table of scans, which is the truth of what is to run: a message to a worker is only a hint."""

from __future__ import annotations

import enum
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from securestack.server.models.base import Base, Created, Identifier, Small, belongs_to, mentions, words


class ScanState(enum.StrEnum):
    """Where a scan stands in its life."""

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    INCOMPLETE = "incomplete"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ScanQueue(enum.StrEnum):
    """Which kind of worker runs a scan."""

    NETWORK = "network"
    CPU = "cpu"


class Scan(Base):
    """One run of a scanner on a target.

    A worker claims a queued scan by writing its name and a time until which the claim holds, and renews it while it
    works. A claim that has run out may be taken over. `attempt` counts the claims; results of an older one are refused.
    """

    __tablename__ = "scans"
    __table_args__ = (
        Index("scans_project_id_index", "project_id", "created_at", "id"),
        Index("scans_project_state_index", "project_id", "status", "id"),
        Index("scans_target_id_index", "target_id", "created_at"),
        # The queue itself: few rows, whatever the table holds.
        Index(
            "scans_queued_index",
            "queue",
            text("priority DESC"),
            "queued_at",
            "id",
            postgresql_where=text("status = 'queued'"),
        ),
        Index(
            "scans_running_index",
            "project_id",
            "lease_expires_at",
            postgresql_where=text("status = 'running'"),
        ),
        Index("scans_finished_at_index", "finished_at", postgresql_where=text("finished_at IS NOT NULL")),
    )

    id: Mapped[Identifier]
    project_id: Mapped[uuid.UUID] = mapped_column(belongs_to("projects.id"))
    target_id: Mapped[uuid.UUID | None] = mapped_column(mentions("targets.id"))
    scanner: Mapped[str]
    queue: Mapped[ScanQueue] = mapped_column(words(ScanQueue, "queue"), default=ScanQueue.NETWORK)
    target_text: Mapped[str]  # what was scanned, also after the target is gone
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    secret_options: Mapped[bytes | None]  # encrypted; deleted when the scan has ended
    status: Mapped[ScanState] = mapped_column(words(ScanState, "status"), default=ScanState.QUEUED)
    priority: Mapped[Small] = mapped_column(default=0)
    created_by: Mapped[uuid.UUID | None] = mapped_column(mentions("users.id"))
    created_at: Mapped[Created]
    queued_at: Mapped[Created]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    lease_owner: Mapped[str | None]
    lease_expires_at: Mapped[datetime | None]
    attempt: Mapped[Small] = mapped_column(default=0)
    cancel_requested_at: Mapped[datetime | None]
    progress: Mapped[dict[str, Any]] = mapped_column(default=dict)
    statistics: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str | None]
    checks: Mapped[list[Any]] = mapped_column(default=list)
    notices: Mapped[list[Any]] = mapped_column(default=list)
    retry_of: Mapped[uuid.UUID | None] = mapped_column(mentions("scans.id"))
    version: Mapped[int] = mapped_column(default=1)

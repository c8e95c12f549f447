"""Tables of findings: what is wrong, what was decided about it, and where it was seen.

The rows of `findings` are changed often and searched in many ways, so their long text (evidence) and the words that a
search looks for lie in tables of their own: a list never reads past them, and a finding that is only seen again leaves
them as they are. All orders a list offers are indexed with the project in front, and each index holds all that filters
look at, so that even a filter that fits nowhere never reads the rows themselves.
"""

from __future__ import annotations

import enum
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, Integer, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from securestack.server.models.base import (
    Base,
    Created,
    Identifier,
    Small,
    Updated,
    belongs_to,
    mentions,
    words,
)


class FindingState(enum.StrEnum):
    """Where a finding stands in its life."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    FALSE_POSITIVE = "false-positive"
    ACCEPTED = "accepted"
    FIXED = "fixed"
    REOPENED = "reopened"


ACTIVE_STATES = (FindingState.OPEN, FindingState.CONFIRMED, FindingState.REOPENED)
"""The states in which somebody still has something to do."""


class FindingEventKind(enum.StrEnum):
    """What happened to a finding."""

    FOUND = "found"
    STATE = "state"
    COMMENT = "comment"
    ASSIGNMENT = "assignment"
    DUE = "due"
    SEVERITY = "severity"
    MERGE = "merge"
    RETEST = "retest"


class Rule(Base):
    """The constant text of a weakness, of our scanners or of an import.

    Each project has its own: what one project imports must never be read in another.
    """

    __tablename__ = "rules"

    project_id: Mapped[uuid.UUID] = mapped_column(belongs_to("projects.id"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    severity: Mapped[Small]
    cwe: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=list)
    texts: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what, why, fix, examples, references
    origin: Mapped[str]  # which scanner or tool knows it
    updated_at: Mapped[Updated]


FILTERED = (
    "state",
    "severity",
    "confidence",
    "origin",
    "rule_id",
    "target_id",
    "assignee_id",
    "first_seen_at",
    "last_seen_at",
    "due_at",
    "priority",
)
"""What filters of lists look at, beside words and scans."""


def _order(key: str, name: str | None = None) -> Index:
    """Return the index of an order, with all that filters look at."""
    include = [column for column in FILTERED if column != key]
    first = text(key) if "(" in key else key
    return Index(name or f"findings_{key}_index", "project_id", first, "id", postgresql_include=include)


class Finding(Base):
    """One flaw of a project, however often it was seen.

    `severity` counts from 0 (informational) to 4 (critical), so that it sorts. `due_at` is never null in an index:
    what is never due is due at infinity.
    """

    __tablename__ = "findings"
    __table_args__ = (
        UniqueConstraint("project_id", "fingerprint"),
        CheckConstraint("severity BETWEEN 0 AND 4", name="severity"),
        CheckConstraint("priority BETWEEN 0 AND 100", name="priority"),
        # Orders; the identifier breaks ties, so that a page is one stretch of the index.
        _order("severity"),
        _order("priority"),
        _order("first_seen_at", "findings_first_seen_index"),
        _order("last_seen_at", "findings_last_seen_index"),
        _order("coalesce(due_at, 'infinity'::timestamptz)", "findings_due_index"),
        _order("title"),
        _order("rule_id", "findings_rule_index"),
        # Filters, and counts of their values.
        Index(
            "findings_filter_index",
            "project_id",
            "state",
            "severity",
            "id",
            postgresql_include=[name for name in FILTERED if name not in ("state", "severity")],
        ),
        Index("findings_target_index", "project_id", "target_id", "id"),
        Index(
            "findings_assignee_index",
            "assignee_id",
            "project_id",
            "id",
            postgresql_where=text("assignee_id IS NOT NULL"),
        ),
        Index(
            "findings_fixed_at_index",
            "project_id",
            "fixed_at",
            postgresql_include=["first_seen_at"],
            postgresql_where=text("fixed_at IS NOT NULL"),
        ),
        # What the beat jobs look for: accepted risks that end, and what is overdue.
        Index(
            "findings_accepted_until_index",
            "accepted_until",
            postgresql_where=text("state = 'accepted' AND accepted_until IS NOT NULL"),
        ),
        {
            "postgresql_with": {
                "fillfactor": "85",  # room for new versions of a row beside the old
                # Only of pages that vacuum has seen is an index enough; everything else is read from the table.
                "autovacuum_vacuum_scale_factor": "0.02",
                "autovacuum_vacuum_insert_scale_factor": "0.02",
                "autovacuum_analyze_scale_factor": "0.02",
            }
        },
    )

    id: Mapped[Identifier]
    project_id: Mapped[uuid.UUID] = mapped_column(belongs_to("projects.id"))
    fingerprint: Mapped[str]
    rule_id: Mapped[str]
    title: Mapped[str]
    severity: Mapped[Small]
    rule_severity: Mapped[Small]  # as found; `severity` is what people made of it
    severity_by_person: Mapped[bool] = mapped_column(default=False)  # then finding it again leaves it
    state: Mapped[FindingState] = mapped_column(words(FindingState, "state"), default=FindingState.OPEN)
    state_reason: Mapped[str | None]
    state_changed_at: Mapped[datetime | None]
    confidence: Mapped[str]
    location: Mapped[dict[str, Any]]
    location_text: Mapped[str]  # one line for people and for search
    summary: Mapped[str]
    origin: Mapped[str]  # which scanner, or which tool was imported
    target_id: Mapped[uuid.UUID | None] = mapped_column(mentions("targets.id"))
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    first_scan_id: Mapped[uuid.UUID | None]  # scans stand above, and may be forgotten
    last_scan_id: Mapped[uuid.UUID | None]
    times_seen: Mapped[int] = mapped_column(default=1)
    assignee_id: Mapped[uuid.UUID | None] = mapped_column(mentions("users.id"))
    due_at: Mapped[datetime | None]
    due_by_person: Mapped[bool] = mapped_column(default=False)
    accepted_until: Mapped[datetime | None]
    fixed_at: Mapped[datetime | None]
    priority: Mapped[Small] = mapped_column(default=0)
    priority_key: Mapped[bytes | None]  # of what explains it; see models/priorities.py
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[Updated]


class FindingWords(Base):
    """The words of a finding that a search looks for, made when its text comes or changes (`findings.queries_ingest`)."""

    __tablename__ = "finding_words"
    __table_args__ = (Index("finding_words_index", "words", postgresql_using="gin"),)

    finding_id: Mapped[uuid.UUID] = mapped_column(belongs_to("findings.id"), primary_key=True)
    words: Mapped[Any] = mapped_column(TSVECTOR)


class FindingEvidence(Base):
    """The newest proof of a finding."""

    __tablename__ = "finding_evidence"

    finding_id: Mapped[uuid.UUID] = mapped_column(belongs_to("findings.id"), primary_key=True)
    evidence: Mapped[dict[str, Any]]
    updated_at: Mapped[Updated]


class FindingEvent(Base):
    """Something that happened to a finding: the history, comments included. Never changed afterwards."""

    __tablename__ = "finding_events"
    __table_args__ = (Index("finding_events_finding_id_index", "finding_id", "id"),)

    id: Mapped[Identifier]
    finding_id: Mapped[uuid.UUID] = mapped_column(belongs_to("findings.id"))
    kind: Mapped[FindingEventKind] = mapped_column(words(FindingEventKind, "kind"))
    user_id: Mapped[uuid.UUID | None] = mapped_column(mentions("users.id"))  # null: the platform itself
    scan_id: Mapped[uuid.UUID | None]
    at: Mapped[Created]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    text: Mapped[str | None]


class RetestState(enum.StrEnum):
    """Where a look at one finding stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"


class RetestOutcome(enum.StrEnum):
    """What a look showed."""

    STILL_THERE = "still-there"
    GONE = "gone"
    UNKNOWN = "unknown"


class Retest(Base):
    """One look whether a finding is still there. The row is the truth: a worker claims it until a time, like a scan."""

    __tablename__ = "finding_retests"
    __table_args__ = (
        Index("finding_retests_finding_id_index", "finding_id", "created_at", "id"),
        Index("finding_retests_queue_index", "created_at", "id", postgresql_where=text("status <> 'done'")),
    )

    id: Mapped[Identifier]
    finding_id: Mapped[uuid.UUID] = mapped_column(belongs_to("findings.id"))
    target_id: Mapped[uuid.UUID | None] = mapped_column(mentions("targets.id"))
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    secret_options: Mapped[bytes | None]  # encrypted; deleted when the look is over
    status: Mapped[RetestState] = mapped_column(words(RetestState, "status"), default=RetestState.QUEUED)
    outcome: Mapped[RetestOutcome | None] = mapped_column(words(RetestOutcome, "outcome"))
    reason: Mapped[str | None]
    created_by: Mapped[uuid.UUID | None] = mapped_column(mentions("users.id"))
    created_at: Mapped[Created]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    lease_expires_at: Mapped[datetime | None]
    attempt: Mapped[Small] = mapped_column(default=0)


class Observation(Base):
    """A finding seen by a scan. Scans stand above findings, so their deletion deletes these rows."""

    __tablename__ = "observations"
    __table_args__ = (Index("observations_finding_id_index", "finding_id", "observed_at"),)

    scan_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    finding_id: Mapped[uuid.UUID] = mapped_column(belongs_to("findings.id"), primary_key=True)
    severity: Mapped[Small]
    is_new: Mapped[bool]
    observed_at: Mapped[datetime]


class FindingImport(Base):
    """A file of findings that was taken in. It counts as a scan where findings say which scan saw them."""

    __tablename__ = "finding_imports"
    __table_args__ = (Index("finding_imports_project_id_index", "project_id", "created_at", "id"),)

    id: Mapped[Identifier]
    project_id: Mapped[uuid.UUID] = mapped_column(belongs_to("projects.id"))
    target_id: Mapped[uuid.UUID | None] = mapped_column(mentions("targets.id"))
    format: Mapped[str]
    tool: Mapped[str] = mapped_column(default="")
    file_name: Mapped[str] = mapped_column(default="")
    statistics: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_by: Mapped[uuid.UUID | None] = mapped_column(mentions("users.id"))
    created_at: Mapped[Created]


class SavedView(Base):
    """A filter and order of the list of findings under a name."""

    __tablename__ = "saved_views"
    __table_args__ = (
        Index("saved_views_user_id_index", "user_id", "id"),
        Index("saved_views_project_id_index", "project_id", "id", postgresql_where=text("shared")),
    )

    id: Mapped[Identifier]
    user_id: Mapped[uuid.UUID] = mapped_column(belongs_to("users.id"))
    project_id: Mapped[uuid.UUID | None] = mapped_column(belongs_to("projects.id"))
    name: Mapped[str]
    query: Mapped[dict[str, Any]]
    shared: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Created]
    updated_at: Mapped[Updated]
    version: Mapped[int] = mapped_column(default=1)

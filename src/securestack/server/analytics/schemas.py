"""What the overview is asked and what it answers."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from securestack.core.severity import Severity
from securestack.server.kit.schemas import Answer
from securestack.server.models.scans import ScanState


class OverviewQuery(BaseModel):
    """Which projects are looked at: all that you may read, where nothing is said."""

    model_config = ConfigDict(extra="forbid")

    team: uuid.UUID | None = Field(None, description="Projects of this team.")
    project: uuid.UUID | None = Field(None, description="This project only.")


class Day(Answer):
    """How things stood at the end of a day in UTC; of today, how they stand now."""

    day: date
    critical: int
    high: int
    medium: int
    low: int
    informational: int
    overdue: int
    appeared: int = Field(description="Findings seen for the first time on the day.")
    fixed: int = Field(description="Findings fixed on the day.")


class NewFinding(Answer):
    """A critical or high finding that appeared in the last week and is not dealt with."""

    id: uuid.UUID
    project_id: uuid.UUID
    project_name: str
    title: str
    location: str
    severity: Severity
    state: str
    first_seen_at: datetime
    due_at: datetime | None


class TroubledScan(Answer):
    """The newest scan of a target, which did not see all it should have."""

    id: uuid.UUID
    project_id: uuid.UUID
    project_name: str
    target: str
    status: ScanState
    reason: str | None
    finished_at: datetime | None


class UnprovenTarget(Answer):
    """A target that cannot be scanned until its control is proven."""

    id: uuid.UUID
    project_id: uuid.UUID
    project_name: str
    name: str
    locator: str
    problem: str | None = Field(description="Why the last attempt to prove it failed; null before the first.")


class Standing(Answer):
    """How one project stands."""

    id: uuid.UUID
    name: str
    team_name: str
    critical: int
    high: int
    medium: int
    low: int
    informational: int
    overdue: int


class Overview(Answer):
    """How projects stand together. Of large projects the counts are up to half a minute old."""

    project_count: int
    open_by_severity: dict[Severity, int]
    overdue_by_severity: dict[Severity, int]
    new_by_severity: dict[Severity, int] = Field(
        description="Open findings that appeared in the last seven days."
    )
    mean_seconds_to_fix: float | None = Field(description="Of what was fixed in the last 90 days.")
    mean_seconds_to_fix_before: float | None = Field(description="Of what was fixed in the 90 days before.")
    days: list[Day] = Field(description="The last 90, as far as they are known; oldest first.")
    new_findings: list[NewFinding] = Field(description="The gravest, at most eight.")
    troubled_scans: list[TroubledScan] = Field(description="The newest, at most eight.")
    troubled_scan_count: int
    unproven_targets: list[UnprovenTarget] = Field(description="At most eight.")
    unproven_target_count: int
    projects: list[Standing] = Field(description="Those with the gravest findings, at most ten.")

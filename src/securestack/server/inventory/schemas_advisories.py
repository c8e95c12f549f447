"""What is answered about the advisory store and its updates."""

from __future__ import annotations

import uuid
from datetime import datetime

from pydantic import Field

from securestack.server.kit.pages import PageQuery
from securestack.server.kit.schemas import Answer
from securestack.server.models.inventory import UpdateState


class UpdateReport(Answer):
    """What an update brought."""

    advisories: int = 0
    packages: int = 0
    exploited: int = Field(default=0, description="Flaws known to be exploited (KEV).")
    likelihoods: int = Field(default=0, description="Flaws with an EPSS score.")
    changed: bool = Field(
        default=True, description="False where nothing had changed, so that the store stayed."
    )
    notes: list[str] = Field(default_factory=list)


class AdvisoryUpdate(Answer):
    """One update of the advisory store."""

    id: uuid.UUID
    state: UpdateState
    source: str
    started_by: uuid.UUID | None = Field(description="Null for the daily update.")
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    reason: str | None = Field(description="Why it failed.")
    report: UpdateReport


class AdvisoryUpdateQuery(PageQuery):
    """Which page of the updates is wanted. Order: `created_at`."""


class AdvisoryStore(Answer):
    """The advisories that scans on this server look into."""

    source: str
    built: str = Field(
        description="When the store was made; empty for the handful that comes with the platform."
    )
    handful: bool = Field(description="Only the few advisories that come with the platform.")
    advisories: int
    packages: int
    per_ecosystem: dict[str, int]
    problem: str = Field(description="Why the store cannot be used; empty where it can.")
    daily: bool = Field(description="Whether the platform fetches the advisories every day.")
    last_update: AdvisoryUpdate | None

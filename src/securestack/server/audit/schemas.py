"""What the audit log is asked and what it answers."""

from __future__ import annotations

import enum
import uuid
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from securestack.server.kit.pages import PageQuery
from securestack.server.kit.schemas import Answer, Moment, Storable

_Word = Annotated[str, StringConstraints(min_length=1, max_length=200), Storable]


class AuditFilter(BaseModel):
    """Which entries of the audit log are wanted."""

    model_config = ConfigDict(extra="forbid")

    actor: uuid.UUID | None = Field(None, description="Id of the user who did it.")
    api_key: uuid.UUID | None = Field(None, description="Id of the API key it was done with.")
    action: _Word | None = Field(
        None,
        description="What was done, such as `login.failed`; with a dot at its end, all that begin so: `login.`.",
    )
    object_type: _Word | None = Field(None, description="Kind of thing it was done to, such as `project`.")
    object_id: _Word | None = Field(None, description="Id of the thing it was done to.")
    team_id: uuid.UUID | None = None
    project_id: uuid.UUID | None = None
    ip: _Word | None = Field(None, description="Address it was done from.")
    since: Moment | None = Field(None, description="From this time on.")
    until: Moment | None = Field(None, description="Before this time.")


class AuditQuery(AuditFilter, PageQuery):
    """Which page of which entries is wanted. They come newest first; `sort=at` turns that round."""


class ExportFormat(enum.StrEnum):
    """How exported entries are written."""

    CSV = "csv"
    JSON_LINES = "jsonl"


class ExportQuery(AuditFilter):
    """Which entries are exported, and how."""

    format: ExportFormat = Field(
        ExportFormat.JSON_LINES, description="`jsonl`: one JSON object a line; or `csv`."
    )


class AuditEntry(Answer):
    """One entry of the audit log."""

    id: uuid.UUID
    at: datetime
    action: str = Field(description="The thing and what was done to it, such as `project.created`.")
    actor_user_id: uuid.UUID | None = Field(
        description="Who did it; null for the platform itself or nobody known."
    )
    actor_name: str | None
    actor_email: str | None
    actor_api_key_id: uuid.UUID | None = Field(description="The API key it was done with.")
    ip: str
    user_agent: str
    request_id: str = Field(description="Names the request in the log.")
    object_type: str
    object_id: str | None
    team_id: uuid.UUID | None
    project_id: uuid.UUID | None
    before: dict[str, Any] | None = Field(description="What changed, as it was before.")
    after: dict[str, Any] | None = Field(description="What changed, as it is after.")
    position: int | None = Field(
        description="Place in the chain; null for a few seconds after the entry was written."
    )
    hash: str | None = Field(description="Hash that chains the entry to the one before, in hexadecimal.")


class AuditFault(Answer):
    """A place where the log was tampered with."""

    position: int
    what: str
    entry_id: uuid.UUID | None
    at: datetime | None
    action: str | None


class AuditVerification(Answer):
    """What looking at the newest entries of the chain has shown."""

    verified_at: datetime
    entries: int = Field(description="How many were looked at.")
    from_position: int = Field(
        description="The first of them; `securestack audit verify` looks at all, from 1."
    )
    head_position: int
    head: str = Field(
        description="The end of the chain, as `position:hash`; kept elsewhere, it proves that nothing was cut off."
    )
    waiting: int = Field(description="Entries that are not chained yet.")
    waiting_since: datetime | None
    intact: bool
    faults: list[AuditFault] = Field(description="At most 100.")
    more_faults: int

"""What the projects are asked and what they answer."""

from __future__ import annotations

import enum
import uuid
from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from securestack.server.kit.pages import PageQuery
from securestack.server.kit.schemas import Answer, Body, Name, Storable, Text, unchanged
from securestack.server.models.projects import Exposure, Level
from securestack.server.models.teams import Role

Search = Annotated[str, StringConstraints(min_length=1, max_length=200), Storable]
Days = Annotated[int, Field(ge=1, le=3650)]
ScanCount = Annotated[int, Field(ge=1, le=50, description="How many scans of the project may run at once.")]


class SlaDays(Body):
    """The days within which findings of each severity are to be fixed. Informational findings are never due."""

    critical: Days = 7
    high: Days = 30
    medium: Days = 90
    low: Days = 180


class NewProject(Body):
    """A project to create."""

    team_id: uuid.UUID = Field(description="The team that owns it; you maintain it.")
    name: Name
    description: Text = ""
    importance: Level = Field(Level.MEDIUM, description="How much depends on it.")
    data_sensitivity: Level = Field(
        Level.MEDIUM, description="How much the data it handles must be protected."
    )
    exposure: Exposure = Field(Exposure.INTERNET, description="Who can reach it.")
    sla_days: SlaDays = SlaDays()
    max_concurrent_scans: ScanCount = 3


class ProjectChange(Body):
    """What of a project is changed."""

    name: Name = unchanged()
    description: Text = unchanged()
    importance: Level = unchanged()
    data_sensitivity: Level = unchanged()
    exposure: Exposure = unchanged()
    sla_days: SlaDays = unchanged()
    max_concurrent_scans: ScanCount = unchanged()


class Move(Body):
    """Where a project goes."""

    team_id: uuid.UUID = Field(description="The team that gets it; you maintain it.")


class OpenFindings(Answer):
    """How many findings somebody has to do something about, by severity. Of large projects up to half a minute old."""

    critical: int
    high: int
    medium: int
    low: int
    informational: int
    total: int


class Project(Answer):
    """What a team ships and wants looked at."""

    id: uuid.UUID
    team_id: uuid.UUID
    team_name: str
    name: str
    slug: str = Field(description="Short name, unique in the team; it stays when the project is renamed.")
    description: str
    importance: Level
    data_sensitivity: Level
    exposure: Exposure
    sla_days: SlaDays
    max_concurrent_scans: int
    role: Role | None = Field(description="Your own role; null for an API key of the project.")
    open_findings: OpenFindings
    archived_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int = Field(description="Counts changes; the entity tag begins with it.")


class Archived(enum.StrEnum):
    """Whether archived projects are wanted."""

    NO = "no"
    ONLY = "only"
    ALSO = "also"


class ProjectQuery(PageQuery):
    """Which page of the projects is wanted. Orders: `name`, `importance`, `created_at`, `updated_at`."""

    team_id: uuid.UUID | None = Field(None, description="Projects of this team.")
    search: Search | None = Field(None, description="Part of the name or the description.")
    importance: Level | None = None
    data_sensitivity: Level | None = None
    exposure: Exposure | None = None
    archived: Archived = Archived.NO

"""Tables of projects, their targets, and the hosts administrators allow to be scanned."""

from __future__ import annotations

import enum
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
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


class Level(enum.StrEnum):
    """How much something matters."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Exposure(enum.StrEnum):
    """Who can reach what a project ships."""

    PRIVATE = "private"
    INTERNAL = "internal"
    INTERNET = "internet"


class TargetKind(enum.StrEnum):
    """What a target is."""

    WEB = "web"
    API = "api"
    REPOSITORY = "repository"
    MANIFEST = "manifest"
    PROGRAM = "program"
    IMAGE = "image"
    INFRASTRUCTURE = "infrastructure"
    SBOM = "sbom"


class VerificationMethod(enum.StrEnum):
    """How control of a web target is proven."""

    FILE = "file"
    DNS = "dns"
    META = "meta"


def default_sla() -> dict[str, int]:
    """Return the days within which findings of each severity are due, where a project says nothing."""
    return {"critical": 7, "high": 30, "medium": 90, "low": 180}


class Project(Base):
    """What a team ships and wants looked at."""

    __tablename__ = "projects"
    __table_args__ = (
        UniqueConstraint("team_id", "slug"),
        Index("projects_team_id_name_index", "team_id", "name", "id"),
    )

    id: Mapped[Identifier]
    team_id: Mapped[uuid.UUID] = mapped_column(belongs_to("teams.id"))
    name: Mapped[str]
    slug: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    importance: Mapped[Level] = mapped_column(words(Level, "importance"), default=Level.MEDIUM)
    data_sensitivity: Mapped[Level] = mapped_column(words(Level, "data_sensitivity"), default=Level.MEDIUM)
    exposure: Mapped[Exposure] = mapped_column(words(Exposure, "exposure"), default=Exposure.INTERNET)
    sla_days: Mapped[dict[str, Any]] = mapped_column(default=default_sla)
    max_concurrent_scans: Mapped[Small] = mapped_column(default=3)
    archived_at: Mapped[datetime | None]
    created_by: Mapped[uuid.UUID | None] = mapped_column(mentions("users.id"))
    created_at: Mapped[Created]
    updated_at: Mapped[Updated]
    version: Mapped[int] = mapped_column(default=1)


class Target(Base):
    """Something of a project that is scanned."""

    __tablename__ = "targets"
    __table_args__ = (
        UniqueConstraint("project_id", "kind", "locator"),
        Index("targets_project_id_index", "project_id", "id"),
    )

    id: Mapped[Identifier]
    project_id: Mapped[uuid.UUID] = mapped_column(belongs_to("projects.id"))
    kind: Mapped[TargetKind] = mapped_column(words(TargetKind, "kind"))
    name: Mapped[str]
    locator: Mapped[str]  # an address, a path, an image's name
    verified_at: Mapped[datetime | None]
    verification_method: Mapped[VerificationMethod | None] = mapped_column(
        words(VerificationMethod, "verification_method")
    )
    verification_token: Mapped[str]  # public by its nature: it is put where everybody can read it
    verification_checked_at: Mapped[datetime | None]
    verification_error: Mapped[str | None]
    created_by: Mapped[uuid.UUID | None] = mapped_column(mentions("users.id"))
    created_at: Mapped[Created]
    updated_at: Mapped[Updated]
    version: Mapped[int] = mapped_column(default=1)


class AllowedHost(Base):
    """A host, or network such as 10.0.0.0/8, that an administrator allows to be scanned without proof."""

    __tablename__ = "allowed_hosts"

    id: Mapped[Identifier]
    host: Mapped[str] = mapped_column(unique=True)
    reason: Mapped[str] = mapped_column(default="")
    added_by: Mapped[uuid.UUID | None] = mapped_column(mentions("users.id"))
    created_at: Mapped[Created]

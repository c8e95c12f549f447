"""Tables of what targets are made of: uploaded files, packages, bills of materials, licence policies, feed updates."""

from __future__ import annotations

import enum
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from securestack.core.package import Scope
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


class UploadKind(enum.StrEnum):
    """What an uploaded file is; the words are those of the kinds of targets."""

    REPOSITORY = "repository"  # an archive of a folder
    MANIFEST = "manifest"  # one lock file or manifest
    SBOM = "sbom"
    PROGRAM = "program"  # a Java archive, or a program that tells what it was built from


class SbomOrigin(enum.StrEnum):
    """Where a bill of materials comes from."""

    GENERATED = "generated"
    UPLOADED = "uploaded"


class UpdateState(enum.StrEnum):
    """Where an update of the advisories stands."""

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"


class Upload(Base):
    """A file that somebody sent to be scanned. Its content lies in pieces, so that no statement carries all of it."""

    __tablename__ = "uploads"
    __table_args__ = (
        Index("uploads_target_id_index", "target_id", "id"),
        Index("uploads_project_id_index", "project_id", "id"),
        Index("uploads_created_at_index", "created_at"),
    )

    id: Mapped[Identifier]
    project_id: Mapped[uuid.UUID] = mapped_column(belongs_to("projects.id"))
    target_id: Mapped[uuid.UUID] = mapped_column(belongs_to("targets.id"))
    kind: Mapped[UploadKind] = mapped_column(words(UploadKind, "kind"))
    format: Mapped[str]  # the name of the format, such as `package-lock.json` or `CycloneDX`
    file_name: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)  # bytes
    sha256: Mapped[bytes]
    created_by: Mapped[uuid.UUID | None] = mapped_column(mentions("users.id"))
    created_at: Mapped[Created]


class UploadPiece(Base):
    """One piece of an uploaded file."""

    __tablename__ = "upload_pieces"

    upload_id: Mapped[uuid.UUID] = mapped_column(belongs_to("uploads.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)  # from 0
    data: Mapped[bytes] = mapped_column(LargeBinary)


class InventoryPackage(Base):
    """A package that one file of a target names, as the target's last completed scan saw it.

    `severity` is that of the worst flaw as in findings, -1 where none is known. `fingerprints` are of the findings that
    tell of its flaws. `details` is the whole `core.package.Package`.
    """

    __tablename__ = "packages"
    __table_args__ = (
        CheckConstraint("severity BETWEEN -1 AND 4", name="severity"),
        Index("packages_name_index", "project_id", text("lower(name)"), "id"),
        Index("packages_worst_index", "project_id", text("((4 - severity)::text || lower(name))"), "id"),
        Index("packages_licence_index", "project_id", "licence"),
        Index("packages_place_index", "target_id", "manifest"),
        Index("packages_scan_id_index", "scan_id"),  # for scans that go
    )

    id: Mapped[Identifier]
    project_id: Mapped[uuid.UUID] = mapped_column(belongs_to("projects.id"))
    target_id: Mapped[uuid.UUID] = mapped_column(belongs_to("targets.id"))
    scan_id: Mapped[uuid.UUID | None] = mapped_column(mentions("scans.id"))
    manifest: Mapped[str]  # path of the file that names it
    kind: Mapped[str]  # the format of that file
    line: Mapped[int] = mapped_column(default=0)
    purl: Mapped[str]
    ecosystem: Mapped[str]
    name: Mapped[str]
    version: Mapped[str]
    scope: Mapped[Scope] = mapped_column(words(Scope, "scope"))
    direct: Mapped[bool | None]
    licence: Mapped[str]  # an SPDX expression, empty where none is declared
    flaw_count: Mapped[int] = mapped_column(default=0)
    severity: Mapped[Small] = mapped_column(default=-1)
    upgrade: Mapped[
        str
    ]  # the least version without the flaws that are fixed anywhere, empty where there is none
    fingerprints: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    details: Mapped[dict[str, Any]]


class Sbom(Base):
    """A bill of materials: of a target as it was scanned, or one that somebody uploaded.

    `content` is compressed: our own form of a bill where it was generated, the document itself where it was uploaded.
    """

    __tablename__ = "sboms"
    __table_args__ = (
        Index("sboms_project_id_index", "project_id", "created_at", "id"),
        Index("sboms_target_id_index", "target_id"),
        Index("sboms_scan_id_index", "scan_id"),
    )

    id: Mapped[Identifier]
    project_id: Mapped[uuid.UUID] = mapped_column(belongs_to("projects.id"))
    target_id: Mapped[uuid.UUID | None] = mapped_column(mentions("targets.id"))
    scan_id: Mapped[uuid.UUID | None] = mapped_column(mentions("scans.id"))
    origin: Mapped[SbomOrigin] = mapped_column(words(SbomOrigin, "origin"))
    name: Mapped[str]
    subject: Mapped[str]
    subject_version: Mapped[str]
    format: Mapped[str]  # of the uploaded document
    package_count: Mapped[int]
    notices: Mapped[list[Any]] = mapped_column(default=list)
    size: Mapped[int]  # bytes, uncompressed
    sha256: Mapped[bytes]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_by: Mapped[uuid.UUID | None] = mapped_column(mentions("users.id"))
    created_at: Mapped[Created]


class LicencePolicy(Base):
    """Which licences a team, or one of its projects, may use."""

    __tablename__ = "licence_policies"
    __table_args__ = (
        UniqueConstraint("team_id"),
        UniqueConstraint("project_id"),
        CheckConstraint("(team_id IS NULL) <> (project_id IS NULL)", name="owner"),
    )

    id: Mapped[Identifier]
    team_id: Mapped[uuid.UUID | None] = mapped_column(belongs_to("teams.id"))
    project_id: Mapped[uuid.UUID | None] = mapped_column(belongs_to("projects.id"))
    policy: Mapped[dict[str, Any]]
    updated_by: Mapped[uuid.UUID | None] = mapped_column(mentions("users.id"))
    updated_at: Mapped[Updated]
    version: Mapped[int] = mapped_column(default=1)


class AdvisoryUpdate(Base):
    """One update of the advisory store, and what came of it."""

    __tablename__ = "advisory_updates"
    __table_args__ = (Index("advisory_updates_created_at_index", "created_at", "id"),)

    id: Mapped[Identifier]
    state: Mapped[UpdateState] = mapped_column(words(UpdateState, "state"), default=UpdateState.QUEUED)
    source: Mapped[str]
    started_by: Mapped[uuid.UUID | None] = mapped_column(mentions("users.id"))
    created_at: Mapped[Created]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str | None]  # why it failed

"""What is asked and answered about bills of materials."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from securestack.inventory.sbom.writing import BillFormat
from securestack.server.inventory.schemas_packages import PackageScope
from securestack.server.kit.pages import PageQuery
from securestack.server.kit.schemas import Answer, Body, Name, Storable
from securestack.server.models.inventory import SbomOrigin

Version = Annotated[str, StringConstraints(max_length=100, strip_whitespace=True), Storable]


ChangeKind = Literal["added", "removed", "upgraded", "downgraded", "changed"]
"""The words of `advisories.comparison.Kind`; `changed` is what nobody can call newer or older."""


class NewSbom(Body):
    """An SBOM to be made of what was scanned last."""

    target_id: uuid.UUID | None = Field(
        default=None, description="One target; without one the whole project."
    )
    name: Name | None = Field(
        default=None, description="What it is about; without one the target's or project's name."
    )
    version: Version = Field(default="", description="Which version of it this is.")


class SbomQuery(PageQuery):
    """Which page of the SBOMs is wanted. Orders: `created_at`, `name`."""

    target_id: uuid.UUID | None = None
    origin: SbomOrigin | None = None


class Sbom(Answer):
    """A bill of materials."""

    id: uuid.UUID
    project_id: uuid.UUID
    target_id: uuid.UUID | None
    scan_id: uuid.UUID | None = Field(description="The scan it was made of.")
    origin: SbomOrigin
    name: str
    subject: str = Field(description="What it is about, in its own words.")
    subject_version: str
    format: str = Field(description="Of an uploaded document, such as `CycloneDX 1.5`; empty for others.")
    package_count: int
    notices: list[str] = Field(
        description="What could not be read, or is not as its format demands; at most 100."
    )
    size: int = Field(description="Bytes.")
    sha256: str
    created_by: uuid.UUID | None
    created_at: datetime


class SbomPackage(Answer):
    """A package of an SBOM."""

    purl: str
    ecosystem: str
    name: str
    version: str
    scope: PackageScope
    direct: bool | None
    licence: str = Field(description="An SPDX expression; empty where none is declared.")
    manifests: list[str] = Field(description="The files that name it.")


class SbomPackages(Answer):
    """The packages of an SBOM that fit a search, at most 1,000 of them."""

    total: int
    items: list[SbomPackage]


class SbomFormat(Answer):
    """A format in which SBOMs can be downloaded."""

    format: BillFormat
    versions: list[str]
    default: str
    suffix: str


class PackageChange(Answer):
    """What became of a package."""

    kind: ChangeKind
    ecosystem: str
    name: str
    before: list[str] = Field(description="Its versions before.")
    after: list[str] = Field(description="Its versions after.")


class LicenceChange(Answer):
    """A package whose declared licences differ."""

    ecosystem: str
    name: str
    before: list[str]
    after: list[str]


class FlawChange(Answer):
    """A published flaw of a package."""

    ecosystem: str
    name: str
    flaw: str


class ComparedStore(Answer):
    """The advisories that were looked up."""

    source: str
    built: str
    handful: bool = Field(description="Only the few advisories that come with the platform.")
    advisories: int


class SbomComparison(Answer):
    """What differs between two SBOMs; of each list at most 5,000 are shown."""

    before: Sbom
    after: Sbom
    changes: list[PackageChange]
    change_counts: dict[str, int]
    relicensed: list[LicenceChange]
    gained: list[FlawChange] = Field(description="Flaws that only the later one has.")
    lost: list[FlawChange] = Field(description="Flaws that only the earlier one has.")
    store: ComparedStore

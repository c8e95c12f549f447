"""What is asked and answered about packages and licences."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from pydantic import Field, StringConstraints, field_validator

from securestack.core.severity import Severity
from securestack.inventory.licence_policy import BadPolicy, read_policy
from securestack.inventory.licences import Verdict
from securestack.server.kit.pages import PageQuery
from securestack.server.kit.schemas import Answer, Body, Storable

Word = Annotated[str, StringConstraints(max_length=1_000), Storable]
Identifier = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True), Storable]

PackageScope = Literal["production", "optional", "development"]
"""The words of `core.package.Scope`."""

NO_LICENCE = "none"  # stands in filters for packages that declare none


class PackageQuery(PageQuery):
    """Filters of the packages of a project. Orders: `worst` (the most severe flaw first, then by name), `name`, `ecosystem`, `licence`, `manifest`."""

    search: Word | None = Field(default=None, description="Part of a name or purl.")
    ecosystem: list[Word] = Field(default_factory=list, max_length=50)
    target_id: uuid.UUID | None = None
    manifest: Word | None = Field(default=None, description="Path of the file that names the package.")
    vulnerable: bool | None = Field(
        default=None, description="Only packages with known flaws, or only others."
    )
    severity: list[Severity] = Field(default_factory=list, max_length=5, description="Of the worst flaw.")
    direct: bool | None = Field(
        default=None, description="Only what the project itself asks for, or only others."
    )
    scope: list[PackageScope] = Field(default_factory=list, max_length=3)
    licence: Word | None = Field(
        default=None, description=f"An SPDX expression; `{NO_LICENCE}` for none declared."
    )
    verdict: list[Verdict] = Field(default_factory=list, max_length=3, description="What the policy says.")


class Package(Answer):
    """A package that one file of a target names."""

    id: uuid.UUID
    target_id: uuid.UUID
    target: str = Field(description="Name of the target.")
    manifest: str = Field(description="Path of the file that names it.")
    kind: str = Field(description="Format of that file.")
    line: int = Field(description="From 1; 0 where it is not known.")
    purl: str
    ecosystem: str
    name: str
    version: str = Field(description="Empty where the file does not fix one.")
    scope: PackageScope
    direct: bool | None = Field(
        description="Whether the project itself asks for it; null where the file does not tell."
    )
    licence: str = Field(description="An SPDX expression; empty where none is declared.")
    verdict: Verdict = Field(description="What the licence policy says.")
    flaw_count: int = Field(description="Known flaws, as of the last scan.")
    open_flaw_count: int = Field(
        description="Those of them that are neither fixed, accepted nor false alarms."
    )
    severity: Severity | None = Field(description="Of the worst flaw; null without one.")
    upgrade: str = Field(
        description="The least version that clears all that can be cleared; empty without one."
    )


class Neighbour(Answer):
    """Another package of the same file."""

    id: uuid.UUID
    purl: str
    name: str
    version: str
    severity: Severity | None


class PackageFlaw(Answer):
    """A finding about a package."""

    id: uuid.UUID
    flaw: str = Field(description="Its published name, such as CVE-2021-44228.")
    summary: str
    severity: Severity
    state: str
    fixed: str = Field(description="The version with the fix; empty where none is known.")
    exploited: str = Field(description="The day it entered the catalogue of exploited flaws, or empty.")
    likelihood: float | None = Field(description="EPSS, 0 to 1.")


class OtherPlace(Answer):
    """The same package, in any version, elsewhere in the project."""

    id: uuid.UUID
    target: str
    manifest: str
    version: str
    severity: Severity | None


class PackageDetail(Package):
    """A package with all that is known of it."""

    requirement: str = Field(description="The range that the file asks for, where it fixes no version.")
    declared_licences: list[str]
    hashes: list[str]
    path: list[str] = Field(
        description="From what the project asks for to the package, as `name version`; empty where unknown."
    )
    brought_by: list[Neighbour]
    dependencies: list[Neighbour]
    flaws: list[PackageFlaw]
    elsewhere: list[OtherPlace]
    scan_id: uuid.UUID | None
    seen_at: datetime | None = Field(description="When the scan that saw it ended.")


class Counted(Answer):
    """A value and how many packages have it."""

    value: str
    count: int


class ManifestCount(Answer):
    """A file that names packages."""

    target_id: uuid.UUID
    target: str
    manifest: str
    kind: str
    count: int
    vulnerable: int
    scan_id: uuid.UUID | None
    seen_at: datetime | None = Field(description="When the scan that read it ended.")


class InventorySummary(Answer):
    """What a project is made of, in numbers, and where that comes from."""

    packages: int
    vulnerable: int
    direct: int
    ecosystems: list[Counted]
    manifests: list[ManifestCount] = Field(description="At most 500.")


class LicenceCount(Answer):
    """A licence of a project's packages."""

    licence: str = Field(description="An SPDX expression; empty for packages that declare none.")
    verdict: Verdict
    count: int
    examples: list[str] = Field(description="Names of some packages that have it.")


class LicenceRules(Body):
    """Which licences may be used, as SPDX identifiers; one may end in `*`, and `X WITH exception` stands for the whole."""

    allow: list[Identifier] = Field(default_factory=list, max_length=1_000)
    warn: list[Identifier] = Field(default_factory=list, max_length=1_000)
    deny: list[Identifier] = Field(default_factory=list, max_length=1_000)
    others: Verdict = Field(default=Verdict.WARN, description="Of what is not listed.")
    unknown: Verdict | None = Field(
        default=None, description="Of packages that declare none; like `others` where null."
    )

    @field_validator("allow", "warn", "deny")
    @classmethod
    def _identifiers(cls, names: list[str]) -> list[str]:
        try:
            # Lists of strings are written alike in JSON and TOML, in which the command line takes policies.
            read_policy(b"allow = " + msgspec.json.encode(names))
        except BadPolicy as problem:
            raise ValueError(str(problem)) from None
        return sorted(set(names), key=str.lower)


class LicencePolicyAnswer(Answer):
    """The licence policy that holds for a team or a project."""

    source: str = Field(description="Where it was written: `project`, `team` or `default`.")
    rules: LicenceRules
    updated_at: datetime | None
    version: int


class LicenceOverview(Answer):
    """The licences of a project's packages, the worst first."""

    source: str = Field(description="Where the policy was written: `project`, `team` or `default`.")
    allow: int
    warn: int
    deny: int
    licences: list[LicenceCount] = Field(description="At most 1,000.")

"""From a finished dependency scan to the rows of a target's packages."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.core.evidence import PackageEvidence
from securestack.core.finding import Finding
from securestack.core.fingerprint import fingerprint
from securestack.core.location import PackageLocation
from securestack.core.package import Package
from securestack.core.result import ScanResult
from securestack.inventory.licences import expression_of
from securestack.inventory.manifest import Manifest
from securestack.inventory.walk import Inventory, inventory_of
from securestack.scanners.dependencies.reading import read_target
from securestack.scanners.dependencies.rule import VULNERABLE_PACKAGE
from securestack.server.findings.stored import tidy_fingerprint, tidy_json, tidy_line
from securestack.server.inventory import queries_packages_write as queries
from securestack.server.kit.identifiers import new_id

MOST_PACKAGES = 200_000  # of one target
NAME_LENGTH = 300
LICENCE_LENGTH = 500
_PURL_LENGTH = 1_000
_PATH_LENGTH = 1_000
_VERSION_LENGTH = 200


class _Flaws(msgspec.Struct):
    """What the findings of a scan say of one package in one file."""

    fingerprints: list[str] = []
    severity: int = -1
    upgrade: str = ""


def inventory_at(path: Path) -> Inventory:
    """Return what lies at a path that was scanned just now. Raises NothingToScan."""
    return inventory_of(read_target(path))


def rows_of(inventory: Inventory, result: ScanResult) -> list[tuple[Any, ...]]:
    """Return the rows of a target's packages, in the order of `queries_packages_write.COLUMNS`."""
    flaws = _Found(result)
    rows: list[tuple[Any, ...]] = []
    for manifest in inventory.manifests:
        for package in manifest.packages:
            if len(rows) >= MOST_PACKAGES:
                return rows
            rows.append(_row(manifest, package, flaws))
    return rows


async def record_packages(
    session: AsyncSession,
    project_id: uuid.UUID,
    target_id: uuid.UUID,
    scan_id: uuid.UUID,
    rows: list[tuple[Any, ...]],
) -> None:
    """Write the packages that a completed scan of a target saw, in the place of those seen before."""
    await queries.replace_packages(session, project_id, target_id, scan_id, rows)


class _Found:
    """The findings of a scan, to be asked what they say of a package in a file."""

    def __init__(self, result: ScanResult) -> None:
        self._result = result
        self._by_fingerprint: dict[str, tuple[Finding, PackageEvidence]] = {}
        self._flaws: dict[tuple[str, str], set[str]] = {}  # names of flaws by ecosystem and package
        for finding in result.findings:
            place, evidence = finding.location, finding.evidence
            if isinstance(place, PackageLocation) and isinstance(evidence, PackageEvidence):
                self._by_fingerprint[finding.fingerprint] = (finding, evidence)
                self._flaws.setdefault((place.ecosystem, place.name), set()).add(evidence.flaw)

    def of(self, manifest: str, package: Package) -> _Flaws:
        """Return what is said of a package that a file names. A finding is of one file, package name and flaw."""
        said = _Flaws(fingerprints=[])
        for flaw in sorted(self._flaws.get((package.ecosystem, package.name), ())):
            mark = fingerprint(VULNERABLE_PACKAGE.id, manifest, package.ecosystem, package.name, flaw)
            if mark not in self._by_fingerprint:
                continue
            finding, evidence = self._by_fingerprint[mark]
            for version in evidence.versions:
                if version.purl == package.purl:
                    said.fingerprints.append(tidy_fingerprint(mark))
                    said.severity = max(said.severity, self._result.severity(finding).rank)
                    said.upgrade = said.upgrade or version.upgrade
        return said


def _row(manifest: Manifest, package: Package, flaws: _Found) -> tuple[Any, ...]:
    found = flaws.of(manifest.path, package)
    return (
        new_id(),
        tidy_line(manifest.path, _PATH_LENGTH),
        manifest.kind,
        next((min(place.line, 2**31 - 1) for place in package.found_at if place.path == manifest.path), 0),
        tidy_line(package.purl, _PURL_LENGTH),
        tidy_line(package.ecosystem, NAME_LENGTH),
        tidy_line(package.name, NAME_LENGTH),
        tidy_line(package.version, _VERSION_LENGTH),
        package.scope.value,
        package.direct,
        tidy_line(expression_of(package.licences), LICENCE_LENGTH),
        len(found.fingerprints),
        found.severity,
        tidy_line(found.upgrade, _VERSION_LENGTH),
        msgspec.json.encode(found.fingerprints).decode(),
        tidy_json(package),
    )

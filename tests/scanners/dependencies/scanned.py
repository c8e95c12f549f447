"""Scans of folders, run as the platform and the command line run them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from securestack.core.evidence import PackageEvidence
from securestack.core.finding import Finding
from securestack.core.result import ScanResult
from securestack.scanners.dependencies.options import DependencyScanOptions
from securestack.scanning.run import run_scan
from tests.advisories.bucket import store_of

DATA = Path(__file__).parent / "data"


def scan(path: Path, store: Path | str = "", **options: Any) -> ScanResult:
    """Scan with a store, or with the advisories that come with the project."""
    return asyncio.run(
        run_scan("dependencies", DependencyScanOptions(path=str(path), store=str(store), **options))
    )


def store_at(folder: Path, *records: dict[str, Any]) -> Path:
    """Return the path of a store of these advisories."""
    with store_of(folder, *records) as store:
        return store.path


def evidence(finding: Finding) -> PackageEvidence:
    """Return a finding's evidence, which must be on a package."""
    assert isinstance(finding.evidence, PackageEvidence)
    return finding.evidence


def told(result: ScanResult) -> set[tuple[str, str]]:
    """Return where something was found and what: the package with its version, and the flaw."""
    return {(finding.location.part, evidence(finding).flaw) for finding in result.findings}

"""Folders laid out like the public bucket, made of advisories given as plain values."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

from securestack.advisories.store import Store
from securestack.advisories.store_build import BuildReport, build_store, ecosystem_files


def advisory(
    id: str,
    package: str = "shop",
    events: list[dict[str, str]] | None = None,
    *,
    ecosystem: str = "npm",
    versions: list[str] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Return an advisory on one package."""
    affected: dict[str, Any] = {"package": {"ecosystem": ecosystem, "name": package}}
    if events is not None:
        affected["ranges"] = [{"type": "ECOSYSTEM", "events": events}]
    if versions is not None:
        affected["versions"] = versions
    return {"id": id, "modified": "2026-01-01T00:00:00.123456Z", "affected": [affected], **more}


def since(introduced: str, fixed: str = "") -> list[dict[str, str]]:
    """Return the events of one stretch of versions."""
    return [{"introduced": introduced}, *([{"fixed": fixed}] if fixed else [])]


def write_zip(folder: Path, ecosystem: str, *records: dict[str, Any] | bytes) -> Path:
    """Write ECOSYSTEM/all.zip; bytes are written as they are."""
    path = folder / ecosystem / "all.zip"
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, record in enumerate(records):
            name = f"broken-{number}.json" if isinstance(record, bytes) else f"{record['id']}.json"
            archive.writestr(name, record if isinstance(record, bytes) else json.dumps(record))
    return path


def built(folder: Path, **options: Any) -> tuple[Path, BuildReport]:
    """Build a store of everything in a folder, beside the ecosystems."""
    target = folder / "advisories.store"
    return target, build_store(ecosystem_files(folder), target, **options)


def store_of(folder: Path, *records: dict[str, Any]) -> Store:
    """Return an open store of these advisories."""
    write_zip(folder, "all", *records)
    return Store(built(folder)[0])

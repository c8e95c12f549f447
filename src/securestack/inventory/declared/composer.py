"""Composer's package records, which its lock file and its list of installed packages share."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

import msgspec

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.formats import json_text
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.manifest import FileReader, UnreadableFile
from securestack.inventory.shapes import mapping, text, texts


class Record(msgspec.Struct, frozen=True):
    """One package as it stands in the file, with its line and what it is there for."""

    value: object
    line: int
    scope: Scope


def collect(records: Iterable[Record], collector: Collector) -> dict[str, str]:
    """Add the packages and their edges; return the purl of each name, replaced and provided names included."""
    purls: dict[str, str] = {}
    kept: list[tuple[str, object]] = []
    for record in records:
        entry = mapping(record.value)
        name = text(entry.get("name")).lower()
        if not name:
            collector.notice("This entry names no package.", record.line)
            continue
        version = text(entry.get("version"))
        branch = version.startswith("dev-") or version.endswith("-dev")
        reference = text(mapping(entry.get("source")).get("reference"))
        purl = collector.add(
            name,
            version,
            line=record.line,
            scope=record.scope,
            licences=[" OR ".join(texts(entry.get("license")))],  # a list is there to choose from
            hashes=from_hexadecimal(text(mapping(entry.get("dist")).get("shasum"))),
            requirement=reference if branch else "",
        )
        purls[name] = purl
        for section in ("replace", "provide"):
            for other in mapping(entry.get(section)):
                purls.setdefault(str(other).lower(), purl)
        kept.append((purl, entry.get("require")))
    for purl, require in kept:
        for name in mapping(require):
            collector.link(purl, purls.get(str(name).lower(), ""))
    return purls


def mark_direct(path: str, files: FileReader, purls: dict[str, str], collector: Collector) -> None:
    """Mark what the composer.json in the same folder asks for; its scopes are the file's own."""
    source = files.read(posixpath.join(posixpath.dirname(path), "composer.json"))
    if source is None:
        return
    try:
        document = mapping(json_text.decode(source))
    except UnreadableFile:
        return
    for section, scope in (("require-dev", Scope.DEVELOPMENT), ("require", Scope.PRODUCTION)):
        for name in mapping(document.get(section)):
            collector.mark_direct(purls.get(str(name).lower(), ""), scope)
    collector.others_are_indirect()

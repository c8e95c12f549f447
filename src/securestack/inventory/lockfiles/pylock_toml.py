"""pylock.toml, the lock file that Python tools share (PEP 751)."""

from __future__ import annotations

import re
from typing import Any

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import PYPI, python_name
from securestack.inventory.formats import toml_text
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping, sequence, text

KIND = "pylock"

_GROUP = re.compile(r"['\"]([^'\"]+)['\"]\s+in\s+(extras|dependency_groups)")


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the packages of a pylock.toml. Markers that ask for an extra or a group tell the scope."""
    collector = Collector(KIND, path, PYPI)
    document = toml_text.decode(source)
    lines = toml_text.table_lines(source, "packages")
    defaults = {group for group in sequence(document.get("default-groups")) if isinstance(group, str)}
    packages = [mapping(entry) for entry in sequence(document.get("packages"))]
    purls: list[str] = []
    by_name: dict[str, list[tuple[str, str]]] = {}
    for position, entry in enumerate(packages):
        purl = ""
        if "directory" not in entry:
            name, version = python_name(text(entry.get("name"))), text(entry.get("version"))
            line = lines[position] if position < len(lines) else 0
            scope = _scope(text(entry.get("marker")), defaults)
            purl = collector.add(name, version, line=line, scope=scope, hashes=_hashes(entry))
            by_name.setdefault(name, []).append((version, purl))
        purls.append(purl)
    for entry, purl in zip(packages, purls, strict=True):
        for wanted in sequence(entry.get("dependencies")):
            version = text(mapping(wanted).get("version"))
            for known, child in by_name.get(python_name(text(mapping(wanted).get("name"))), ()):
                if not version or version == known:
                    collector.link(purl, child)
    return collector.manifest()


def _scope(marker: str, defaults: set[str]) -> Scope:
    groups = _GROUP.findall(marker)
    if not groups or any(name in defaults for name, kind in groups if kind == "dependency_groups"):
        return Scope.PRODUCTION
    return Scope.OPTIONAL if any(kind == "extras" for _, kind in groups) else Scope.DEVELOPMENT


def _hashes(entry: dict[Any, Any]) -> list[str]:
    files = [entry.get("sdist"), entry.get("archive"), *sequence(entry.get("wheels"))]
    return [
        value
        for file in files
        for algorithm, digest in mapping(mapping(file).get("hashes")).items()
        for value in from_hexadecimal(text(digest), str(algorithm))
    ]

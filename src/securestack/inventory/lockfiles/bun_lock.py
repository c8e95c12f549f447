"""bun.lock, Bun's lock file as text: JSON with trailing commas; an edge is found folder by folder upward."""

from __future__ import annotations

import re

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.declared.node import declared_in
from securestack.inventory.ecosystems import NPM
from securestack.inventory.formats import json_text
from securestack.inventory.graph import stronger
from securestack.inventory.hashes import from_integrity
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping, sequence, text

KIND = "bun-lock"

_RESOLVED = re.compile(r"(@?[^@]+)@(.*)", re.DOTALL)
_DEEPEST = 200


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the packages of a bun.lock. Members of the workspace are roots, not packages."""
    collector = Collector(KIND, path, NPM)
    document = mapping(json_text.decode_relaxed(source))
    lines = json_text.key_lines(source, 2)
    purls: dict[str, str] = {}
    details: dict[str, object] = {}
    packages = mapping(document.get("packages"))
    for key, entry in packages.items():
        parts = sequence(entry)
        line = lines.get(("packages", key), 0)
        resolved = _RESOLVED.fullmatch(text(parts[0])) if parts else None
        if resolved is None:
            collector.notice("This entry says not what it was resolved to.", line)
            continue
        name, version = resolved[1], resolved[2]
        if version.startswith(("workspace:", "link:", "file:", "root:")):
            continue
        exact = version[:1].isdigit()
        integrity = text(parts[-1])
        purls[key] = collector.add(
            name,
            version if exact else "",
            line=line,
            hashes=from_integrity(integrity),
            requirement="" if exact else version,
        )
        details[key] = next((part for part in parts if isinstance(part, dict)), {})
    for key, detail in details.items():
        for wanted in declared_in(detail):
            child = _find(key, wanted.name, purls)
            collector.link(purls[key], child, optional=wanted.scope is Scope.OPTIONAL)
    roots: dict[str, Scope] = {}
    for workspace in mapping(document.get("workspaces")).values():
        own = text(mapping(workspace).get("name"))
        for wanted in declared_in(workspace):
            if child := _find(own, wanted.name, purls):
                roots[child] = stronger(roots.get(child, wanted.scope), wanted.scope)
    collector.spread_scopes(roots)
    return collector.manifest()


def _find(key: str, name: str, purls: dict[str, str]) -> str:
    for _ in range(_DEEPEST):
        place = f"{key}/{name}" if key else name
        if place in purls:
            return purls[place]
        if not key:
            break
        parent, _, last = key.rpartition("/")
        key = parent.rpartition("/")[0] if parent.rpartition("/")[2].startswith("@") and last else parent
    return ""

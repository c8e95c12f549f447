"""conan.lock of Conan 1 (a graph) and Conan 2 (lists), for C and C++ packages."""

from __future__ import annotations

import re
from typing import Any

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import CONAN
from securestack.inventory.formats import json_text
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping, sequence, text, texts

KIND = "conan-lock"

_REFERENCE = re.compile(
    r"([^/@#%\s]+)/([^/@#%\s]+)(?:@([^/#%\s]*)(?:/([^#%\s]*))?)?(?:#([^%:\s]*))?(?:[%:].*)?"
)
_LISTS = {
    "requires": Scope.PRODUCTION,
    "build_requires": Scope.DEVELOPMENT,
    "python_requires": Scope.DEVELOPMENT,
    "config_requires": Scope.DEVELOPMENT,
}


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the packages of a conan.lock."""
    collector = Collector(KIND, path, CONAN)
    document = mapping(json_text.decode(source))
    nodes = mapping(mapping(document.get("graph_lock")).get("nodes"))
    if nodes:
        _read_graph(nodes, json_text.key_lines(source, 3), collector)
    else:
        lines = json_text.text_lines(source)
        for name, scope in _LISTS.items():
            for reference in texts(document.get(name)):
                _add(reference, lines.get(reference, 0), scope, collector)
    return collector.manifest()


def _read_graph(nodes: dict[Any, Any], lines: json_text.Lines, collector: Collector) -> None:
    purls: dict[str, str] = {}
    for key, node in nodes.items():
        reference = text(mapping(node).get("ref")) or text(mapping(node).get("pref"))
        if not mapping(node).get("path") and reference:
            line = lines.get(("graph_lock", "nodes", key), 0)
            scope = Scope.DEVELOPMENT if mapping(node).get("context") == "build" else Scope.PRODUCTION
            purls[key] = _add(reference, line, scope, collector)
    for key, node in nodes.items():
        for section in ("requires", "build_requires"):
            for need in sequence(mapping(node).get(section)):
                child = purls.get(text(need), "")
                if key in purls:
                    collector.link(purls[key], child, optional=section == "build_requires")
                else:
                    collector.mark_direct(
                        child, Scope.DEVELOPMENT if section == "build_requires" else Scope.PRODUCTION
                    )
    collector.others_are_indirect()


def _add(reference: str, line: int, scope: Scope, collector: Collector) -> str:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        collector.notice("This entry is no reference to a package.", line)
        return ""
    name, version, user, channel, _ = match.groups()
    qualifiers = {"user": user or "", "channel": channel or ""} if user and user != "_" else None
    return collector.add(name, version, line=line, scope=scope, qualifiers=qualifiers)

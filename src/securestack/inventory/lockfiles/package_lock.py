"""package-lock.json and npm-shrinkwrap.json, versions 1 to 3, and node_modules/.package-lock.json.

Versions 2 and 3 list every folder of `node_modules`; an edge is found as Node finds a module, folder by folder upward.
Version 1 is a tree. Source: npm's documentation of package-lock.json.
"""

from __future__ import annotations

import re
from typing import Any

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.declared.node import declared_in, project_beside
from securestack.inventory.ecosystems import NPM
from securestack.inventory.formats import json_text
from securestack.inventory.graph import stronger
from securestack.inventory.hashes import from_integrity
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping, text

KIND = "package-lock"

_FOLDER = "node_modules/"
_VERSION = re.compile(r"v?\d+\.\d+\.\d+")
_DEEPEST = 60  # levels of node_modules in node_modules
_LONGEST_PATH = 4_096  # what an operating system takes


def read(source: bytes, path: str, files: FileReader) -> Manifest:
    """Return the packages of a lock file, with the edges as npm laid them out."""
    collector = Collector(KIND, path, NPM)
    document = mapping(json_text.decode(source))
    packages = mapping(document.get("packages"))
    if packages:
        _read_folders(packages, json_text.key_lines(source, 2), collector)
    else:
        _Tree(source, collector).read(document, path, files)
    return collector.manifest()


def _read_folders(packages: dict[Any, Any], lines: json_text.Lines, collector: Collector) -> None:
    purls: dict[str, str] = {}
    for folder, entry in packages.items():
        at = folder.rfind(_FOLDER)
        if at < 0 or not isinstance(entry, dict) or entry.get("link"):
            continue
        if len(folder) > _LONGEST_PATH:
            collector.notice(
                "This path is longer than any can be; the entry was passed over.",
                lines.get(("packages", folder), 0),
            )
            continue
        purls[folder] = collector.add(
            text(entry.get("name")) or folder[at + len(_FOLDER) :],
            text(entry.get("version")),
            line=lines.get(("packages", folder), 0),
            scope=_scope(entry),
            direct=False,
            hashes=from_integrity(text(entry.get("integrity"))),
            licences=_licence(entry.get("license")),
            requirement="" if entry.get("version") else text(entry.get("resolved")),
        )
    roots: dict[str, Scope] = {}
    for folder, entry in packages.items():
        purl = purls.get(folder)
        if len(folder) > _LONGEST_PATH:
            continue
        for wanted in declared_in(entry):
            if wanted.section == "devDependencies" and purl is not None:
                continue  # of a package from elsewhere; nobody installs these
            child = _find(folder, wanted.name, purls)
            if child and purl is not None:
                collector.link(purl, child, optional=wanted.scope is Scope.OPTIONAL)
            elif child:
                roots[child] = stronger(roots.get(child, wanted.scope), wanted.scope)
    for root, scope in roots.items():
        collector.mark_direct(root, scope)


def _find(folder: str, name: str, purls: dict[str, str]) -> str:
    """Return the purl a module in `folder` gets when it asks for `name`; "" when it is not installed."""
    for _ in range(_DEEPEST):
        place = f"{folder}/{_FOLDER}{name}" if folder else _FOLDER + name
        if place in purls:
            return purls[place]
        if not folder:
            break
        at = folder.rfind("/" + _FOLDER)
        folder = folder[:at] if at >= 0 else "" if folder.startswith(_FOLDER) else folder.rpartition("/")[0]
    return ""


def _scope(entry: dict[Any, Any]) -> Scope:
    if entry.get("dev") is True:
        return Scope.DEVELOPMENT
    return (
        Scope.OPTIONAL
        if entry.get("optional") is True or entry.get("devOptional") is True
        else Scope.PRODUCTION
    )


def _licence(value: object) -> list[str]:
    return [licence] if (licence := text(value) or text(mapping(value).get("type"))) else []


class _Tree:
    """Version 1: each package holds the packages in its own folder."""

    def __init__(self, source: bytes, collector: Collector) -> None:
        self._collector = collector
        self._lines = json_text.key_lines(source, 2 * _DEEPEST)

    def read(self, document: dict[Any, Any], path: str, files: FileReader) -> None:
        """Read the tree from its root."""
        purls: dict[str, str] = {}
        needs: list[tuple[str, dict[Any, Any]]] = []
        waiting: list[tuple[str, tuple[str | int, ...], dict[Any, Any]]] = [
            ("", ("dependencies",), mapping(document.get("dependencies")))
        ]
        while waiting:
            folder, place, children = waiting.pop()
            for name, entry in children.items():
                entry = mapping(entry)
                inner = f"{folder}/{_FOLDER}{name}" if folder else _FOLDER + name
                purls[inner] = self._add(name, entry, (*place, name))
                needs.append((inner, mapping(entry.get("requires"))))
                if isinstance(entry.get("dependencies"), dict) and len(place) < 2 * _DEEPEST:
                    waiting.append((inner, (*place, name, "dependencies"), entry["dependencies"]))
        for folder, wanted in needs:
            for name in wanted:
                if child := _find(folder, str(name), purls):
                    self._collector.link(purls[folder], child)
        wishes = project_beside(path, files)
        for declared in wishes:
            self._collector.mark_direct(purls.get(_FOLDER + declared.name, ""), declared.scope)
        if wishes:
            self._collector.others_are_indirect()

    def _add(self, name: str, entry: dict[Any, Any], place: tuple[str | int, ...]) -> str:
        version = text(entry.get("version"))
        if version.startswith("npm:"):
            name, _, version = version[4:].rpartition("@")
        exact = bool(_VERSION.match(version))
        return self._collector.add(
            name,
            version if exact else "",
            line=self._lines.get(place, 0),
            scope=_scope(entry),
            hashes=from_integrity(text(entry.get("integrity"))),
            requirement="" if exact else version,
        )

"""Cargo.lock, versions 1 to 4, with the Cargo.toml files of the target for what is asked for and why."""

from __future__ import annotations

import posixpath
from typing import Any

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import CARGO
from securestack.inventory.formats import toml_text
from securestack.inventory.graph import stronger
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.manifest import FileReader, Manifest, UnreadableFile
from securestack.inventory.shapes import mapping, sequence, text, texts

KIND = "cargo-lock"

_SECTIONS = {
    "dependencies": Scope.PRODUCTION,
    "build-dependencies": Scope.DEVELOPMENT,
    "dev-dependencies": Scope.DEVELOPMENT,
}


def read(source: bytes, path: str, files: FileReader) -> Manifest:
    """Return the packages of a Cargo.lock. Packages without a source are the project's own: roots."""
    collector = Collector(KIND, path, CARGO)
    document = toml_text.decode(source)
    lines = toml_text.table_lines(source, "package")
    entries = [mapping(entry) for entry in sequence(document.get("package"))]
    old_checksums = mapping(document.get("metadata"))
    known: dict[str, dict[str, str]] = {}
    purls: list[str] = []
    for position, entry in enumerate(entries):
        name, version = text(entry.get("name")), text(entry.get("version"))
        purl = ""
        if entry.get("source"):
            old_key = f"checksum {name} {version} ({text(entry.get('source'))})"
            checksum = text(entry.get("checksum")) or text(old_checksums.get(old_key))
            line = lines[position] if position < len(lines) else 0
            purl = collector.add(name, version, line=line, hashes=from_hexadecimal(checksum))
            known.setdefault(name, {})[version] = purl
        purls.append(purl)
    own = {text(entry.get("name")) for entry in entries if not entry.get("source")}
    wishes = _wishes(path, files, own)
    roots: dict[str, Scope] = {}
    for entry, purl in zip(entries, purls, strict=True):
        for wanted in texts(entry.get("dependencies")):
            name, _, rest = wanted.partition(" ")
            version = rest.partition(" ")[0]
            for candidate, child in known.get(name, {}).items():
                if version and candidate != version:
                    continue
                if purl:
                    collector.link(purl, child)
                else:
                    scope = wishes.get((text(entry.get("name")), name), Scope.PRODUCTION)
                    roots[child] = stronger(roots.get(child, scope), scope)
    collector.spread_scopes(roots)
    return collector.manifest()


def _wishes(path: str, files: FileReader, own: set[str]) -> dict[tuple[str, str], Scope]:
    """Return the scope in which each package of the project asks for others, as far as its Cargo.toml is found."""
    folder = posixpath.dirname(path)
    found: dict[tuple[str, str], Scope] = {}
    root = _toml(posixpath.join(folder, "Cargo.toml"), files)
    shared = mapping(mapping(root.get("workspace")).get("dependencies"))
    places = {
        "",
        *(member for member in texts(mapping(root.get("workspace")).get("members")) if "*" not in member),
    }
    for member in texts(mapping(root.get("workspace")).get("members")):
        if member.endswith("/*"):
            places.update(f"{member[:-2]}/{name}" for name in own)
    for place in sorted(places):
        manifest = (
            root
            if not place
            else _toml(posixpath.normpath(posixpath.join(folder, place, "Cargo.toml")), files)
        )
        name = text(mapping(manifest.get("package")).get("name"))
        if not name:
            continue
        for section, scope in _SECTIONS.items():
            tables = [manifest, *(mapping(target) for target in mapping(manifest.get("target")).values())]
            for alias, wanted in (pair for table in tables for pair in mapping(table.get(section)).items()):
                _take(found, name, str(alias), wanted, scope, shared)
    return found


def _take(
    found: dict[tuple[str, str], Scope],
    name: str,
    alias: str,
    wanted: object,
    scope: Scope,
    shared: dict[Any, Any],
) -> None:
    table = mapping(wanted)
    if table.get("workspace") is True:
        table = {**mapping(shared.get(alias)), **table}
    real = text(table.get("package")) or alias
    if scope is Scope.PRODUCTION and table.get("optional") is True:
        scope = Scope.OPTIONAL
    found[(name, real)] = stronger(found.get((name, real), scope), scope)


def _toml(path: str, files: FileReader) -> dict[str, Any]:
    source = files.read(path)
    if source is None:
        return {}
    try:
        return toml_text.decode(source)
    except UnreadableFile:
        return {}

"""uv.lock: packages with edges, extras and development groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import PYPI, python_name
from securestack.inventory.formats import toml_text
from securestack.inventory.graph import stronger
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping, sequence, text

KIND = "uv-lock"

_LOCAL = ("virtual", "editable", "directory")


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the packages of a uv.lock. Members of the workspace are roots, not packages."""
    collector = Collector(KIND, path, PYPI)
    document = toml_text.decode(source)
    lines = toml_text.table_lines(source, "package")
    packages = [mapping(entry) for entry in sequence(document.get("package"))]
    by_name: dict[str, list[tuple[str, str]]] = {}  # name to version and purl
    purls: list[str] = []
    for position, entry in enumerate(packages):
        purl = ""
        name, version = python_name(text(entry.get("name"))), text(entry.get("version"))
        if not any(key in mapping(entry.get("source")) for key in _LOCAL):
            line = lines[position] if position < len(lines) else 0
            purl = collector.add(name, version, line=line, hashes=_hashes(entry))
            by_name.setdefault(name, []).append((version, purl))
        purls.append(purl)
    roots: dict[str, Scope] = {}
    for entry, purl in zip(packages, purls, strict=True):
        for wanted, scope in _wanted(entry):
            for child in _resolve(wanted, by_name):
                if purl:
                    collector.link(purl, child, optional=scope is not Scope.PRODUCTION)
                else:
                    roots[child] = stronger(roots.get(child, scope), scope)
    collector.spread_scopes(roots)
    return collector.manifest()


def _wanted(entry: dict[Any, Any]) -> Iterator[tuple[dict[Any, Any], Scope]]:
    """Yield what an entry depends on, in which scope."""
    for dependency in sequence(entry.get("dependencies")):
        yield mapping(dependency), Scope.PRODUCTION
    for extra in mapping(entry.get("optional-dependencies")).values():
        for dependency in sequence(extra):
            yield mapping(dependency), Scope.OPTIONAL
    for group in mapping(entry.get("dev-dependencies")).values():
        for dependency in sequence(group):
            yield mapping(dependency), Scope.DEVELOPMENT


def _resolve(wanted: dict[Any, Any], by_name: dict[str, list[tuple[str, str]]]) -> list[str]:
    """Return the purls a dependency means; it tells its version only where the lock holds several."""
    candidates = by_name.get(python_name(text(wanted.get("name"))), [])
    version = text(wanted.get("version"))
    return [purl for known, purl in candidates if not version or known == version]


def _hashes(entry: dict[Any, Any]) -> list[str]:
    files = [entry.get("sdist"), *sequence(entry.get("wheels"))]
    return [value for file in files for value in from_hexadecimal(text(mapping(file).get("hash")))]

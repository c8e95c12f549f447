"""poetry.lock, from its first form to 2.1, with pyproject.toml beside it for what the project itself asks for."""

from __future__ import annotations

import posixpath
from typing import Any

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.declared.python import direct_requirements
from securestack.inventory.ecosystems import PYPI, python_name
from securestack.inventory.formats import toml_text
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping, sequence, text, texts

KIND = "poetry-lock"


def read(source: bytes, path: str, files: FileReader) -> Manifest:
    """Return the packages of a poetry.lock."""
    collector = Collector(KIND, path, PYPI)
    document = toml_text.decode(source)
    lines = toml_text.table_lines(source, "package")
    packages = [mapping(entry) for entry in sequence(document.get("package"))]
    old_hashes = mapping(mapping(document.get("metadata")).get("files"))
    by_name: dict[str, list[str]] = {}
    purls: list[str] = []
    for position, entry in enumerate(packages):
        name = python_name(text(entry.get("name")))
        purl = collector.add(
            name,
            text(entry.get("version")),
            line=lines[position] if position < len(lines) else 0,
            scope=_scope(entry),
            hashes=_hashes(entry.get("files") or old_hashes.get(text(entry.get("name")))),
        )
        purls.append(purl)
        by_name.setdefault(name, []).append(purl)
    for entry, purl in zip(packages, purls, strict=True):
        for name, wanted in mapping(entry.get("dependencies")).items():
            optional = isinstance(wanted, dict) and wanted.get("optional") is True
            for child in by_name.get(python_name(str(name)), ()):
                collector.link(purl, child, optional=optional)
    _mark_roots(path, files, collector, by_name)
    return collector.manifest()


def _mark_roots(path: str, files: FileReader, collector: Collector, by_name: dict[str, list[str]]) -> None:
    project = files.read(posixpath.join(posixpath.dirname(path), "pyproject.toml"))
    if project is None:
        return
    roots: dict[str, Scope] = {}
    for name, scope in direct_requirements(project).items():
        for purl in by_name.get(name, ()):
            roots[purl] = scope
    collector.spread_scopes(roots)


def _scope(entry: dict[Any, Any]) -> Scope:
    groups = texts(entry.get("groups"))
    if groups and "main" not in groups:
        return Scope.DEVELOPMENT
    if entry.get("category") == "dev":
        return Scope.DEVELOPMENT
    return Scope.OPTIONAL if entry.get("optional") is True else Scope.PRODUCTION


def _hashes(files: object) -> list[str]:
    return [value for file in sequence(files) for value in from_hexadecimal(text(mapping(file).get("hash")))]

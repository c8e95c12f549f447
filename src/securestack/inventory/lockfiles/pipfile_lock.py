"""Pipfile.lock: default packages and development packages, without edges; Pipfile beside it tells the roots."""

from __future__ import annotations

import posixpath
from typing import Any

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import PYPI, python_name
from securestack.inventory.formats import json_text, toml_text
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.manifest import FileReader, Manifest, UnreadableFile
from securestack.inventory.shapes import mapping, text, texts

KIND = "pipfile-lock"

_NO_PACKAGES = ("source", "requires", "pipenv", "scripts")


def read(source: bytes, path: str, files: FileReader) -> Manifest:
    """Return the packages of a Pipfile.lock; sections other than "default" are development."""
    collector = Collector(KIND, path, PYPI)
    document = mapping(json_text.decode(source))
    lines = json_text.key_lines(source, 2)
    by_name: dict[str, str] = {}
    for section, packages in document.items():
        if section == "_meta":
            continue
        scope = Scope.PRODUCTION if section == "default" else Scope.DEVELOPMENT
        for name, entry in mapping(packages).items():
            entry = mapping(entry)
            by_name[python_name(name)] = collector.add(
                python_name(name),
                text(entry.get("version")).lstrip("="),
                line=lines.get((section, name), 0),
                scope=scope,
                hashes=[value for given in texts(entry.get("hashes")) for value in from_hexadecimal(given)],
                requirement=_elsewhere(entry),
            )
    asked = _asked(path, files)
    for name in asked:
        collector.mark_known_direct(by_name.get(name, ""))
    if asked:
        collector.others_are_indirect()
    return collector.manifest()


def _asked(path: str, files: FileReader) -> list[str]:
    """Return the names of everything the Pipfile beside the lock file asks for."""
    source = files.read(posixpath.join(posixpath.dirname(path), "Pipfile"))
    try:
        document = toml_text.decode(source) if source is not None else {}
    except UnreadableFile:
        return []
    tables = [table for section, table in document.items() if section not in _NO_PACKAGES]
    return [python_name(str(name)) for table in tables for name in mapping(table)]


def _elsewhere(entry: dict[Any, Any]) -> str:
    repository = text(entry.get("git"))
    return f"{repository}@{text(entry.get('ref'))}" if repository else text(entry.get("path"))

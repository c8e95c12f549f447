"""Pipfile.lock: default packages and development packages, without edges."""

from __future__ import annotations

from typing import Any

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import PYPI, python_name
from securestack.inventory.formats import json_text
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping, text, texts

KIND = "pipfile-lock"


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the packages of a Pipfile.lock; sections other than "default" are development."""
    collector = Collector(KIND, path, PYPI)
    document = mapping(json_text.decode(source))
    lines = json_text.key_lines(source, 2)
    for section, packages in document.items():
        if section == "_meta":
            continue
        scope = Scope.PRODUCTION if section == "default" else Scope.DEVELOPMENT
        for name, entry in mapping(packages).items():
            entry = mapping(entry)
            collector.add(
                python_name(name),
                text(entry.get("version")).lstrip("="),
                line=lines.get((section, name), 0),
                scope=scope,
                hashes=[value for given in texts(entry.get("hashes")) for value in from_hexadecimal(given)],
                requirement=_elsewhere(entry),
            )
    return collector.manifest()


def _elsewhere(entry: dict[Any, Any]) -> str:
    repository = text(entry.get("git"))
    return f"{repository}@{text(entry.get('ref'))}" if repository else text(entry.get("path"))

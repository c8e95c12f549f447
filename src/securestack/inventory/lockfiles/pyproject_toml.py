"""pyproject.toml where no lock file stands beside it: what the project asks for, mostly as ranges."""

from __future__ import annotations

import re

from securestack.inventory.collector import Collector
from securestack.inventory.declared.python import requirements
from securestack.inventory.ecosystems import PYPI
from securestack.inventory.formats import toml_text
from securestack.inventory.manifest import FileReader, Manifest

KIND = "pyproject"

_PIN = re.compile(r"\(?\s*={2,3}\s*([^\s,*()]+)\s*\)?")


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return what the project asks for; versions are known where they are pinned."""
    collector = Collector(KIND, path, PYPI)
    lines = source.decode("utf-8", "replace").splitlines()
    for name, wanted, scope in requirements(toml_text.decode(source)):
        pin = _PIN.fullmatch(wanted.strip())
        collector.add(
            name,
            pin[1] if pin else "",
            line=_line(lines, name),
            scope=scope,
            direct=True,
            requirement="" if pin else wanted.strip(),
        )
    return collector.manifest()


def _line(lines: list[str], name: str) -> int:
    words = name.replace("-", "[-_.]+")
    pattern = re.compile(rf"(?:^\s*|[\"'\[,]\s*){words}(?![\w.-]*\w)", re.IGNORECASE)
    return next((number for number, line in enumerate(lines, 1) if pattern.search(line)), 0)

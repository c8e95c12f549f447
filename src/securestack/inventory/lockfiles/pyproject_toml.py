"""pyproject.toml where no lock file stands beside it: what the project asks for, mostly as ranges."""

from __future__ import annotations

import re

from securestack.inventory.collector import Collector
from securestack.inventory.declared.python import requirements
from securestack.inventory.ecosystems import PYPI, python_name
from securestack.inventory.formats import toml_text
from securestack.inventory.manifest import FileReader, Manifest

KIND = "pyproject"

_WORD = re.compile(r"(?:^\s*|[\"'\[,]\s*)([A-Za-z0-9][\w.-]*+)")
_PIN = re.compile(r"\(?\s*={2,3}\s*([^\s,*()]+)\s*\)?")


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return what the project asks for; versions are known where they are pinned."""
    collector = Collector(KIND, path, PYPI)
    lines = _lines(source)
    for name, wanted, scope in requirements(toml_text.decode(source)):
        pin = _PIN.fullmatch(wanted.strip())
        collector.add(
            name,
            pin[1] if pin else "",
            line=lines.get(name, 0),
            scope=scope,
            direct=True,
            requirement="" if pin else wanted.strip(),
        )
    return collector.manifest()


def _lines(source: bytes) -> dict[str, int]:
    """Return the first line on which each word stands that may be a name."""
    lines: dict[str, int] = {}
    for number, line in enumerate(source.decode("utf-8-sig", "replace").split("\n"), 1):
        for match in _WORD.finditer(line.partition("#")[0]):
            lines.setdefault(python_name(match[1]), number)
    return lines

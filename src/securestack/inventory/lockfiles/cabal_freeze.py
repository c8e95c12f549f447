"""cabal.project.freeze: the exact versions a Haskell project was built with."""

from __future__ import annotations

import re

from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import HACKAGE
from securestack.inventory.manifest import FileReader, Manifest

KIND = "cabal-freeze"

_PIN = re.compile(
    r"(?<![\w.-])(?:any\.|setup\.)?([A-Za-z0-9][A-Za-z0-9-]*+)\s*+==\s*([0-9][0-9.]*)(?![0-9.*])"
)


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the packages whose version is frozen; lines on flags are passed over."""
    collector = Collector(KIND, path, HACKAGE)
    for number, line in enumerate(source.decode("utf-8-sig", "replace").split("\n"), 1):
        for match in _PIN.finditer(line.partition("--")[0]):
            collector.add(match[1], match[2], line=number)
    return collector.manifest()

"""go.sum where no go.mod stands beside it: every module version whose contents were once needed."""

from __future__ import annotations

from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import GO
from securestack.inventory.hashes import from_base64
from securestack.inventory.manifest import FileReader, Manifest

KIND = "go-sum"


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the modules of a go.sum; lines for a go.mod alone are passed over."""
    collector = Collector(KIND, path, GO)
    for number, line in enumerate(source.decode("utf-8-sig", "replace").split("\n"), 1):
        words = line.split()
        if not words:
            continue
        if len(words) != 3:
            collector.notice("This line is no checksum of a module.", number)
        elif not words[1].endswith("/go.mod"):
            collector.add(
                words[0], words[1], line=number, hashes=from_base64(words[2].removeprefix("h1:"), "h1")
            )
    return collector.manifest()

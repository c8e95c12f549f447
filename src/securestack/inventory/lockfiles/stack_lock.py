"""stack.yaml.lock: the packages a Haskell project adds to its snapshot. The snapshot itself is not in the file."""

from __future__ import annotations

import re

from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import HACKAGE
from securestack.inventory.formats import yaml_text
from securestack.inventory.formats.yaml_text import YamlMapping, YamlSequence
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping, text

KIND = "stack-lock"

_HACKAGE = re.compile(
    r"([A-Za-z0-9][A-Za-z0-9-]*?)-([0-9][0-9.]*)(?:@(?:rev:\d+|sha256:([0-9a-f]{64})(?:,\d+)?))?"
)


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the packages that a stack.yaml.lock completes."""
    collector = Collector(KIND, path, HACKAGE)
    document = yaml_text.decode(source)
    packages = document.get("packages") if isinstance(document, YamlMapping) else None
    entries = packages if isinstance(packages, YamlSequence) else YamlSequence(0)
    for entry, line in zip(entries, entries.lines, strict=True):
        completed = mapping(mapping(entry).get("completed"))
        match = _HACKAGE.fullmatch(text(completed.get("hackage")))
        if match is not None:
            collector.add(match[1], match[2], line=line, hashes=from_hexadecimal(match[3] or "", "sha256"))
        elif text(completed.get("name")):
            collector.add(text(completed.get("name")), text(completed.get("version")), line=line)
        else:
            collector.notice("This entry names no package that can be read.", line)
    return collector.manifest()

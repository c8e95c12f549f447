"""build.sbt.lock of sbt-dependency-lock: modules, checksums and the configurations that use them."""

from __future__ import annotations

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import MAVEN
from securestack.inventory.formats import json_text
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping, sequence, text, texts

KIND = "sbt-lock"

_SHIPPED = {"compile", "runtime", "provided", "optional"}


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the modules of an sbt lock file."""
    collector = Collector(KIND, path, MAVEN)
    lines = json_text.key_lines(source, 2)
    for position, entry in enumerate(sequence(mapping(json_text.decode(source)).get("dependencies"))):
        entry = mapping(entry)
        used = set(texts(entry.get("configurations")))
        collector.add(
            f"{text(entry.get('org'))}:{text(entry.get('name'))}",
            text(entry.get("version")),
            line=lines.get(("dependencies", position), 0),
            scope=Scope.PRODUCTION if not used or used & _SHIPPED else Scope.DEVELOPMENT,
            hashes=[
                value
                for artifact in sequence(entry.get("artifacts"))
                for value in from_hexadecimal(text(mapping(artifact).get("hash")))
            ],
        )
    return collector.manifest()

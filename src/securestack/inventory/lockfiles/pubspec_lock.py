"""pubspec.lock: Dart packages, with what is asked for directly."""

from __future__ import annotations

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import PUB
from securestack.inventory.formats import yaml_text
from securestack.inventory.formats.yaml_text import YamlMapping
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping, text

KIND = "pubspec-lock"


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the packages of a pubspec.lock; the SDK and folders of the project are left out."""
    collector = Collector(KIND, path, PUB)
    packages = mapping(yaml_text.decode(source)).get("packages")
    lines = packages.lines if isinstance(packages, YamlMapping) else {}
    for name, entry in mapping(packages).items():
        entry = mapping(entry)
        origin = text(entry.get("source"))
        if origin in ("sdk", "path"):
            continue
        description = mapping(entry.get("description"))
        kind = text(entry.get("dependency"))
        collector.add(
            name,
            text(entry.get("version")),
            line=lines.get(name, 0),
            scope=Scope.DEVELOPMENT if kind == "direct dev" else Scope.PRODUCTION,
            direct=kind.startswith("direct") if kind else None,
            hashes=from_hexadecimal(text(description.get("sha256"))),
        )
    return collector.manifest()

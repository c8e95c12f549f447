"""composer.lock: PHP packages with edges, licences and the development part."""

from __future__ import annotations

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.declared.composer import Record, collect, mark_direct
from securestack.inventory.ecosystems import PACKAGIST
from securestack.inventory.formats import json_text
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping, sequence

KIND = "composer-lock"


def read(source: bytes, path: str, files: FileReader) -> Manifest:
    """Return the packages of a composer.lock."""
    collector = Collector(KIND, path, PACKAGIST)
    document = mapping(json_text.decode(source))
    lines = json_text.key_lines(source, 2)
    records = [
        Record(entry, lines.get((section, position), 0), scope)
        for section, scope in (("packages", Scope.PRODUCTION), ("packages-dev", Scope.DEVELOPMENT))
        for position, entry in enumerate(sequence(document.get(section)))
    ]
    mark_direct(path, files, collect(records, collector), collector)
    return collector.manifest()

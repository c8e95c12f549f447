"""vendor/composer/installed.json: what Composer has installed, in both of its forms."""

from __future__ import annotations

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.declared.composer import Record, collect
from securestack.inventory.ecosystems import PACKAGIST
from securestack.inventory.formats import json_text
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping, sequence, text, texts

KIND = "composer-installed"


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the packages of an installed.json."""
    collector = Collector(KIND, path, PACKAGIST)
    document = json_text.decode(source)
    lines = json_text.key_lines(source, 2)
    old_form = isinstance(document, list)  # of Composer 1
    entries = sequence(document) if old_form else sequence(mapping(document).get("packages"))
    development = set(texts(mapping(document).get("dev-package-names")))
    records = [
        Record(
            entry,
            lines.get((position,) if old_form else ("packages", position), 0),
            Scope.DEVELOPMENT if text(mapping(entry).get("name")) in development else Scope.PRODUCTION,
        )
        for position, entry in enumerate(entries)
    ]
    collect(records, collector)
    return collector.manifest()

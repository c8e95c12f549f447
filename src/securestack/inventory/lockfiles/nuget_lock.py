"""packages.lock.json: NuGet packages with edges, for each target framework."""

from __future__ import annotations

from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import NUGET
from securestack.inventory.formats import json_text
from securestack.inventory.hashes import from_base64
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping, text

KIND = "nuget-lock"


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the packages of all target frameworks; projects of the solution are left out."""
    collector = Collector(KIND, path, NUGET)
    document = mapping(json_text.decode(source))
    lines = json_text.key_lines(source, 3)
    for framework, packages in mapping(document.get("dependencies")).items():
        purls: dict[str, str] = {}
        for name, entry in mapping(packages).items():
            entry = mapping(entry)
            if text(entry.get("type")).lower() == "project":
                continue
            purls[name.lower()] = collector.add(
                name,
                text(entry.get("resolved")),
                line=lines.get(("dependencies", framework, name), 0),
                direct=text(entry.get("type")).lower() == "direct",
                hashes=from_base64(text(entry.get("contentHash")), "sha512"),
            )
        for name, entry in mapping(packages).items():
            for wanted in mapping(mapping(entry).get("dependencies")):
                collector.link(purls.get(name.lower(), ""), purls.get(str(wanted).lower(), ""))
    return collector.manifest()

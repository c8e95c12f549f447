"""*.deps.json: what a built .NET program is made of, with edges."""

from __future__ import annotations

from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import NUGET
from securestack.inventory.formats import json_text
from securestack.inventory.hashes import from_integrity
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping, text

KIND = "dotnet-deps"


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the packages of a deps.json; the projects in it are what asks for the direct ones."""
    collector = Collector(KIND, path, NUGET)
    document = mapping(json_text.decode(source))
    lines = json_text.key_lines(source, 2)
    purls: dict[str, str] = {}
    projects: set[str] = set()
    for key, entry in mapping(document.get("libraries")).items():
        entry = mapping(entry)
        name, slash, version = key.rpartition("/")
        if text(entry.get("type")).lower() == "project":
            projects.add(key)
        elif slash and text(entry.get("type")).lower() in ("package", "runtimepack"):
            purls[key] = collector.add(
                name.removeprefix("runtimepack."),
                version,
                line=lines.get(("libraries", key), 0),
                direct=False,
                hashes=from_integrity(text(entry.get("sha512"))),
            )
    for libraries in mapping(document.get("targets")).values():
        for key, entry in mapping(libraries).items():
            for name, version in mapping(mapping(entry).get("dependencies")).items():
                child = purls.get(f"{name}/{text(version)}", "")
                if key in projects:
                    collector.mark_known_direct(child)
                else:
                    collector.link(purls.get(key, ""), child)
    return collector.manifest()

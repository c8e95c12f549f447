"""vcpkg.json: ports a C or C++ project asks for; overrides fix a version, a minimum does not."""

from __future__ import annotations

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import VCPKG
from securestack.inventory.formats import json_text
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping, sequence, text

KIND = "vcpkg-manifest"


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the ports of a vcpkg.json, those of its features as optional."""
    collector = Collector(KIND, path, VCPKG)
    document = mapping(json_text.decode_relaxed(source))
    lines = json_text.text_lines(source)
    fixed = {}
    for override in sequence(document.get("overrides")):
        override = mapping(override)
        version = next((text(override[key]) for key in override if str(key).startswith("version")), "")
        fixed[text(override.get("name"))] = version
    lists = [(document.get("dependencies"), Scope.PRODUCTION)]
    lists += [
        (mapping(feature).get("dependencies"), Scope.OPTIONAL)
        for feature in mapping(document.get("features")).values()
    ]
    for wanted, scope in lists:
        for entry in sequence(wanted):
            name = text(entry) or text(mapping(entry).get("name"))
            if not name or name == text(document.get("name")):
                continue  # a feature may ask for another feature of the project itself
            minimum = text(mapping(entry).get("version>="))
            version = fixed.get(name, "")
            collector.add(
                name,
                version,
                line=lines.get(name, 0),
                scope=Scope.DEVELOPMENT if mapping(entry).get("host") is True else scope,
                direct=True,
                requirement="" if version or not minimum else f">={minimum}",
            )
    return collector.manifest()

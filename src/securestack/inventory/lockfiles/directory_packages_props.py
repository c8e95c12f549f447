"""Directory.Packages.props: the versions all projects of a .NET repository share (central package management)."""

from __future__ import annotations

import re

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import NUGET
from securestack.inventory.formats import xml_text
from securestack.inventory.formats.xml_text import Element
from securestack.inventory.manifest import FileReader, Manifest

KIND = "dotnet-central-packages"

_REFERENCE = re.compile(r"\$\(([^()$]+)\)")
_SCOPES = {
    "PackageVersion": Scope.PRODUCTION,
    "PackageReference": Scope.PRODUCTION,  # with Update, as files before NuGet's own central versions have it
    "GlobalPackageReference": Scope.DEVELOPMENT,
}


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the packages with a central version; properties of the same file are filled in."""
    collector = Collector(KIND, path, NUGET)
    root = xml_text.decode(source)
    properties = {
        entry.name.lower(): entry.text.strip()
        for group in root.all("PropertyGroup")
        for entry in group.children
    }
    for element in root.all("ItemGroup"):
        for item in element.children:
            name = item.attributes.get("Include") or item.attributes.get("Update") or ""
            if item.name not in _SCOPES or not name:
                continue
            wanted = _fill(_version(item), properties)
            exact = wanted[1:-1] if re.fullmatch(r"\[[^,\[\]]+\]", wanted) else wanted
            known = not any(sign in exact for sign in "[](),*$")
            collector.add(
                name,
                exact if known else "",
                line=item.line,
                scope=_SCOPES[item.name],
                requirement="" if known else wanted,
            )
    return collector.manifest()


def _version(item: Element) -> str:
    return (item.attributes.get("Version") or item.value("Version")).strip()


def _fill(value: str, properties: dict[str, str]) -> str:
    for _ in range(20):
        match = next((found for found in _REFERENCE.finditer(value) if found[1].lower() in properties), None)
        if match is None or len(value) > 1_000:
            break
        value = value[: match.start()] + properties[match[1].lower()] + value[match.end() :]
    return value

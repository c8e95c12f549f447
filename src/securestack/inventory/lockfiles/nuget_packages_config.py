"""packages.config: the NuGet packages of an older .NET project."""

from __future__ import annotations

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import NUGET
from securestack.inventory.formats import xml_text
from securestack.inventory.manifest import FileReader, Manifest

KIND = "nuget-packages-config"


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the packages of a packages.config."""
    collector = Collector(KIND, path, NUGET)
    for package in xml_text.decode(source).all("package"):
        development = package.attributes.get("developmentDependency", "").lower() == "true"
        collector.add(
            package.attributes.get("id", ""),
            package.attributes.get("version", ""),
            line=package.line,
            scope=Scope.DEVELOPMENT if development else Scope.PRODUCTION,
        )
    return collector.manifest()

"""gradle/verification-metadata.xml: every artifact a Gradle build may use, with its checksums."""

from __future__ import annotations

from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import MAVEN
from securestack.inventory.formats import xml_text
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.manifest import FileReader, Manifest

KIND = "gradle-verification"


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the components of a verification file, with the checksums of the jar."""
    collector = Collector(KIND, path, MAVEN)
    for component in xml_text.decode(source).all("components", "component"):
        group, name = component.attributes.get("group", ""), component.attributes.get("name", "")
        hashes: list[str] = []
        for artifact in component.all("artifact"):
            if artifact.attributes.get("name", "").endswith((".jar", ".aar")):
                for checksum in artifact.children:
                    hashes.extend(from_hexadecimal(checksum.attributes.get("value", ""), checksum.name))
        version = component.attributes.get("version", "")
        collector.add(f"{group}:{name}", version, line=component.line, hashes=hashes)
    return collector.manifest()

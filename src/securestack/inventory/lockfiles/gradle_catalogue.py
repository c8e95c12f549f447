"""gradle/libs.versions.toml: the version catalogue a Gradle build chooses its libraries from.

Source: Gradle's documentation of version catalogs.
"""

from __future__ import annotations

from typing import Any

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import MAVEN
from securestack.inventory.formats import toml_text
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping, text

KIND = "gradle-catalogue"


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the libraries of a catalogue, and its plugins by their marker artifacts, as development."""
    collector = Collector(KIND, path, MAVEN)
    document = toml_text.decode(source)
    versions = mapping(document.get("versions"))
    lines = toml_text.assigned_lines(source)
    for section, scope in (("libraries", Scope.PRODUCTION), ("plugins", Scope.DEVELOPMENT)):
        for alias, entry in mapping(document.get(section)).items():
            name, wanted = _library(entry) if section == "libraries" else _plugin(entry)
            version, requirement = _version(wanted, versions)
            line = lines.get((section, str(alias)), 0)
            if not name.strip(":"):
                collector.notice("This entry names no library that can be read.", line)
                continue
            collector.add(name, version, line=line, scope=scope, direct=True, requirement=requirement)
    return collector.manifest()


def _library(entry: object) -> tuple[str, object]:
    if isinstance(entry, str):
        group, _, rest = entry.partition(":")
        artifact, _, version = rest.partition(":")
        return f"{group}:{artifact}", version
    table = mapping(entry)
    module = text(table.get("module")) or f"{text(table.get('group'))}:{text(table.get('name'))}"
    return module, table.get("version")


def _plugin(entry: object) -> tuple[str, object]:
    if isinstance(entry, str):
        identity, _, version = entry.partition(":")
        return f"{identity}:{identity}.gradle.plugin", version
    identity = text(mapping(entry).get("id"))
    return f"{identity}:{identity}.gradle.plugin" if identity else "", mapping(entry).get("version")


def _version(wanted: object, versions: dict[Any, Any]) -> tuple[str, str]:
    """Return the exact version, or "" and the range."""
    table = mapping(wanted)
    if "ref" in table:
        wanted = versions.get(text(table.get("ref")), "")
        table = mapping(wanted)
    found = (
        text(wanted) or text(table.get("strictly")) or text(table.get("require")) or text(table.get("prefer"))
    )
    found = found.removesuffix("!!")
    return ("", found) if any(sign in found for sign in "[](),+") else (found, "")

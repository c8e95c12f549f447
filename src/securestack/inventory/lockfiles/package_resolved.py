"""Package.resolved: Swift packages, in its three versions."""

from __future__ import annotations

import re

from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import SWIFT
from securestack.inventory.formats import json_text
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping, sequence, text

KIND = "swift-package-resolved"

_ADDRESS = re.compile(r"(?:\w+://)?(?:[^@/\s]+@)?([\w.-]+)(?::\d+)?[:/](.+?)(?:\.git)?/?")


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the packages of a Package.resolved. A branch has a revision but no version."""
    collector = Collector(KIND, path, SWIFT)
    document = mapping(json_text.decode(source))
    old_form = "object" in document
    pins = sequence((mapping(document.get("object")) if old_form else document).get("pins"))
    lines = json_text.key_lines(source, 3)
    for position, pin in enumerate(pins):
        pin = mapping(pin)
        line = lines.get(("object", "pins", position) if old_form else ("pins", position), 0)
        address = text(pin.get("repositoryURL")) or text(pin.get("location"))
        state = mapping(pin.get("state"))
        match = _ADDRESS.fullmatch(address)
        if text(pin.get("kind")) == "registry":
            name = text(pin.get("identity")).replace(".", "/", 1)
        elif match is not None:
            name = f"{match[1].lower()}/{match[2]}"
        else:
            collector.notice("This entry has no address of a repository.", line)
            continue
        version = text(state.get("version"))
        revision = text(state.get("revision"))
        collector.add(name, version, line=line, requirement="" if version else revision)
    return collector.manifest()

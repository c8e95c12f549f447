"""What a Node project asks for in its package.json."""

from __future__ import annotations

import posixpath
from typing import Any

import msgspec

from securestack.core.package import Scope
from securestack.inventory.formats import json_text
from securestack.inventory.manifest import FileReader, UnreadableFile
from securestack.inventory.shapes import mapping, text

# Later sections win, as they do in npm: what is optional is not a plain dependency any more.
SECTIONS = (
    ("devDependencies", Scope.DEVELOPMENT),
    ("peerDependencies", Scope.PRODUCTION),
    ("dependencies", Scope.PRODUCTION),
    ("optionalDependencies", Scope.OPTIONAL),
)


class Declared(msgspec.Struct, frozen=True):
    """One dependency as a project writes it."""

    name: str
    wanted: str
    scope: Scope
    section: str


def declared_in(document: object) -> list[Declared]:
    """Return what a package.json, or a part of a lock file that repeats one, asks for: each name once."""
    found: dict[str, Declared] = {}
    for section, scope in SECTIONS:
        for name, wanted in mapping(mapping(document).get(section)).items():
            found[name] = Declared(name, text(wanted), scope, section)
    return list(found.values())


def project_beside(path: str, files: FileReader, folder: str = "") -> list[Declared]:
    """Return what the package.json in the folder of a lock file asks for; nothing when there is none."""
    place = posixpath.normpath(posixpath.join(posixpath.dirname(path), folder, "package.json"))
    source = files.read(place)
    return declared_in(_decode(source)) if source is not None else []


def _decode(source: bytes) -> dict[Any, Any]:
    try:
        return mapping(json_text.decode(source))
    except UnreadableFile:
        return {}

"""Conda's explicit lists (`@EXPLICIT`): one address of a package file a line."""

from __future__ import annotations

import re

from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import CONDA
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.manifest import FileReader, Manifest

KIND = "conda-explicit"

_PACKAGE = re.compile(
    r"\S*?(?:/([\w.-]+))?/([\w-]+)/([\w.+-]+)-([^-/\s]+)-([^-/\s]+?)\.(tar\.bz2|conda)(?:#(?:sha256:)?([0-9a-f]+))?"
)


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the packages of an explicit list."""
    collector = Collector(KIND, path, CONDA)
    for number, raw in enumerate(source.decode("utf-8-sig", "replace").split("\n"), 1):
        line = raw.strip()
        if not line or line.startswith(("#", "@")):
            continue
        match = _PACKAGE.fullmatch(line) if len(line) < 2_000 else None
        if match is None:
            collector.notice("This line is no address of a conda package.", number)
            continue
        channel, subdir, name, version, build, kind, digest = match.groups()
        qualifiers = {"build": build, "channel": channel or "", "subdir": subdir, "type": kind}
        collector.add(
            name, version, line=number, qualifiers=qualifiers, hashes=from_hexadecimal(digest or "")
        )
    return collector.manifest()

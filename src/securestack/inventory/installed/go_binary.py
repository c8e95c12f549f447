"""Go programs: the build information the compiler leaves in them (since Go 1.13; read as written since 1.18).

Source: the documentation of Go's debug/buildinfo and runtime/debug packages.
"""

from __future__ import annotations

import re

from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import GO
from securestack.inventory.hashes import from_base64
from securestack.inventory.manifest import Manifest

KIND = "go-binary"
MAGIC = b"\xff Go buildinf:"

_HEADER = 32
_INLINE = 2  # the flag that says the texts follow the header
_MOST_TEXT = 16 * 1024 * 1024
_SENTINEL = 16


def read(source: bytes, path: str) -> Manifest | None:
    """Return the modules a Go program was built from; None when the file is none."""
    collector = Collector(KIND, path, GO)
    at = source.find(MAGIC)
    while at >= 0:
        if at % 16 == 0 and at + _HEADER <= len(source):
            if not source[at + 15] & _INLINE:
                collector.notice("This program was built by Go before 1.18; its modules are not read.")
                return collector.manifest()
            version, end = _text(source, at + _HEADER)
            modules, _ = _text(source, end)
            if version.startswith(("go1", "devel")):
                _collect(version, modules, collector)
                return collector.manifest()
        at = source.find(MAGIC, at + 1)
    return None


def _text(source: bytes, at: int) -> tuple[str, int]:
    """Return a text with a varint length before it, and where it ends; "" when it is broken."""
    length, shift = 0, 0
    while at < len(source) and shift < 35:
        byte = source[at]
        at += 1
        length |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            break
    if length > _MOST_TEXT or at + length > len(source):
        return "", at
    return source[at : at + length].decode("utf-8", "replace"), at + length


def _collect(version: str, modules: str, collector: Collector) -> None:
    lines = modules.split("\n")
    own = ""
    release = re.match(r"go(\d+\.\d+(?:\.\d+|(?:rc|beta)\d+)?)", version)
    entries: list[list[str]] = []
    for line in lines:
        # The information stands between two marks of 16 bytes, which touch its first and last line.
        words = re.sub(r"^.*?\b(path|mod|dep|=>|build)\t", r"\1\t", line).split("\t")
        if words[0] in ("mod", "dep") and len(words) >= 3:
            entries.append(words)
        elif words[0] == "=>" and len(words) >= 3 and entries:
            entries[-1] = [entries[-1][0], *words[1:]]
    for words in entries:
        kind, name, release_of = words[:3]
        known = "" if release_of == "(devel)" else release_of
        digest = from_base64(words[3].removeprefix("h1:"), "h1") if len(words) > 3 else ()
        purl = collector.add(name, known, hashes=digest)
        if kind == "mod":
            own = purl
        else:
            collector.link(own, purl)
    if release is not None:
        collector.link(own, collector.add("stdlib", release[1]))

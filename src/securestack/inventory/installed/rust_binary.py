"""Rust programs built with cargo-auditable: the section `.dep-v0`, compressed JSON.

Source: the format description of cargo-auditable; the ELF, PE and Mach-O formats for where sections are.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import CARGO
from securestack.inventory.formats import json_text
from securestack.inventory.manifest import Manifest, UnreadableFile
from securestack.inventory.shapes import mapping, sequence, text

KIND = "rust-binary"

_SECTION = b".dep-v0"
_MOST_JSON = 32 * 1024 * 1024
_MOST_SECTIONS = 100_000


def read(source: bytes, path: str) -> Manifest | None:
    """Return the crates a program was built from; None when it carries no such list."""
    if _SECTION not in source:
        return None
    section = next((body for name, body in _sections(source) if name == _SECTION), None)
    if section is None:
        return None
    collector = Collector(KIND, path, CARGO)
    try:
        document = _decode(section)
    except UnreadableFile as problem:
        collector.notice(problem.message)
        return collector.manifest()
    purls: list[str] = []
    for entry in sequence(document.get("packages")):
        entry = mapping(entry)
        scope = Scope.DEVELOPMENT if entry.get("kind") == "build" else Scope.PRODUCTION
        purls.append(collector.add(text(entry.get("name")), text(entry.get("version")), scope=scope))
    for purl, entry in zip(purls, sequence(document.get("packages")), strict=True):
        for index in sequence(mapping(entry).get("dependencies")):
            if isinstance(index, int) and 0 <= index < len(purls):
                collector.link(purl, purls[index])
    return collector.manifest()


def _decode(section: bytes) -> dict[str, object]:
    unpacker = zlib.decompressobj()
    try:
        body = unpacker.decompress(section, _MOST_JSON)
    except zlib.error:
        raise UnreadableFile("The list of crates in this program is broken.") from None
    if unpacker.unconsumed_tail:
        raise UnreadableFile("The list of crates in this program is larger than any real one.")
    return mapping(json_text.decode(body))


def _sections(source: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the name and bytes of each section; nothing when the file is broken."""
    try:
        if source.startswith(b"\x7fELF"):
            yield from _elf(source)
        elif source.startswith(b"MZ"):
            yield from _pe(source)
        elif source[:4] in (b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe"):
            yield from _mach_o(source)
    except (struct.error, OverflowError, IndexError):
        return


def _elf(source: bytes) -> Iterator[tuple[bytes, bytes]]:
    wide, order = source[4] == 2, "<" if source[5] == 1 else ">"
    table = struct.unpack_from(order + ("Q" if wide else "I"), source, 40 if wide else 32)[0]
    size, count, names = struct.unpack_from(order + "HHH", source, 58 if wide else 46)
    layout = struct.Struct(order + ("IIQQQQ" if wide else "IIIIII"))
    headers = [
        layout.unpack_from(source, table + index * size) for index in range(min(count, _MOST_SECTIONS))
    ]
    if names >= len(headers):
        return
    base = headers[names][4]
    for name, _, _, _, offset, length in headers:
        end = source.find(b"\0", base + name)
        yield source[base + name : end], source[offset : offset + length]


def _pe(source: bytes) -> Iterator[tuple[bytes, bytes]]:
    header = struct.unpack_from("<I", source, 0x3C)[0]
    count = struct.unpack_from("<H", source, header + 6)[0]
    optional = struct.unpack_from("<H", source, header + 20)[0]
    for index in range(count):
        at = header + 24 + optional + index * 40
        length, offset = struct.unpack_from("<II", source, at + 16)
        yield source[at : at + 8].rstrip(b"\0"), source[offset : offset + length]


def _mach_o(source: bytes) -> Iterator[tuple[bytes, bytes]]:
    wide = source[0] == 0xCF
    commands = struct.unpack_from("<I", source, 16)[0]
    at = 32 if wide else 28
    for _ in range(min(commands, _MOST_SECTIONS)):
        kind, size = struct.unpack_from("<II", source, at)
        if kind == (0x19 if wide else 0x01):
            sections = struct.unpack_from("<I", source, at + (64 if wide else 48))[0]
            for index in range(min(sections, _MOST_SECTIONS)):
                entry = at + (72 if wide else 56) + index * (80 if wide else 68)
                length, offset = struct.unpack_from(
                    "<QI" if wide else "<II", source, entry + (40 if wide else 36)
                )
                yield source[entry : entry + 16].rstrip(b"\0"), source[offset : offset + length]
        if size < 8:
            return
        at += size

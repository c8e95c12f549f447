"""Debian and Ubuntu: `[epoch:]upstream[-revision]` as the Debian Policy Manual, section 5.6.12, orders it.

Texts alternate between stretches of other characters and numbers. Within a stretch `~` comes before its end, its end
before letters, letters before all else; a missing number counts as 0.

Keys: (epoch, upstream, revision), the latter two alternating stretches and numbers. In a stretch `~` is written as
U+0000, its end as U+0001, and what is no letter is moved behind all letters.
"""

from __future__ import annotations

import re

from securestack.advisories.versions.scheme import InvalidVersion, Key, Scheme

_NUMBERS = re.compile(r"([0-9]+)")
_VERSION = re.compile(r"\s*(?:(\d+):)?([^\s:][^\s]*)\s*", re.ASCII)


class _Stretches(dict[str, str]):
    """Stretches as they are written in keys; there are few different ones in the world."""

    def __missing__(self, stretch: str) -> str:
        written = "".join(_written(character) for character in stretch) + "\x01"
        if len(self) < 10_000:
            self[stretch] = written
        return written


def _written(character: str) -> str:
    if character == "~":
        return "\x00"
    return (
        character if character.isascii() and character.isalpha() else chr(min(ord(character) + 256, 0x10FFFF))
    )


_stretches = _Stretches()


def debian_key(version: str) -> Key:
    """Return the key of a version; raises InvalidVersion for an empty text and for an epoch that is no number."""
    found = _VERSION.fullmatch(version)
    if not found or (found[1] is None and ":" in found[2]):
        raise InvalidVersion(f'"{version}" is no version of a Debian package')
    upstream, _, revision = found[2].rpartition("-")
    if not upstream:
        upstream, revision = found[2], ""
    return (int(found[1] or 0), part_key(upstream), part_key(revision))


def part_key(text: str) -> Key:
    """Return the key of one part, upstream or revision."""
    pieces = _NUMBERS.split(text)
    key: list[int | str] = []
    for place, piece in enumerate(pieces):
        key.append(int(piece) if place & 1 else _stretches[piece])
    if pieces[-1] or len(pieces) == 1:
        key += (0, "\x01")  # a missing number counts as 0
    return tuple(key)


SCHEME = Scheme("Debian", debian_key)

"""RubyGems: Gem::Version and Gem::Requirement (the RubyGems guides, "Patterns"; the documentation of Ruby).

Segments are numbers and words; a word comes before the end, which comes before any number. Zeros at the end, and before
the first word, do not count; a hyphen means `.pre.`.

Keys are flat: a number is itself, a word is -3 and its text, a zero that only leads to a later word is -2, the end is -1.
"""

from __future__ import annotations

import re

from securestack.advisories.versions.constraint import Comparison, Constraint
from securestack.advisories.versions.scheme import InvalidRange, InvalidVersion, Key, Scheme, VersionRange

_PLAIN = re.compile(r"\d+(?:\.\d+)*", re.ASCII)
_VERSION = re.compile(
    r"\s*(?:[0-9]+(?:\.[0-9a-zA-Z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?)?\s*", re.ASCII
)
_SEGMENT = re.compile(r"\d+|[a-zA-Z]+", re.ASCII)
_ZEROS_AT_END = re.compile(r"(?<=[a-zA-Z.])[.0]+\Z")
_ZEROS_BEFORE_WORD = re.compile(r"(?:(?<=\.)|\A)[0.]+(?=[a-zA-Z])")
_COMPARISON = re.compile(r"\s*(~>|[<>]=?|!=|=)?\s*([0-9A-Za-z.-]+)\s*", re.ASCII)
_WORD, _ZERO_TO_WORD, _END = -3, -2, -1


def rubygems_key(version: str) -> Key:
    """Return the key of a version; raises InvalidVersion."""
    if _PLAIN.fullmatch(version):
        numbers = [int(number) for number in version.split(".")]
        while len(numbers) > 1 and not numbers[-1]:
            numbers.pop()
        return (*numbers, _END)
    if not _VERSION.fullmatch(version):
        raise InvalidVersion(f'"{version}" is no version of RubyGems')
    text = _ZEROS_AT_END.sub("", version.strip().replace("-", ".pre.") or "0", count=1)
    text = _ZEROS_BEFORE_WORD.sub("", text, count=1)
    segments: list[int | str] = [int(piece) if piece.isdigit() else piece for piece in _SEGMENT.findall(text)]
    key: list[int | str] = []
    for place, segment in enumerate(segments):
        if isinstance(segment, str):
            key += (_WORD, segment)
        elif segment == 0 and _next_that_counts_is_word(segments, place):
            key.append(_ZERO_TO_WORD)
        else:
            key.append(segment)
    while key and key[-1] == 0:
        key.pop()
    return (*(key or [0]), _END)


def _next_that_counts_is_word(segments: list[int | str], place: int) -> bool:
    return isinstance(next((segment for segment in segments[place:] if segment != 0), 0), str)


def is_prerelease(version: str) -> bool:
    """Say whether a version holds a letter or a hyphen, which is what RubyGems calls a pre-release."""
    return any(character.isalpha() or character == "-" for character in version)


def parse_range(text: str) -> VersionRange:
    """Read `~> 2.2, >= 2.2.1`; raises InvalidRange."""
    comparisons: list[Comparison] = []
    for piece in text.split(","):
        found = _COMPARISON.fullmatch(piece.strip())
        if not found:
            raise InvalidRange(f'"{text}" is no requirement of RubyGems')
        key = rubygems_key(found[2])
        if found[1] == "~>":
            # Gem::Version#bump drops the words and the last number; the release of a version is compared with it.
            comparisons += ((">=", key), ("<", (*_bumped(found[2]), _WORD)))
        else:
            comparisons.append((found[1] or "=", key))
    return Constraint((tuple(comparisons),), rubygems_key)


def _bumped(version: str) -> Key:
    numbers: list[int] = []
    for piece in _SEGMENT.findall(version.replace("-", ".pre.")):
        if not piece.isdigit():
            break
        numbers.append(int(piece))
    if len(numbers) > 1:
        numbers.pop()
    numbers[-1] += 1
    return tuple(numbers)


SCHEME = Scheme("RubyGems", rubygems_key, parse_range, is_prerelease)

"""ConanCenter: versions and version ranges as the Conan 2 documentation has them ("Version ranges").

Any text is a version: items between dots, after a hyphen a pre-release, after the last plus a build. Zeros at the end do not
count. Numbers come before texts (Conan compares the two as texts, which is no order when a third is around).
"""

from __future__ import annotations

import re

from securestack.advisories.versions.constraint import Alternative, Comparison, Constraint
from securestack.advisories.versions.scheme import InvalidRange, InvalidVersion, Key, Scheme, VersionRange

_COMPARISON = re.compile(r"(\^|~|[<>]=?|=)?(.+)")


def conan_key(version: str) -> Key:
    """Return (items, (1,) or (0, items of the pre-release), items of the build); raises InvalidVersion if it is empty."""
    text = version.strip()
    if not text:
        raise InvalidVersion("an empty text is no version")
    text, plus, build = text.rpartition("+") if "+" in text else (text, "", "")
    main, hyphen, pre = text.partition("-")
    return (_items(main), (0, *_items(pre)) if hyphen else (1,), _items(build) if plus else ())


def _items(text: str) -> Key:
    pieces = text.split(".")
    items = [
        (0, int(piece), "") if piece.isascii() and piece.isdigit() else (1, 0, piece) for piece in pieces
    ]
    while items and items[-1] == (0, 0, ""):
        items.pop()
    return tuple(items)


def is_prerelease(version: str) -> bool:
    """Say whether a version has a pre-release part."""
    return "-" in version.partition("+")[0]


def parse_range(text: str) -> VersionRange:
    """Read `>=1.2 <2 || ~3.1, include_prerelease`, also in brackets; raises InvalidRange."""
    inner = text.strip().removeprefix("[").removesuffix("]")
    expression, _, options = inner.partition(",")
    alternatives = tuple(_alternative(piece) for piece in expression.split("||"))
    with_prereleases = "include_prerelease" in options
    return Constraint(alternatives, conan_key, None if with_prereleases else _is_release)


def _is_release(key: Key, _: Alternative) -> bool:
    return bool(key[1] == (1,))


def _alternative(text: str) -> Alternative:
    comparisons: list[Comparison] = []
    for piece in text.split():
        if piece == "*":
            continue
        found = _COMPARISON.fullmatch(piece)
        if not found:
            raise InvalidRange(f'"{text}" is no version range of Conan')
        sign, version = found[1] or "=", found[2]
        if sign in ("~", "^"):
            comparisons += ((">=", _floor(version)), ("<", _upper(sign, version)))
        elif sign in ("<", ">="):
            comparisons.append((sign, _floor(version)))
        else:
            comparisons.append((sign, conan_key(version)))
    return tuple(comparisons)


def _floor(version: str) -> Key:
    return conan_key(version if "-" in version or "+" in version else version + "-")


def _upper(sign: str, version: str) -> Key:
    pieces = re.split(r"[-+]", version, maxsplit=1)[0].split(".")
    if sign == "~":
        place = 1 if len(pieces) > 1 else 0
    else:
        place = next((place for place, piece in enumerate(pieces) if piece != "0"), len(pieces) - 1)
    if not (pieces[place].isascii() and pieces[place].isdigit()):
        raise InvalidRange(f'"{version}" has no number to count up')
    return conan_key(".".join([*pieces[:place], str(int(pieces[place]) + 1)]) + "-")


SCHEME = Scheme("ConanCenter", conan_key, parse_range, is_prerelease)

"""How a range of npm versions is raised so that it begins at a version. Source: the node-semver documentation."""

from __future__ import annotations

import re

from securestack.advisories.versions.npm import SCHEME
from securestack.advisories.versions.scheme import InvalidRange, InvalidVersion

_ONE = re.compile(r"\s*(\^|~>?|>=|=)?\s*(v?)(\d+\.\d+\.\d+[^\s|<>^~]*)\s*")
_PART = re.compile(r"\s*(\^|~>?|>=|=)?\s*v?(\d+)(?:\.(\d+))?(?:\.[xX*])*\s*")
_ABOVE = re.compile(r"(>=)\s*v?(\d+\.\d+\.\d+\S*)\s+(<=?)\s*v?(\S+)")
_ANYTHING = ("", "*", "x", "X")


def lowest_node(wanted: str) -> str:
    """Return the lowest version a range lets in; "" where it has no lower end, or is none."""
    lows = [_lowest(piece) for piece in wanted.split("||")]
    if not all(lows):
        return ""
    try:
        return min(lows, key=SCHEME.key)
    except InvalidVersion:
        return ""


def _lowest(piece: str) -> str:
    text = piece.strip()
    if one := _ONE.fullmatch(text) or _ONE.match(text.partition(" - ")[0]):
        return one[3]
    if above := _ABOVE.fullmatch(text):
        return above[2]
    part = _PART.fullmatch(text)
    return f"{part[2]}.{part[3] or 0}.0" if part else ""


def raise_node(wanted: str, version: str) -> str:
    """Return the range raised so that it begins at the version, as close to its own form as can be; "" if it cannot be."""
    text = wanted.strip()
    if one := _ONE.fullmatch(text):
        return f"{one[1] or ''}{one[2]}{version}"
    if part := _PART.fullmatch(text):
        sign = part[1] or ("~" if part[3] is not None else "^")
        return f"{sign if sign != '=' else '~'}{version}"
    if (above := _ABOVE.fullmatch(text)) and _in(f"{above[3]}{above[4]}", version):
        return f">={version} {above[3]}{above[4]}"
    if text in _ANYTHING:
        return f">={version}"
    try:
        SCHEME.parse_range(text)
    except InvalidRange:
        return ""  # a tag, an address, a folder
    return f"^{version}"


def admits_node(wanted: str, version: str) -> bool:
    """Say whether a range lets a version in; no, where it is no range."""
    return _in(wanted, version)


def _in(wanted: str, version: str) -> bool:
    try:
        return SCHEME.parse_range(wanted).contains(version)
    except (InvalidRange, InvalidVersion):
        return False

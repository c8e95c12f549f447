"""NuGet: semantic versions with a fourth number and without case, and its interval notation.

Sources: learn.microsoft.com/nuget/concepts/package-versioning ("Version basics", "Version ranges", "Floating versions").
"""

from __future__ import annotations

import re

from securestack.advisories.versions.constraint import Alternative, Constraint
from securestack.advisories.versions.scheme import InvalidRange, InvalidVersion, Key, Scheme, VersionRange
from securestack.advisories.versions.semver import identifiers

_PLAIN = re.compile(r"(\d+)\.(\d+)\.(\d+)", re.ASCII)
_VERSION = re.compile(
    r"\s*v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]*)?\s*",
    re.ASCII | re.IGNORECASE,
)
_INTERVAL = re.compile(r"\s*([\[(])([^,\[\]()]*)(?:(,)([^,\[\]()]*))?([\])])\s*")
_FLOATING = re.compile(r"\s*((?:\d+\.){0,3})\*(?:-\*)?\s*", re.ASCII)


def nuget_key(version: str) -> Key:
    """Return (four numbers, 1) for a release or (four numbers, 0, identifiers...); raises InvalidVersion."""
    plain = _PLAIN.fullmatch(version)
    if plain:
        return (int(plain[1]), int(plain[2]), int(plain[3]), 0, 1)
    found = _VERSION.fullmatch(version)
    if not found:
        raise InvalidVersion(f'"{version}" is no version of NuGet')
    numbers = tuple(int(number or 0) for number in found.groups()[:4])
    return (*numbers, 0, *identifiers(found[5].lower())) if found[5] else (*numbers, 1)


def is_prerelease(version: str) -> bool:
    """Say whether a version is a pre-release."""
    found = _VERSION.fullmatch(version)
    return bool(found and found[5])


def parse_range(text: str) -> VersionRange:
    """Read `[1.0,2.0)`, `1.0` (that or newer), `1.2.*` or `[1.0]`; raises InvalidRange."""
    floating = _FLOATING.fullmatch(text)
    if floating:
        given = [int(number) for number in floating[1].split(".") if number]
        return Constraint((_floating(given),), nuget_key)
    interval = _INTERVAL.fullmatch(text)
    if not interval:
        return Constraint((((">=", nuget_key(text)),),), nuget_key)
    opening, low, comma, high, closing = (piece.strip() if piece else "" for piece in interval.groups())
    if not comma:
        if (opening, closing) != ("[", "]"):
            raise InvalidRange(f'"{text}" is no range of NuGet versions')
        return Constraint(((("=", nuget_key(low)),),), nuget_key)
    comparisons: Alternative = ()
    if low:
        comparisons += ((">=" if opening == "[" else ">", nuget_key(low)),)
    if high:
        comparisons += (("<=" if closing == "]" else "<", nuget_key(high)),)
    return Constraint((comparisons,), nuget_key)


def _floating(given: list[int]) -> Alternative:
    if not given:
        return ()
    above = [*given[:-1], given[-1] + 1]
    return ((">=", (*[*given, 0, 0, 0][:4], 0)), ("<", (*[*above, 0, 0, 0][:4], 0)))


SCHEME = Scheme("NuGet", nuget_key, parse_range, is_prerelease)

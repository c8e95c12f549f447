"""Pub: semantic versions of which build metadata counts too (the Dart package pub_semver documents both).

A version with build metadata comes after the same version without; build identifiers compare as pre-release ones do.
"""

from __future__ import annotations

import re

from securestack.advisories.versions.constraint import Alternative, Comparison, Constraint
from securestack.advisories.versions.scheme import InvalidRange, Key, Scheme, VersionRange
from securestack.advisories.versions.semver import identifiers, is_prerelease, split_build

_PLAIN = re.compile(r"v?(\d+)\.(\d+)\.(\d+)", re.ASCII)
_COMPARISON = re.compile(r"(\^|[<>]=?)?\s*([0-9][^\s<>^]*)\s*", re.ASCII)


def pub_key(version: str) -> Key:
    """Return (numbers, (1,) or (0, identifiers...), build identifiers); raises InvalidVersion."""
    plain = _PLAIN.fullmatch(version)
    if plain:
        return ((int(plain[1]), int(plain[2]), int(plain[3])), (1,), ())
    key, build = split_build(version)
    return (key[:3], key[3:], tuple(identifiers(build)) if build else ())


def parse_range(text: str) -> VersionRange:
    """Read `any`, `^1.2.3` or `>=1.2.3 <2.0.0`; raises InvalidRange."""
    text = text.strip()
    if text in ("", "any"):
        return Constraint(((),), pub_key)
    bounds: list[Comparison] = []
    place = 0
    while place < len(text):
        found = _COMPARISON.match(text, place)
        if not found:
            raise InvalidRange(f'"{text}" is no constraint of Pub')
        sign, key = found[1] or "=", pub_key(found[2])
        bounds += _caret(key) if sign == "^" else [(sign, key)]
        place = found.end()
    return Constraint((_without_prereleases_of_the_end(bounds),), pub_key)


def _caret(key: Key) -> list[Comparison]:
    major, minor, _ = key[0]
    end = (major + 1, 0, 0) if major else (0, minor + 1, 0)
    return [(">=", key), ("<", (end, (0,), ()))]


def _without_prereleases_of_the_end(bounds: list[Comparison]) -> Alternative:
    # `<2.0.0` leaves out 2.0.0-dev, unless the lower end is a pre-release of the same numbers.
    named = {key[0] for sign, key in bounds if sign in (">", ">=") and key[1] != (1,)}
    return tuple(
        (sign, (key[0], (0,), ()))
        if sign == "<" and key[1:] == ((1,), ()) and key[0] not in named
        else (sign, key)
        for sign, key in bounds
    )


SCHEME = Scheme("Pub", pub_key, parse_range, is_prerelease)

"""Hackage and GHC: the Package Versioning Policy (pvp.haskell.org) and Cabal's version constraints.

Numbers compared one by one; the longer one is greater, so that 1.0 < 1.0.0.
"""

from __future__ import annotations

import re

from securestack.advisories.versions.constraint import Alternative, Constraint
from securestack.advisories.versions.scheme import InvalidRange, InvalidVersion, Key, Scheme, VersionRange

_VERSION = re.compile(
    r"\s*\d+(?:\.\d+)*(?:-[A-Za-z0-9-]+)?\s*", re.ASCII
)  # tags after a hyphen are obsolete and ignored
_COMPARISON = re.compile(r"\s*(==|\^>=|[<>]=?)\s*(\d+(?:\.\d+)*)(\.\*)?\s*", re.ASCII)


def hackage_key(version: str) -> Key:
    """Return the numbers of a version; raises InvalidVersion."""
    if not _VERSION.fullmatch(version):
        raise InvalidVersion(f'"{version}" is no version of a Haskell package')
    return tuple(map(int, version.partition("-")[0].split(".")))


def parse_range(text: str) -> VersionRange:
    """Read `>=1.2 && <1.5 || ==2.* || ^>=3.1`, or `-any`; raises InvalidRange."""
    if text.strip() in ("", "-any"):
        return Constraint(((),), hackage_key)
    return Constraint(tuple(_alternative(piece) for piece in text.split("||")), hackage_key)


def _alternative(text: str) -> Alternative:
    comparisons: Alternative = ()
    for piece in text.split("&&"):
        found = _COMPARISON.fullmatch(piece)
        if not found:
            raise InvalidRange(f'"{text}" is no version constraint of Cabal')
        sign, key = found[1], hackage_key(found[2])
        if found[3]:
            if sign != "==":
                raise InvalidRange(f'"{piece.strip()}" is no version constraint of Cabal')
            comparisons += ((">=", key), ("<", (*key[:-1], key[-1] + 1)))
        elif sign == "^>=":
            # The same major version, which in the policy is the first two numbers.
            first, second = (*key, 0)[:2]
            comparisons += ((">=", key), ("<", (first, second + 1)))
        else:
            comparisons += (("=" if sign == "==" else sign, key),)
    return comparisons


SCHEME = Scheme("Hackage", hackage_key, parse_range)

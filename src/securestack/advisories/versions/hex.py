"""Hex: semantic versions, and requirements as Elixir's module Version documents them ("Requirements")."""

from __future__ import annotations

import re

from securestack.advisories.versions.constraint import Alternative, Constraint
from securestack.advisories.versions.scheme import InvalidRange, Scheme, VersionRange
from securestack.advisories.versions.semver import is_prerelease, semver_key
from securestack.advisories.versions.semver_ranges import partial

_COMPARISON = re.compile(r"\s*(~>|==|!=|[<>]=?|)\s*(\d\S*)\s*", re.ASCII)
_SIGNS = {"": "=", "==": "="}


def parse_range(text: str) -> VersionRange:
    """Read `~> 1.2 or >= 2.1.0 and < 3.0.0`; raises InvalidRange."""
    return Constraint(tuple(_alternative(piece) for piece in re.split(r"\s+or\s+", text.strip())), semver_key)


def _alternative(text: str) -> Alternative:
    comparisons: Alternative = ()
    for piece in re.split(r"\s+and\s+", text):
        found = _COMPARISON.fullmatch(piece)
        if not found:
            raise InvalidRange(f'"{text}" is no requirement of Hex')
        version = partial(found[2])
        if found[1] == "~>":
            if version.known < 2:
                raise InvalidRange("~> needs at least a major and a minor number")
            comparisons += ((">=", version.key), ("<", version.lowest_above(version.known - 2)))
        else:
            comparisons += ((_SIGNS.get(found[1], found[1]), version.key),)
    return comparisons


SCHEME = Scheme("Hex", semver_key, parse_range, is_prerelease)

"""npm: semantic versions, and ranges as the node-semver documentation defines them (its page "semver")."""

from __future__ import annotations

import re

from securestack.advisories.versions.constraint import Alternative, Constraint
from securestack.advisories.versions.scheme import InvalidRange, Scheme, VersionRange
from securestack.advisories.versions.semver import is_prerelease, semver_key
from securestack.advisories.versions.semver_ranges import compared, partial, prerelease_is_named

_HYPHEN = re.compile(r"(\S+)\s+-\s+(\S+)")
_AFTER_SIGN = re.compile(r"(?<=[<>=~^])\s+")
_COMPARISON = re.compile(r"(~>|[~^]|[<>]=?|=)?=?\s*(\S+)")


def parse_range(text: str) -> VersionRange:
    """Read `^1.2.3 || 2.x - 3 || >=4 <5`; raises InvalidRange."""
    alternatives = tuple(_alternative(piece.strip()) for piece in text.split("||"))
    return Constraint(alternatives, semver_key, prerelease_is_named)


def _alternative(text: str) -> Alternative:
    hyphen = _HYPHEN.fullmatch(text)
    if hyphen:
        return (*compared(">=", partial(hyphen[1])), *compared("<=", partial(hyphen[2])))
    comparisons: Alternative = ()
    for piece in _AFTER_SIGN.sub("", text).split():
        found = _COMPARISON.fullmatch(piece)
        if not found:
            raise InvalidRange(f'"{text}" is no range of npm versions')
        sign, version = found[1] or "=", partial(found[2])
        if sign in ("~", "~>"):
            comparisons += version.tilde()
        elif sign == "^":
            comparisons += version.caret()
        else:
            comparisons += compared(sign, version)
    return comparisons


SCHEME = Scheme("npm", semver_key, parse_range, is_prerelease)

"""crates.io: semantic versions, and requirements as the Cargo book has them ("Specifying Dependencies")."""

from __future__ import annotations

import re

from securestack.advisories.versions.constraint import Alternative, Constraint
from securestack.advisories.versions.scheme import InvalidRange, Scheme, VersionRange
from securestack.advisories.versions.semver import is_prerelease, semver_key
from securestack.advisories.versions.semver_ranges import compared, partial, prerelease_is_named

_COMPARISON = re.compile(r"\s*(\^|~|[<>]=?|=)?\s*(\S+)\s*")


def parse_range(text: str) -> VersionRange:
    """Read `1.2`, `>=1.2, <1.5`, `~1.2` or `1.*`; a bare version means `^`. Raises InvalidRange."""
    comparisons: Alternative = ()
    for piece in text.split(","):
        found = _COMPARISON.fullmatch(piece.strip())
        if not found:
            raise InvalidRange(f'"{text}" is no requirement of Cargo')
        sign, version = found[1] or "^", partial(found[2])
        if "*" in found[2] and not found[1]:
            comparisons += version.within()
        elif sign == "^":
            comparisons += version.caret()
        elif sign == "~":
            comparisons += version.tilde()
        else:
            comparisons += compared(sign, version)
    return Constraint((comparisons,), semver_key, prerelease_is_named)


SCHEME = Scheme("crates.io", semver_key, parse_range, is_prerelease)

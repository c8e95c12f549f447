"""CRAN and Bioconductor: numbers between dots and hyphens, which mean the same (R manual, `package_version`).

Compared number by number; the longer one is greater. Dependencies are written `(>= 1.2-3)` in DESCRIPTION files.
"""

from __future__ import annotations

import re

from securestack.advisories.versions.constraint import Alternative, Constraint
from securestack.advisories.versions.scheme import InvalidRange, InvalidVersion, Key, Scheme, VersionRange

_VERSION = re.compile(r"\s*\d+(?:[.-]\d+)*\s*", re.ASCII)
_COMPARISON = re.compile(r"\s*(==|!=|[<>]=?)\s*(\S+)\s*")


def cran_key(version: str) -> Key:
    """Return the numbers of a version; raises InvalidVersion."""
    if not _VERSION.fullmatch(version):
        raise InvalidVersion(f'"{version}" is no version of an R package')
    return tuple(map(int, version.replace("-", ".").split(".")))


def parse_range(text: str) -> VersionRange:
    """Read `>= 1.2-3`, several between commas, with or without brackets; raises InvalidRange."""
    comparisons: Alternative = ()
    for piece in text.strip().removeprefix("(").removesuffix(")").split(","):
        found = _COMPARISON.fullmatch(piece)
        if not found:
            raise InvalidRange(f'"{text}" is no requirement of an R package')
        comparisons += (("=" if found[1] == "==" else found[1], cran_key(found[2])),)
    return Constraint((comparisons,), cran_key)


SCHEME = Scheme("CRAN", cran_key, parse_range)

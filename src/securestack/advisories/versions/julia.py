"""Julia: VersionNumber (docs.julialang.org, "Version Number Literals") and `compat` entries (pkgdocs.julialang.org).

Build metadata counts: `1.2.3` < `1.2.3+0` < `1.2.3+1`, which is how the wrapped binary libraries count their builds.
`1.2.3-` is the lowest of all pre-releases of 1.2.3.
"""

from __future__ import annotations

import re

from securestack.advisories.versions.constraint import Alternative, Constraint
from securestack.advisories.versions.scheme import InvalidRange, InvalidVersion, Key, Scheme, VersionRange
from securestack.advisories.versions.semver import identifiers

_VERSION = re.compile(
    r"v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?P<pre>-[0-9A-Za-z.-]*|(?<=\d)[A-Za-z][0-9A-Za-z.-]*)?(?P<build>\+[0-9A-Za-z.-]*)?",
    re.ASCII,
)
_PIECE = re.compile(r"(\^|~|>=|≥|=|<|>)?\s*v?(\d+(?:\.\d+){0,2})", re.ASCII)


def julia_key(version: str) -> Key:
    """Return (numbers, (1,) or (0, identifiers...), build identifiers); raises InvalidVersion."""
    found = _VERSION.fullmatch(version)
    if not found:
        raise InvalidVersion(f'"{version}" is no version of Julia')
    pre, build = found["pre"], found["build"]
    return (
        (int(found[1]), int(found[2] or 0), int(found[3] or 0)),
        (1,) if pre is None else (0, *_identifiers(pre.removeprefix("-"))),
        _identifiers(build[1:]) if build else (),
    )


def _identifiers(text: str) -> Key:
    return tuple(identifiers(text)) if text else ()


def parse_range(text: str) -> VersionRange:
    """Read a compat entry, such as `1.2, 2`, `~1.2.3` or `1.2 - 1.5`; commas mean "or". Raises InvalidRange."""
    return Constraint(tuple(_alternative(piece.strip()) for piece in text.split(",")), julia_key)


def _alternative(text: str) -> Alternative:
    first, hyphen, second = text.partition(" - ")
    if hyphen:
        low, high = _piece(first), _piece(second)
        return ((">=", _lowest(low[1])), ("<", _above(high[1], len(high[1]) - 1)))
    sign, given = _piece(text)
    match sign:
        case "=":
            whole = _lowest(given)
            return ((">=", whole), ("<", _above([*given, 0, 0][:3], 2)))
        case "<":
            return (("<", _floor(given)),)
        case ">=" | "≥" | ">":
            return ((">=", _lowest(given)),)
        case "~":
            return ((">=", _lowest(given)), ("<", _above(given, min(len(given) - 1, 1))))
    place = next((place for place, number in enumerate(given) if number), len(given) - 1)
    return ((">=", _lowest(given)), ("<", _above(given, place)))


def _piece(text: str) -> tuple[str, list[int]]:
    found = _PIECE.fullmatch(text.strip())
    if not found:
        raise InvalidRange(f'"{text}" is no compat entry of Julia')
    return found[1] or "^", [int(number) for number in found[2].split(".")]


def _lowest(given: list[int]) -> Key:
    return (tuple([*given, 0, 0][:3]), (1,), ())


def _floor(given: list[int]) -> Key:
    return (tuple([*given, 0, 0][:3]), (0,), ())


def _above(given: list[int], place: int) -> Key:
    return _floor([*given[:place], given[place] + 1])


def is_prerelease(version: str) -> bool:
    """Say whether a version is a pre-release; a text that is no version is none."""
    try:
        return bool(julia_key(version)[1][0] == 0)
    except InvalidVersion:
        return False


SCHEME = Scheme("Julia", julia_key, parse_range, is_prerelease)

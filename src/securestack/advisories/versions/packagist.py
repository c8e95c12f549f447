"""Packagist: versions as Composer normalises them, in the order of PHP's version_compare, and Composer's constraints.

Sources: getcomposer.org/doc/articles/versions.md; the PHP manual's page on version_compare; composer/semver.

Numbers are filled up to four; stabilities are dev < alpha < beta < RC < (none) < patch. A branch (`dev-main`) names no
version and has no place in the order; a numeric branch (`2.x-dev`) counts as the highest development version of its kind.

Keys are flat: dev, alpha, beta and RC are -5 to -2, the end is -1, a number is itself, patch is above every number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from securestack.advisories.versions.constraint import Alternative, Constraint
from securestack.advisories.versions.scheme import InvalidRange, InvalidVersion, Key, Scheme, VersionRange

_MODIFIER = r"[._-]?(?:(stable|beta|b|rc|alpha|a|patch|pl|p)((?:[.-]?\d+)*)?)?([.-]?dev)?"
_PLAIN = re.compile(r"v?(\d{1,5})\.(\d+)\.(\d+)(?:\.(\d+))?", re.ASCII | re.IGNORECASE)
_CLASSIC = re.compile(
    r"v?(\d{1,5})(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?" + _MODIFIER, re.IGNORECASE | re.ASCII
)
_DATE = re.compile(
    r"v?(\d{4}(?:[.:-]?\d{2}){1,6}(?:[.:-]?\d{1,3}){0,2})" + _MODIFIER, re.IGNORECASE | re.ASCII
)
_BRANCH = re.compile(
    r"v?(\d+)(?:\.(\d+|[x*]))?(?:\.(\d+|[x*]))?(?:\.(\d+|[x*]))?[.-]?dev", re.IGNORECASE | re.ASCII
)
_STABILITY_FLAG = re.compile(r"@(?:stable|rc|beta|alpha|dev)\Z", re.IGNORECASE)
_BUILD = re.compile(r"\+\S+\Z")
_RANKS = {
    "dev": -5,
    "alpha": -4,
    "a": -4,
    "beta": -3,
    "b": -3,
    "rc": -2,
    "patch": math.inf,
    "pl": math.inf,
    "p": math.inf,
}
_END = -1
_DEV = -5
_ANY_NUMBER = 9999999  # what Composer puts for the x of a numeric branch


def packagist_key(version: str) -> Key:
    """Return the key of a version; raises InvalidVersion, also for a branch."""
    plain = _PLAIN.fullmatch(version)
    if plain:
        major, minor, patch, fourth = plain.groups()
        return (int(major), int(minor), int(patch), int(fourth or 0), _END)
    text = _STABILITY_FLAG.sub("", version.strip().partition(" as ")[0].rstrip())
    text = _BUILD.sub("", text)
    found = _CLASSIC.fullmatch(text)
    if found:
        return (*(int(number or 0) for number in found.groups()[:4]), *_modified(found.groups()[4:]), _END)
    found = _DATE.fullmatch(text)
    if found:
        return (
            *(int(number) for number in re.split(r"[.:-]", found[1])),
            *_modified(found.groups()[1:]),
            _END,
        )
    found = _BRANCH.fullmatch(text)
    if found:
        numbers = (int(number) if number and number.isdigit() else _ANY_NUMBER for number in found.groups())
        return (*numbers, _DEV, _END)
    raise InvalidVersion(f'"{version}" is no version of Composer')


def _modified(groups: Sequence[str | None]) -> Key:
    stability, numbers, dev = groups
    key: list[float] = []
    if stability and stability.lower() != "stable":
        key.append(_RANKS[stability.lower()])
        key += (int(number) for number in re.findall(r"\d+", numbers or ""))
    if dev and not (stability and stability.lower() == "stable"):
        key.append(_DEV)
    return tuple(key)


def is_prerelease(version: str) -> bool:
    """Say whether a version is less stable than Composer's `stable`."""
    try:
        return any(piece in (-5, -4, -3, -2) for piece in packagist_key(version)[:-1])
    except InvalidVersion:
        return False


_VERSION = (
    r"v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?"
    r"(?P<{0}>[._-]?(?:(?:stable|beta|b|rc|alpha|a|patch|pl|p)(?:(?:[.-]?\d+)*)?)?(?:[.-]?dev)?|\.[x*][.-]?dev)(?:\+\S+)?"
)
_FLAGS = re.IGNORECASE | re.ASCII
_TILDE_OR_CARET = re.compile(r"([~^])" + _VERSION.format("tail"), _FLAGS)
_WILDCARD = re.compile(r"v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.[x*])+", _FLAGS)
_HYPHEN = re.compile(
    r"(?P<low>" + _VERSION.format("low_tail") + r") +- +(?P<high>" + _VERSION.format("high_tail") + ")",
    _FLAGS,
)
_COMPARISON = re.compile(r"(<>|!=|>=?|<=?|==?)?\s*(.+)")
_ANYTHING = re.compile(r"v?[x*](?:\.[x*])*", _FLAGS)
_AND = re.compile(r"(?<![=<>\s,-])(?<! as)[ ,](?:[ ,]*)(?!-|as\b|,|\Z)")
_STABILITY_NAMED = re.compile(r"(?:stable|beta|b|rc|alpha|a|patch|pl|p|dev)[\d.-]*\Z", _FLAGS)
_SIGNS = {"": "=", "==": "=", "<>": "!="}


def parse_range(text: str) -> VersionRange:
    """Read `^1.2 || ~2.0.1 || >=3 <3.5 || 1.0 - 2.0`; raises InvalidRange."""
    alternatives = tuple(_alternative(piece.strip()) for piece in re.split(r"\s*\|\|?\s*", text.strip()))
    return Constraint(alternatives, packagist_key)


def _alternative(text: str) -> Alternative:
    comparisons: Alternative = ()
    for piece in [text] if _HYPHEN.fullmatch(text) else _AND.split(text):
        comparisons += _comparisons(
            _STABILITY_FLAG.sub("", piece.strip().partition(" as ")[0].strip()) or "*"
        )
    return comparisons


def _comparisons(text: str) -> Alternative:
    if _ANYTHING.fullmatch(text):
        return ()
    found = _TILDE_OR_CARET.fullmatch(text)
    if found:
        return _tilde_or_caret(found)
    found = _WILDCARD.fullmatch(text)
    if found:
        given = [int(number) for number in found.groups() if number]
        return ((">=", _dev(given)), ("<", _dev(_raised(given, len(given) - 1))))
    found = _HYPHEN.fullmatch(text)
    if found:
        return _hyphen(found)
    found = _COMPARISON.fullmatch(text)
    if not found:
        raise InvalidRange("an empty text is no constraint of Composer")
    sign = _SIGNS.get(found[1] or "", found[1])
    key = packagist_key(found[2].split("#")[0])
    if sign in ("<", ">=") and not _STABILITY_NAMED.search(found[2]):
        key = (*key[:-1], _DEV, _END)  # as Composer has it: <2.0 leaves out 2.0-beta, and >=2.0 lets it in
    return ((sign, key),)


def _tilde_or_caret(found: re.Match[str]) -> Alternative:
    given = [int(number) for number in found.groups()[1:5] if number]
    tail = found["tail"].lower()
    low = packagist_key(found[0][1:])
    if not tail:
        low = (*low[:-1], _DEV, _END)
    branch = tail.startswith((".x", ".*"))
    if found[1] == "~":
        place = max(0, len(given) - (1 if branch else 2))
    else:
        place = 0 if given[0] or len(given) < 2 else 1 if given[1] or len(given) < 3 else 2
    return ((">=", low), ("<", _dev(_raised(given, place))))


def _hyphen(found: re.Match[str]) -> Alternative:
    groups = found.groups()
    high = [int(number) for number in groups[7:11] if number]
    low = packagist_key(found["low"])
    if not found["low_tail"]:
        low = (*low[:-1], _DEV, _END)
    if len(high) > 2 or found["high_tail"]:
        return ((">=", low), ("<=", packagist_key(found["high"])))
    return ((">=", low), ("<", _dev(_raised(high, len(high) - 1))))


def _raised(given: list[int], place: int) -> list[int]:
    return [*given[:place], given[place] + 1]


def _dev(given: list[int]) -> Key:
    return (*[*given, 0, 0, 0][:4], _DEV, _END)


SCHEME = Scheme("Packagist", packagist_key, parse_range, is_prerelease)

"""Maven: the "Version Order Specification" of the POM reference (maven.apache.org/pom.html), and its ranges.

A version is split at dots, hyphens and between letters and digits. Null tokens (0, "", final, ga, release) are dropped
at the end and before each hyphen. At one place the order is

    alpha < beta < milestone < rc = cr < snapshot < (nothing left) < sp < any other word < -number < .number

Maven's own class disagrees with itself on a word after a dot that is not last (`1.sp.1`), where its comparison is no
order; here the specification holds: `.word` = `-word`.

Keys are flat: a well-known word is its negative rank, another one -3 and its text, the end is -5, a number after a hyphen
is -2 and the number, a number after a dot is the number itself.
"""

from __future__ import annotations

import re

from securestack.advisories.versions.constraint import Alternative, Constraint
from securestack.advisories.versions.scheme import InvalidRange, InvalidVersion, Key, Scheme, VersionRange

_PLAIN = re.compile(r"\d+(?:\.\d+)*", re.ASCII)
_TOKEN = re.compile(r"([.-]?)([0-9]+|[^0-9.-]+|(?=[.-]|\Z))")
_WORDS = {"alpha": -10, "beta": -9, "milestone": -8, "rc": -7, "cr": -7, "snapshot": -6, "sp": -4}
_SHORT = {"a": "alpha", "b": "beta", "m": "milestone"}
_NULL = frozenset({"", "final", "ga", "release"})
_END = -5
_OTHER_WORD = -3
_HYPHEN_NUMBER = -2

_Token = tuple[
    bool, int | str
]  # whether a hyphen (or a change between letters and digits) came before; the value


def maven_key(version: str) -> Key:
    """Return the key of a version; raises InvalidVersion for an empty text."""
    if _PLAIN.fullmatch(version):
        numbers = [int(number) for number in version.split(".")]
        while len(numbers) > 1 and not numbers[-1]:
            numbers.pop()
        return (*numbers, _END)
    if not version or version.isspace():
        raise InvalidVersion("an empty text is no version")
    key: list[int | str] = []
    for place, (hyphen, value) in enumerate(_without_nulls(_tokens(version.strip().lower()))):
        if isinstance(value, int):
            key += (_HYPHEN_NUMBER, value) if hyphen and place else (value,)
        elif value in _WORDS:
            key.append(_WORDS[value])
        elif value in _NULL:
            key.append(_END)
        else:
            key += (_OTHER_WORD, value)
    return (*key, _END)


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    found = list(_TOKEN.finditer("0" + text if text[:1] in (".", "-") else text))
    for place, match in enumerate(found):
        separator, value = match[1], match[2]
        if not value:
            if not separator and place:
                continue  # the end of the text
            tokens.append((separator == "-", 0))
        elif value[0] in "0123456789":
            tokens.append((separator != ".", int(value)))
        else:
            follower = found[place + 1] if place + 1 < len(found) else None
            if value in _SHORT and follower is not None and not follower[1] and follower[2]:
                value = _SHORT[value]
            tokens.append((separator != ".", value))
    return tokens


def _without_nulls(tokens: list[_Token]) -> list[_Token]:
    kept: list[_Token] = []
    for token in tokens:
        if token[0] or not isinstance(token[1], int):
            # A hyphen, or a word after a dot, which means the same.
            while len(kept) > 1 and _is_null(kept[-1]):
                kept.pop()
        kept.append(token)
    while len(kept) > 1 and _is_null(kept[-1]):
        kept.pop()
    return kept


def _is_null(token: _Token) -> bool:
    return token[1] == 0 or token[1] in _NULL


def is_prerelease(version: str) -> bool:
    """Say whether a version holds a qualifier that comes before the release."""
    return any(
        value in _WORDS and _WORDS[value] < _END
        for _, value in _tokens(version.lower())
        if isinstance(value, str)
    )


_RANGE = re.compile(r"\s*(?:([\[(])([^,\[\]()]*)(?:(,)([^,\[\]()]*))?([\])]))\s*,?")


def parse_range(text: str) -> VersionRange:
    """Read `[1.0,2.0),[2.1,)`, `[1.5]`, or the soft requirement `1.0`, which any version fulfils. Raises InvalidRange."""
    stripped = text.strip()
    if not stripped.startswith(("[", "(")):
        if not stripped or any(sign in stripped for sign in ",[]()"):
            raise InvalidRange(f'"{text}" is no range of Maven versions')
        maven_key(stripped)
        return Constraint(((),), maven_key)
    alternatives: list[Alternative] = []
    place = 0
    while place < len(stripped):
        found = _RANGE.match(stripped, place)
        if not found:
            raise InvalidRange(f'"{text}" is no range of Maven versions')
        alternatives.append(_interval(found))
        place = found.end()
    return Constraint(tuple(alternatives), maven_key)


def _interval(found: re.Match[str]) -> Alternative:
    opening, low, comma, high, closing = (piece.strip() if piece else "" for piece in found.groups())
    if not comma:
        if not low or (opening, closing) != ("[", "]"):
            raise InvalidRange(f'"{found[0].strip()}" is no range of Maven versions')
        return (("=", maven_key(low)),)
    comparisons: Alternative = ()
    if low:
        comparisons += ((">=" if opening == "[" else ">", maven_key(low)),)
    if high:
        comparisons += (("<=" if closing == "]" else "<", maven_key(high)),)
    return comparisons


SCHEME = Scheme("Maven", maven_key, parse_range, is_prerelease)

"""RPM distributions: `[epoch:]version[-release]`, ordered by rpmvercmp (rpm-software-management.github.io, "rpm-version").

Only letters, digits, `~` and `^` count, everything else separates. At one place the order is

    ~ < (nothing left) < ^ < letters < numbers

Keys: (epoch, version, release), the latter two flat: `~` is -4, the end -3, `^` -2, letters are -1 and their text.
"""

from __future__ import annotations

import re

from securestack.advisories.versions.scheme import InvalidVersion, Key, Scheme

_PIECE = re.compile(r"([0-9]+)|([A-Za-z]+)|(~)|\^", re.ASCII)
_VERSION = re.compile(r"\s*(?:(\d+):|\(none\):)?([^\s:]+)\s*", re.ASCII)
_TILDE, _END, _CARET, _LETTERS = -4, -3, -2, -1


def rpm_key(version: str) -> Key:
    """Return the key of a version; raises InvalidVersion."""
    found = _VERSION.fullmatch(version)
    if not found:
        raise InvalidVersion(f'"{version}" is no version of an RPM package')
    number, hyphen, release = found[2].rpartition("-")
    if not hyphen:
        number, release = release, ""
    return (int(found[1] or 0), part_key(number), part_key(release))


def part_key(text: str) -> Key:
    """Return the key of one part, version or release."""
    key: list[int | str] = []
    for digits, letters, tilde in _PIECE.findall(text):
        if digits:
            key.append(int(digits))
        elif letters:
            key += (_LETTERS, letters)
        else:
            key.append(_TILDE if tilde else _CARET)
    key.append(_END)
    return tuple(key)


SCHEME = Scheme("RPM", rpm_key)

"""Semantic Versioning 2.0.0 (semver.org, item 11), read leniently.

Also read are a leading `v` or `=`, missing minor and patch numbers (they count as 0), a pre-release without its hyphen
(`1.2.3beta`, as npm's loose mode has it) and further numbers (`1.2.3.4`, in the advisories of some projects).

Keys: (major, minor, patch, 1) for a release, and (major, minor, patch, 0, identifiers...) for a pre-release, where an
identifier is 0 and its number or 1 and its text, so that numbers come first and the shorter list is the smaller one.
"""

from __future__ import annotations

import re

from securestack.advisories.versions.scheme import InvalidVersion, Key, Scheme

_PLAIN = re.compile(r"v?(\d+)\.(\d+)\.(\d+)", re.ASCII)
_FULL = re.compile(
    r"\s*[v=]*\s*(\d+)(?:\.(\d+))?(?:\.(\d+))?((?:\.\d+)*)"
    r"(?:-(?P<pre>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)|(?(3)(?P<loose>[A-Za-z][0-9A-Za-z-]*(?:\.[0-9A-Za-z-]+)*)|(?!)))?"
    r"(?P<build>\+[0-9A-Za-z.-]*)?\s*",
    re.ASCII,
)


def semver_key(version: str) -> Key:
    """Return the key of a version; raises InvalidVersion."""
    plain = _PLAIN.fullmatch(version)
    if plain:
        major, minor, patch = plain.groups()
        return (int(major), int(minor), int(patch), 1)
    return split_build(version)[0]


def split_build(version: str) -> tuple[Key, str]:
    """Return the key without build metadata, and the build metadata; raises InvalidVersion."""
    found = _FULL.fullmatch(version)
    if not found:
        raise InvalidVersion(f'"{version}" is no semantic version')
    major, minor, patch, further = found.group(1, 2, 3, 4)
    key: list[int | str] = [int(major), int(minor or 0), int(patch or 0)]
    more = [int(number) for number in further.split(".")[1:]] if further else []
    while more and not more[-1]:
        more.pop()
    for number in more:
        key += (1, number)
    pre = found["pre"] or found["loose"]
    return (*key, 0, *identifiers(pre)) if pre else (*key, 1), (found["build"] or "")[1:]


def identifiers(text: str) -> list[int | str]:
    """Return dotted identifiers as a flat list in which numbers sort before texts."""
    flat: list[int | str] = []
    for piece in text.split("."):
        if piece.isdigit():
            flat += (0, int(piece))
        else:
            flat += (1, piece)
    return flat


def is_prerelease(version: str) -> bool:
    """Say whether a version is a pre-release; a text that is no version is none."""
    try:
        key = semver_key(version)
    except InvalidVersion:
        return False
    return bool(key[3] == 0)


SCHEME = Scheme("Semantic Versioning", semver_key, is_prerelease=is_prerelease)

"""Alpine's apk and the distributions that use it: `1.2.3a_rc1~hash-r0` (the manual page apk-version(8) of apk-tools 3).

At one place the order is: a pre-release suffix (alpha, beta, pre, rc) < something apk cannot read, which ends the
comparison < (nothing left) < -r revision < ~hash < number of
a suffix < another suffix (cvs, svn, git, hg, p) < letter < number. A number after a dot that begins with 0 is compared as
a text, and so comes before those that do not.

Keys are flat: each piece is its place in that order and its value.
"""

from __future__ import annotations

import re

from securestack.advisories.versions.scheme import InvalidVersion, Key, Scheme

_VERSION = re.compile(
    r"(?P<first>\d+)(?P<numbers>(?:\.\d+)*)(?P<letter>[a-z])?(?P<after_letter>(?<=[a-z])\d+)?"
    r"(?P<suffixes>(?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*)(?P<hash>~[0-9a-f]+)?(?:-r(?P<revision>\d+))?",
    re.ASCII,
)
_SUFFIX = re.compile(r"_([a-z]+)(\d*)", re.ASCII)
_BEFORE = {"alpha": 0, "beta": 1, "pre": 2, "rc": 3}
_AFTER = {"cvs": 0, "svn": 1, "git": 2, "hg": 3, "p": 4}
_EARLY, _UNREADABLE, _END, _REVISION, _HASH, _SUFFIX_NUMBER, _LATE, _LETTER, _TEXT_NUMBER, _NUMBER = range(10)


def alpine_key(version: str) -> Key:
    """Return the key of a version; raises InvalidVersion for one that does not begin with a number."""
    found = _VERSION.match(version)
    if not found:
        raise InvalidVersion(f'"{version}" is no version of an Alpine package')
    first, numbers, letter, after_letter, suffixes, commit, revision = found.groups()
    key: list[int | str] = [int(first)]
    if numbers:
        for number in numbers[1:].split("."):
            key += (_TEXT_NUMBER, number) if number[0] == "0" else (_NUMBER, int(number))
    if letter:
        key += (_LETTER, letter)
    if after_letter:  # apk-tools 2 took `7.1p2`, and packages of its time have it
        key += (_NUMBER, int(after_letter))
    if suffixes:
        for name, number in _SUFFIX.findall(suffixes):
            key += (_EARLY, _BEFORE[name]) if name in _BEFORE else (_LATE, _AFTER[name])
            if number:
                key += (_SUFFIX_NUMBER, int(number))
    if commit:
        key += (_HASH, commit)
    if revision:
        key += (_REVISION, int(revision))
    key.append(_END if found.end() == len(version) else _UNREADABLE)
    return tuple(key)


SCHEME = Scheme("Alpine", alpine_key)

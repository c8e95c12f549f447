"""Comparing the versions of client-side libraries: numbers with dots, and perhaps a pre-release after a dash."""

from __future__ import annotations

import re

VERSION = r"[0-9]{1,4}(?:\.[0-9]{1,4}){1,3}(?:-(?:alpha|beta|rc|pre|dev|next)[.0-9]{0,6})?"

_PARTS = re.compile(r"v?([0-9]+(?:\.[0-9]+)*)(?:-([A-Za-z]+)\.?([0-9]*))?")

Key = tuple[tuple[int, ...], int, str, int]


def version_key(version: str) -> Key:
    """Return what versions sort by: 1.10 after 1.9, 4.0.0-beta.2 before 4.0.0, 3.5 as 3.5.0.

    Raises ValueError for a text that begins with no number.
    """
    found = _PARTS.match(version)
    if found is None:
        raise ValueError(f"{version!r} is no version")
    numbers = [int(part) for part in found[1].split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    label = (found[2] or "").lower()
    return tuple(numbers), 0 if label else 1, label, int(found[3] or 0)

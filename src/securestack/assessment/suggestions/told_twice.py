"""Which rows of a list may tell one flaw twice, such as those of two scanners. Suggested to a person, never merged.

Texts alone do not make two rows one: they also have to be at one place, a few lines apart at most in a file, and two
different CVEs are never one flaw.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from securestack.assessment.suggestions.duplicates import suggest_duplicates

MOST_COMPARED = 10_000  # rows; of longer lists the first
_LARGEST_PLACE = 500  # rows at one place: a place with more says nothing
_NEAR = 3  # lines
_ALIKE = 0.6  # together with an equal place less is needed than of texts alone
_LINE = re.compile(r"(?P<file>.+?):(?P<line>\d{1,9})(?::\d{1,9})?\Z")


class Told(NamedTuple):
    """What is compared of a row."""

    row: int
    text: str
    place: str
    cve: str = ""


class ToldTwice(NamedTuple):
    """Two rows that may tell the same flaw, and how alike their texts are: 0 to 1."""

    first: int
    second: int
    likeness: float


def suggest_told_twice(rows: Sequence[Told]) -> list[ToldTwice]:
    """Return pairs of rows that may tell the same, the most alike first."""
    places: dict[str, list[Told]] = defaultdict(list)
    for row in rows[:MOST_COMPARED]:
        found = _LINE.match(row.place)
        places[found["file"] if found else row.place].append(row)
    pairs = []
    for place, here in places.items():
        if len(here) < 2 or len(here) > _LARGEST_PLACE or not place:
            continue
        for pair in suggest_duplicates([row.text for row in here], least=_ALIKE):
            one, other = here[pair.first], here[pair.second]
            if _may_be_one(one, other):
                pairs.append(ToldTwice(one.row, other.row, pair.likeness))
    return sorted(pairs, key=lambda pair: (-pair.likeness, pair.first, pair.second))


def _may_be_one(one: Told, other: Told) -> bool:
    if one.cve and other.cve and one.cve != other.cve:
        return False
    lines = _LINE.match(one.place), _LINE.match(other.place)
    if lines[0] and lines[1]:
        return abs(int(lines[0]["line"]) - int(lines[1]["line"])) <= _NEAR
    return True

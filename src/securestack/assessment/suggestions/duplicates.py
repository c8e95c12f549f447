"""Which findings may be the same flaw told twice, such as by two scanners. Suggested to a person; never merged by text.

Texts are compared by the words they share, rare words counting more (cosine of TF-IDF over the given texts). Only
texts that share one of their rarest words are compared at all, so that ten thousand findings take seconds.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from securestack.assessment.words import terms

_ALIKE = 0.8  # from here on texts are suggested
_RAREST = 6  # terms of a text by which its like is looked for
_LARGEST_GROUP = 200  # texts that share a term: more of them is boilerplate, and says nothing


class Duplicate(NamedTuple):
    """Two texts, by their places in what was given, and how alike they are: 0 to 1."""

    first: int
    second: int
    likeness: float


def suggest_duplicates(texts: Sequence[str], *, least: float = _ALIKE) -> list[Duplicate]:
    """Return pairs of texts that may tell the same, the most alike first."""
    found = [terms((text,)) for text in texts]
    frequency = Counter(term for one in found for term in one)
    rarity = {term: math.log((1 + len(texts)) / count) + 1 for term, count in frequency.items()}
    lengths = [math.sqrt(sum(rarity[term] ** 2 for term in one)) for one in found]
    holders: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(found):
        shared = (term for term in one if 1 < frequency[term] <= _LARGEST_GROUP)
        for term in sorted(shared, key=lambda term: (-rarity[term], term))[:_RAREST]:
            holders[term].append(place)
    pairs = {
        (first, second)
        for places in holders.values()
        for at, first in enumerate(places)
        for second in places[at + 1 :]
    }
    alike = []
    for first, second in pairs:
        both = sum(rarity[term] ** 2 for term in found[first] & found[second])
        likeness = both / (lengths[first] * lengths[second])
        if likeness >= least:
            alike.append(Duplicate(first, second, round(min(likeness, 1.0), 3)))
    return sorted(alike, key=lambda pair: (-pair.likeness, pair.first, pair.second))

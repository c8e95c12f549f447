"""The linear model: how much a vulnerability resembles those that are exploited, as a sum of terms.

A model is a table of weights. Every value is in log-odds before `scale` turns it into points, so that each term can be
shown and added up by hand. The weights are relative to the average CVE of the reference set, which makes what is not
known count as average.
"""

from __future__ import annotations

import bisect
import functools
import math
from typing import Any, NamedTuple

import msgspec

from securestack.assessment.priority.features import (
    GROUPS,
    PHRASES,
    PRODUCT,
    WEAKNESS,
    WORDS,
    Features,
)

_SHIPPED = "data/model.tsv"
_KNOWN_ENOUGH = 0.3  # below this share of known words a text says less than its words seem to
_ENOUGH = 8  # known words; fewer say less than their weights, whose sum is stretched to one length, seem to
_SHOWN = 6  # terms of a group that are told apart


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What a model says of itself, in the first line of its file."""

    version: str  # such as "2024-07-01": what was known on that day is all it was trained from
    base: float  # points of the average CVE of the reference set
    scale: float  # points for one unit of log-odds
    means: dict[str, float]  # average log-odds of words, weakness and product where they are known
    percentiles: tuple[float, ...]  # totals in points at 0, 1, ... 100 % of the reference set
    reference: str  # which CVEs the reference set holds
    worth: dict[str, str] = {}  # what was measured of each factor, as a sentence


class Contribution(NamedTuple):
    """What one group of features adds, in points, and its strongest terms with theirs."""

    group: str
    points: float
    terms: tuple[tuple[str, float], ...]


class LinearModel:
    """Weights by feature, ready to be summed."""

    def __init__(
        self, header: Header, words: dict[str, tuple[float, float]], others: dict[str, dict[str, float]]
    ) -> None:
        self.header = header
        self._words = words  # term: (weight, inverse document frequency)
        self._others = others  # group: {feature: weight}
        self._known = words.keys()

    @property
    def version(self) -> str:
        """The version of the model."""
        return self.header.version

    def contributions(self, features: Features) -> list[Contribution]:
        """Return what each group adds to the base, for the groups that something is known of."""
        scale, means = self.header.scale, self.header.means
        found = []
        if features.words and (told := self._of_words(features.words, scale, means.get(WORDS, 0.0))):
            found.append(told)
        by_group: dict[str, list[tuple[str, float]]] = {}
        for group, feature in features.metrics:
            weight = self._others[group].get(feature, 0.0) * scale
            by_group.setdefault(group, []).append((feature, weight))
        for group, names in (
            (PHRASES, features.phrases),
            (WEAKNESS, features.weaknesses),
            (PRODUCT, features.product),
        ):
            weights = self._others[group]
            by_group[group] = [(name, weights[name] * scale) for name in names if name in weights]
        for group in GROUPS:
            if terms := by_group.get(group):
                total = sum(points for _, points in terms) - means.get(group, 0.0) * scale
                terms.sort(key=_strength, reverse=True)
                found.append(Contribution(group, total, tuple(terms[:_SHOWN])))
        return found

    def known_share(self, features: Features) -> float:
        """Return which share of the single words of a text the model knows, 0 to 1. An empty text has none."""
        return self._known_share(features.words, features.words & self._known)

    def knows_weakness(self, features: Features) -> bool:
        """Return whether the model has a weight for any of the CWEs."""
        return not self._others[WEAKNESS].keys().isdisjoint(features.weaknesses)

    def percentile(self, points: float) -> float:
        """Return how many percent of the reference set have fewer points."""
        table = self.header.percentiles
        place = bisect.bisect_left(table, points)
        if place == 0:
            return 0.0
        if place == len(table):
            return 100.0
        low, high = table[place - 1], table[place]
        return round(place - 1 + (points - low) / (high - low if high > low else 1.0), 2)

    def _of_words(self, found: set[str], scale: float, mean: float) -> Contribution | None:
        known = found & self._known
        if not known:
            return None
        weights = self._words
        squares = total = 0.0
        terms = []
        for term in known:
            weight, rarity = weights[term]
            value = weight * rarity
            squares += rarity * rarity
            total += value
            terms.append((value, term))
        single = len([term for term in known if " " not in term])
        trust = min(1.0, self._known_share(found, known) / _KNOWN_ENOUGH) * min(1.0, single / _ENOUGH)
        factor = scale * trust / math.sqrt(squares)
        terms.sort()  # the strongest stand at both ends
        ends = terms if len(terms) <= 2 * _SHOWN else terms[:_SHOWN] + terms[-_SHOWN:]
        shown = [(term, value * factor) for value, term in ends]
        shown.sort(key=_strength, reverse=True)
        return Contribution(WORDS, total * factor - mean * scale * trust, tuple(shown[:_SHOWN]))

    @staticmethod
    def _known_share(found: set[str], known: set[str]) -> float:
        single = len([term for term in found if " " not in term])
        return len([term for term in known if " " not in term]) / single if single else 0.0


def _strength(term: tuple[str, float]) -> tuple[float, str]:
    return abs(term[1]), term[0]


def read_model(text: str) -> LinearModel:
    """Return the model that a file's text holds: a JSON header, then lines of group, feature, weight and rarity."""
    first, _, rest = text.partition("\n")
    words: dict[str, tuple[float, float]] = {}
    others: dict[str, dict[str, float]] = {group: {} for group in GROUPS if group != WORDS}
    for line in rest.splitlines():
        group, feature, weight, *rarity = line.split("\t")
        if group == WORDS:
            words[feature] = float(weight), float(rarity[0])
        else:
            others[group][feature] = float(weight)
    return LinearModel(msgspec.json.decode(first, type=Header), words, others)


def write_model(header: Header, rows: list[tuple[Any, ...]]) -> str:
    """Return the text of a model file; the rows are those that `read_model` reads."""
    lines = ["\t".join(str(cell) for cell in row) for row in rows]
    return "\n".join([msgspec.json.encode(header).decode(), *lines, ""])


@functools.cache
def shipped_model() -> LinearModel:
    """Return the model that comes with this version, read once."""
    from pathlib import Path  # a tenth of what importing this module costs

    return read_model((Path(__file__).parent / _SHIPPED).read_text(encoding="utf-8"))

"""A linear text classifier: the label whose weighted words speak loudest, and how far it is ahead."""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

import msgspec

from securestack.assessment.words import counted_terms

_FOLDER = Path(__file__).parent / "data"
_UNIT = 100  # weights are kept as whole hundredths
_FEWEST_KNOWN = 4  # terms: with fewer a text suggests nothing


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What a classifier says of itself, in the first line of its file."""

    question: str
    version: str  # what was known on that day is all it was trained from
    labels: tuple[str, ...]
    offsets: tuple[float, ...]
    sure: float  # the lead from which a suggestion is called sure
    measured: str  # how often it is right, on later texts


class Suggestion(NamedTuple):
    """What a text suggests. `sure` is whether such leads were right in nine of ten cases."""

    label: str
    sure: bool


class Classifier:
    """Weights by term."""

    def __init__(self, header: Header, terms: dict[str, tuple[float, tuple[tuple[int, int], ...]]]) -> None:
        self.header = header
        self._terms = terms  # term: (inverse document frequency, (label's place, weight in hundredths), ...)

    def suggest(self, *texts: str) -> Suggestion | None:
        """Return what the texts suggest, or None where they hold too little that is known."""
        scores, known = self.scores(texts)
        if known < _FEWEST_KNOWN:
            return None
        order = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)
        lead = scores[order[0]] - scores[order[1]]
        return Suggestion(self.header.labels[order[0]], lead >= self.header.sure)

    def scores(self, texts: tuple[str, ...]) -> tuple[list[float], int]:
        """Return a score for each label, and how many terms of the texts are known."""
        totals = [0.0] * len(self.header.labels)
        squares, known = 0.0, 0
        for term, count in counted_terms(texts).items():
            if (held := self._terms.get(term)) is None:
                continue
            rarity, weights = held
            value = rarity * (1 + math.log(count))
            squares += value * value
            known += 1
            for place, weight in weights:
                totals[place] += value * weight
        length = math.sqrt(squares) * _UNIT or 1.0
        return [
            total / length + offset for total, offset in zip(totals, self.header.offsets, strict=True)
        ], known


def read_classifier(text: str) -> Classifier:
    """Return the classifier that a file's text holds: a JSON header, then lines of term, rarity and weights."""
    first, _, rest = text.partition("\n")
    terms = {}
    for line in rest.splitlines():
        term, rarity, cells = line.split("\t")
        pairs = (cell.split(":") for cell in cells.split())
        terms[term] = float(rarity), tuple((int(place), int(weight)) for place, weight in pairs)
    return Classifier(msgspec.json.decode(first, type=Header), terms)


def shipped_classifier(name: str) -> Classifier:
    """Return the classifier of that name that comes with this version."""
    return read_classifier((_FOLDER / f"{name}.tsv").read_text(encoding="utf-8"))

"""Where the flaws are: what each target says of itself, as one kind of value, and how findings are held against it."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit


class Place(NamedTuple):
    """One place of a target that has a flaw, or its twin that has not."""

    rule: str
    path: str  # empty where the whole site is meant; `{name}` stands for any segment
    parameter: str
    weak: bool


class Told(NamedTuple):
    """One finding of a tool. `kind` is a rule of ours, whichever tool told it."""

    kind: str
    path: str
    parameter: str


@dataclass
class Score:
    """How a tool did on one kind of flaw."""

    found: set[Place] = field(default_factory=set)
    missed: set[Place] = field(default_factory=set)
    false_alarms: set[Place] = field(default_factory=set)
    safe: int = 0

    @property
    def weak(self) -> int:
        return len(self.found) + len(self.missed)


def places_of(target: str) -> list[Place]:
    """Return what a target says of itself. Raises KeyError for a target that does not exist."""
    return {"shop": _shop, "gallery": _gallery}[target]()


def _shop() -> list[Place]:
    answers = importlib.import_module("tests.targets.shop.answers")
    weak = [Place(one.rule, one.path, one.parameter, True) for one in answers.WEAKNESSES if not one.login]
    return weak + [Place(one.rule, one.path, one.parameter, False) for one in answers.SAFE]


def _gallery() -> list[Place]:
    gallery = importlib.import_module("tests.targets.gallery")
    return [
        Place(case.rule, case.path, case.parameter, case.weak)
        for case in gallery.all_cases()
        if case.profile != "deep"
    ]


def score(places: Iterable[Place], told: Iterable[Told]) -> dict[str, Score]:
    """Return how the findings of one tool meet the places of one target, by rule."""
    told = list(told)
    scores: dict[str, Score] = {}
    for place in places:
        mine = scores.setdefault(place.rule, Score())
        hit = any(_meets(finding, place) for finding in told)
        if place.weak:
            (mine.found if hit else mine.missed).add(place)
        else:
            mine.safe += 1
            if hit:
                mine.false_alarms.add(place)
    return scores


def _meets(finding: Told, place: Place) -> bool:
    if finding.kind != place.rule:
        return False
    if place.path and not re.fullmatch(_pattern(place.path), urlsplit(finding.path).path):
        return False
    # A tool that names no parameter has still found the page; one that names another has found something else.
    return not place.parameter or not finding.parameter or finding.parameter == place.parameter


def _pattern(path: str) -> str:
    return re.sub(r"\\\{[^}]*\\\}", "[^?#]*", re.escape(path))

"""A score and the reasons that add up to it."""

from __future__ import annotations

import enum

import msgspec

from securestack.assessment.priority.ssvc import Ssvc


class Reason(msgspec.Struct, frozen=True):
    """One line of a score: what it is, how many points it adds or takes, and why."""

    name: str  # such as "words", "privileges" or "known exploited"
    points: float
    detail: str
    source: str  # "model", "measured" or "judgement": where the points come from
    terms: tuple[tuple[str, float], ...] = ()  # the strongest features of a group, in points; not all of them


class PriorityLevel(enum.StrEnum):
    """The score in a word; the cut-offs are in `LEVELS`."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFORMATIONAL = "informational"


class Certainty(enum.StrEnum):
    """How much the score had to go on."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Basis(enum.StrEnum):
    """What the score starts from."""

    MODEL = "model"  # how much it resembles vulnerabilities that are exploited
    SEVERITY = "severity"  # the scanner's word: for findings that are no published vulnerability


# On the scale of the reference set: its top one percent, about its top ten percent, its upper half.
LEVELS = (
    (80.0, PriorityLevel.CRITICAL),
    (60.0, PriorityLevel.HIGH),
    (40.0, PriorityLevel.MEDIUM),
    (20.0, PriorityLevel.LOW),
)


class Priority(msgspec.Struct, frozen=True):
    """A score from 0 to 100: `base` plus the points of all reasons gives `total`, and the score is that, cut at its ends.

    `percentile` says how many percent of the reference set the model's own part lies above; it is None where the model
    had nothing to say. `missing` names what would have made the score surer.
    """

    score: float
    total: float
    level: PriorityLevel
    basis: Basis
    base: float
    reasons: tuple[Reason, ...]
    ssvc: Ssvc
    certainty: Certainty
    missing: tuple[str, ...]
    percentile: float | None
    model: str
    policy: str


def level_of(score: float) -> PriorityLevel:
    """Return the level of a score."""
    for least, level in LEVELS:
        if score >= least:
            return level
    return PriorityLevel.INFORMATIONAL

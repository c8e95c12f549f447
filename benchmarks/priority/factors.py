"""What is each visible factor worth, beside the model? Measured on windows that the model had not seen.

Tone, urgency, keywords and severity are added to the model's log-odds with a weight learned on the other windows. What
the text states, and age, are measured as how much oftener exploited ones show them.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from benchmarks.priority.columns import Row
from benchmarks.priority.figures import figures
from benchmarks.priority.windows import Outcome
from securestack.assessment.cvss.vector import severity_of
from securestack.assessment.priority.statements import states_exploitation
from securestack.assessment.words import words

URGENT = frozenset(
    [
        "critical",
        "severe",
        "severely",
        "serious",
        "urgent",
        "urgently",
        "immediate",
        "immediately",
        "dangerous",
        "emergency",
        "easily",
        "trivially",
        "trivial",
        "arbitrary",
        "full",
        "complete",
        "completely",
        "unauthenticated",
        "remote",
        "remotely",
        "takeover",
        "compromise",
    ]
)
KEYWORDS = re.compile(
    r"remote code execution|\brce\b|unauthenticated|pre-?auth|authentication bypass|bypass authentication"
    r"|arbitrary code|command injection|privilege escalation|elevation of privilege|sandbox escape|deserializ"
    r"|directory traversal|path traversal|arbitrary file|ssrf|sql injection|zero-?day|default (?:password|credential)"
)
_SEVERITY = {"informational": 0, "low": 1, "medium": 4, "high": 7, "critical": 10}


class Worth(NamedTuple):
    """What one factor does alone, and what it changes when it is added to the model."""

    name: str
    alone_auc: float
    alone_at_10: float
    added_auc: float
    added_at_10: float
    low: float  # the middle 95 % of the change in AUC
    high: float

    @property
    def counts(self) -> bool:
        """Whether it surely ranks better: only then it may enter the score."""
        return self.low > 0 and self.added_at_10 >= 0

    def sentence(self) -> str:
        """Return what a person reads beside the factor."""
        verdict = "in the score" if self.counts else "left out of the score"
        return (
            f"{verdict}: alone AUC {self.alone_auc:.2f} and {self.alone_at_10:.0%} at 10 % effort; beside the model "
            f"{self.added_auc:+.3f} AUC (95 % {self.low:+.3f} to {self.high:+.3f}), {self.added_at_10:+.0%} at 10 %"
        )


def factor_values(rows: Sequence[Row]) -> dict[str, np.ndarray]:
    """Return the value of each factor for each row."""
    vader = SentimentIntensityAnalyzer()
    makers: dict[str, Callable[[Row], float]] = {
        "tone (VADER)": lambda row: -vader.polarity_scores(_text(row))["compound"],
        "urgency": lambda row: float(sum(word in URGENT for word in words(_text(row)))),
        "keywords": lambda row: float(len(set(KEYWORDS.findall(_text(row).lower())))),
        "severity weight": lambda row: float(
            _SEVERITY[severity_of(row.score)] if row.score is not None else _SEVERITY["medium"]
        ),
    }
    return {name: np.array([make(row) for row in rows]) for name, make in makers.items()}


def _text(row: Row) -> str:
    return f"{row.subject.title}. {row.subject.description}"


def measure(rows: Sequence[Row], outcomes: Sequence[Outcome], times: int = 300) -> list[Worth]:
    """Return the worth of each factor on these windows."""
    chosen = [[rows[index] for index in one.rows] for one in outcomes]
    by_window = [factor_values(some) for some in chosen]
    found = []
    for name in by_window[0]:
        values = [window[name] for window in by_window]
        found.append(_measure(name, values, outcomes, times))
    return found


def _measure(name: str, values: Sequence[np.ndarray], outcomes: Sequence[Outcome], times: int) -> Worth:
    alone, plain, added = [], [], []
    for place, one in enumerate(outcomes):
        others = [index for index in range(len(outcomes)) if index != place]
        scores = np.concatenate([outcomes[index].scores for index in others])
        factor = np.concatenate([values[index] for index in others])
        spread = (scores.std(), factor.std() or 1.0)
        learned = LogisticRegression(C=1.0, class_weight="balanced").fit(
            np.column_stack([scores / spread[0], factor / spread[1]]),
            np.concatenate([outcomes[index].labels for index in others]),
        )
        both = np.column_stack([one.scores / spread[0], values[place] / spread[1]])
        alone.append(_rank(values[place]))
        plain.append(_rank(one.scores))
        added.append(_rank(learned.decision_function(both)))
    labels = np.concatenate([one.labels for one in outcomes])
    a, p, b = np.concatenate(alone), np.concatenate(plain), np.concatenate(added)
    random = np.random.default_rng(11)
    changes = []
    while len(changes) < times:
        some = random.integers(0, len(labels), len(labels))
        if labels[some].any():
            changes.append(figures(labels[some], b[some]).auc - figures(labels[some], p[some]).auc)
    low, high = np.percentile(changes, [2.5, 97.5])
    at, before, after = figures(labels, a), figures(labels, p), figures(labels, b)
    return Worth(
        name,
        at.auc,
        at.at_10,
        after.auc - before.auc,
        after.at_10 - before.at_10,
        float(low),
        float(high),
    )


def _rank(values: np.ndarray) -> np.ndarray:
    order = np.unique(values, return_inverse=True)[1]
    counts = np.bincount(order)
    middle = np.cumsum(counts) - counts / 2
    return middle[order] / len(values)


class Stated(NamedTuple):
    """How often texts state exploitation among exploited and other rows."""

    rows: int
    exploited: int
    ratio: float  # how much oftener exploited ones say so


def measure_stated(rows: Sequence[Row]) -> Stated:
    """Return how telling it is when a text says that it is being exploited."""
    saying = [row for row in rows if states_exploitation(row.subject.title, row.subject.description)]
    hits = sum(row.exploited for row in saying)
    total = sum(row.exploited for row in rows)
    ratio = (hits / total) / (max(len(saying) - hits, 0.5) / (len(rows) - total))
    return Stated(len(saying), hits, ratio)


def measure_age(rows: Sequence[Row]) -> dict[str, float]:
    """Return how often a CVE is newly listed, per CVE and day, by its age; relative to the average of two years."""
    spans = {"first week": (0, 7), "rest of the first year": (7, 365), "second year": (365, 730)}
    rates = {}
    for name, (begin, end) in spans.items():
        listed = days = 0
        for row in rows:
            age = age_when_listed(row)
            if age is not None and age < begin:
                continue  # listed before this span began
            days += end - begin
            listed += age is not None and begin <= age < end
        rates[name] = listed / days
    average = sum(rates[name] * (end - begin) for name, (begin, end) in spans.items()) / 730
    return {name: rate / average for name, rate in rates.items()}


def age_when_listed(row: Row) -> int | None:
    """Return how many days after publication CISA listed a CVE; None where it never did. Earlier counts as day 0."""
    if not row.exploited:
        return None
    listed = datetime.date.fromisoformat(row.known_since) - datetime.date.fromisoformat(row.published)
    return max(0, listed.days)


def points_of(ratio: float, scale: float) -> float:
    """Return what a likelihood ratio is worth on the scale of a model."""
    return math.log(ratio) * scale

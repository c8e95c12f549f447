"""Going forward in time: fit on what was known on a day, and look at what was published after it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from benchmarks.priority.columns import Row
from benchmarks.priority.figures import Figures, figures
from benchmarks.priority.fitting import Settings, fit, log_odds, on_scale
from securestack.assessment.priority.features import Features
from securestack.assessment.priority.model import LinearModel

DAYS_OF_A_YEAR = 365.25
VALIDATION = ("2024-04-01", "2024-07-01")
EARLIER = (  # for choosing; each begins where its training ends
    ("2023-01-01", "2023-07-01"),
    ("2023-07-01", "2023-10-01"),
    ("2023-10-01", "2024-01-01"),
    ("2024-01-01", "2024-04-01"),
)
REFERENCE_MONTHS = "2023-07-01"  # the reference set begins here, or later where training ends sooner


class Outcome(NamedTuple):
    """What became of one window: its rows, which of them are exploited, and their scores."""

    rows: list[int]
    labels: np.ndarray
    scores: np.ndarray
    model: LinearModel


def train_until(rows: Sequence[Row], seen: Sequence[Features], day: str, settings: Settings) -> LinearModel:
    """Return the model of what was known on a day: rows published before it, labels of those listed before it."""
    chosen = [index for index, row in enumerate(rows) if row.published < day]
    ages = ages_on(rows, chosen, day)
    table = fit([seen[index] for index in chosen], labels_on(rows, chosen, day), ages, settings)
    return on_scale(table, day, [seen[index] for index in chosen[-8_000:]])


def labels_on(rows: Sequence[Row], chosen: Sequence[int], day: str) -> list[int]:
    """Return 1 for the rows that CISA had listed before a day."""
    return [int(rows[index].exploited and rows[index].known_since < day) for index in chosen]


def ages_on(rows: Sequence[Row], chosen: Sequence[int], day: str) -> list[float]:
    """Return how many years before a day the rows were published."""
    on = datetime.date.fromisoformat(day)
    return [
        (on - datetime.date.fromisoformat(rows[index].published[:10])).days / DAYS_OF_A_YEAR
        for index in chosen
    ]


def run_window(
    rows: Sequence[Row], seen: Sequence[Features], window: tuple[str, str], settings: Settings
) -> Outcome:
    """Fit on everything before a window and score what was published in it."""
    begin, end = window
    model = train_until(rows, seen, begin, settings)
    inside = [index for index, row in enumerate(rows) if begin <= row.published < end]
    labels = np.array([int(rows[index].exploited) for index in inside])
    return Outcome(inside, labels, np.array([log_odds(model, seen[index]) for index in inside]), model)


def pooled(outcomes: Sequence[Outcome]) -> Figures:
    """Return the figures of several windows together, each ranked by itself."""
    ranks = [np.argsort(np.argsort(one.scores)) / len(one.scores) for one in outcomes]
    return figures(np.concatenate([one.labels for one in outcomes]), np.concatenate(ranks))

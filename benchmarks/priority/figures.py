"""The figures of a ranking: how early it brings what is exploited, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

EFFORTS = (0.05, 0.10, 0.20)


class Figures(NamedTuple):
    """ROC-AUC, area under precision and recall, and the share of exploited ones in the first 5, 10 and 20 % of rows."""

    auc: float
    precision: float
    at_5: float
    at_10: float
    at_20: float


def figures(labels: Sequence[int] | np.ndarray, scores: Sequence[float] | np.ndarray) -> Figures:
    """Return the figures of one ranking. Rows with equal scores count in proportion, whatever their order."""
    y, s = np.asarray(labels), np.asarray(scores, dtype=float)
    return Figures(
        float(roc_auc_score(y, s)),
        float(average_precision_score(y, s)),
        *(coverage(y, s, effort) for effort in EFFORTS),
    )


def coverage(labels: np.ndarray, scores: np.ndarray, effort: float) -> float:
    """Return which share of the exploited rows lies in the first `effort` of the work."""
    wanted = effort * len(scores)
    order = np.argsort(-scores, kind="stable")
    limit = scores[order[min(int(wanted), len(scores) - 1)]]
    above, equal = scores > limit, scores == limit
    part = (wanted - above.sum()) / equal.sum()
    return float((labels[above].sum() + part * labels[equal].sum()) / max(labels.sum(), 1))


def intervals(
    labels: Sequence[int] | np.ndarray,
    scores: Sequence[float] | np.ndarray,
    times: int = 1_000,
    seed: int = 7,
) -> list[tuple[float, float]]:
    """Return the middle 95 % of each figure over resampled rows (percentile bootstrap)."""
    y, s = np.asarray(labels), np.asarray(scores, dtype=float)
    random = np.random.default_rng(seed)
    found = []
    while len(found) < times:
        chosen = random.integers(0, len(y), len(y))
        if y[chosen].any():
            found.append(figures(y[chosen], s[chosen]))
    low, high = np.percentile(np.array(found), [2.5, 97.5], axis=0)
    return list(zip(low, high, strict=True))

"""Fitting the linear model: TF-IDF of words and pairs, CVSS metrics, CWE, vendor and product; pruned, then fitted again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from benchmarks.priority.columns import FEATURES, Row, refuse_leaks, refuse_telling_features
from securestack.assessment.priority.features import (
    GROUPS,
    PHRASES,
    PRODUCT,
    WEAKNESS,
    WORDS,
    Features,
    features,
    vector_of,
)
from securestack.assessment.priority.model import Header, LinearModel, read_model, write_model
from securestack.assessment.priority.statements import states_exploitation
from securestack.assessment.priority.subject import Subject


class Settings(NamedTuple):
    """Chosen with choose.py on months before April 2024, never on the validation months."""

    strength: float = 0.2  # inverse of the regularisation
    kept_words: int = 5_000
    rarest: int = 8  # rows that must hold a feature
    # How much a feature of each group may weigh beside the words, which have length 1 together.
    metrics: float = 0.5
    vendor: float = 0.3
    product: float = 0.08
    weakness: float = 0.3
    phrases: float = 0.3
    half_life: float = 3.0  # years after which a row that is not exploited counts half


class Table(NamedTuple):
    """The weights of a fitted model, in log-odds, before they are put on the scale of points."""

    words: dict[str, tuple[float, float]]
    others: dict[str, dict[str, float]]
    means: dict[str, float]


def all_features(rows: Sequence[Row], columns: Sequence[str] = FEATURES) -> list[Features]:
    """Return what the model sees of each row. Raises LeakError for columns that it must not see."""
    refuse_leaks(columns)
    hidden = [name for name in FEATURES if name not in columns]
    return [_features(_without(row.subject, hidden)) for row in rows]


def _features(subject: Subject) -> Features:
    stated = states_exploitation(subject.title, subject.description)
    return features(subject, vector_of(subject), stated_exploited=stated)


def _without(subject: Subject, hidden: Sequence[str]) -> Subject:
    return msgspec.structs.replace(subject, **{name: () if name == "cwe" else "" for name in hidden})


def fit(seen: Sequence[Features], labels: Sequence[int], ages: Sequence[float], settings: Settings) -> Table:
    """Return the weights that tell exploited ones (label 1) from others. `ages` are in years before the training day."""
    refuse_telling_features([_names(one) for one in seen], labels)
    target = np.array(labels)
    vocabulary = _common((one.words for one in seen), settings.rarest)
    weights = _row_weights(target, np.array(ages), settings.half_life)
    first = _fit(seen, target, weights, vocabulary, settings)
    strongest = sorted(vocabulary, key=lambda term: -first.importance[term])[: settings.kept_words]
    return _fit(seen, target, weights, sorted(strongest), settings).table


def _row_weights(target: np.ndarray, ages: np.ndarray, half_life: float) -> np.ndarray:
    """Return how much each row counts: old rows that are not exploited less, and both kinds together the same."""
    weights = np.where(target == 1, 1.0, 0.5 ** (np.maximum(ages, 0) / half_life))
    weights[target == 1] *= weights[target == 0].sum() / max(target.sum(), 1)
    return np.asarray(weights * len(weights) / weights.sum())


def _names(one: Features) -> list[str]:
    return [*one.words, *(name for _, name in one.metrics), *one.weaknesses, *one.product, *one.phrases]


class _Fitted(NamedTuple):
    table: Table
    importance: dict[str, float]


def _fit(
    seen: Sequence[Features],
    target: np.ndarray,
    row_weights: np.ndarray,
    vocabulary: Sequence[str],
    settings: Settings,
) -> _Fitted:
    text, rarity = _text_matrix(seen, vocabulary)
    metric_names = sorted({pair for one in seen for pair in one.metrics})
    metrics = _indicator(
        [[*map("\t".join, one.metrics)] for one in seen], ["\t".join(pair) for pair in metric_names]
    )
    known = np.asarray(metrics.sum(1)).ravel() > 0
    centre = np.asarray(metrics[known].mean(0)).ravel()
    centred = metrics.toarray() - centre * known[:, None]
    weaknesses = _common((one.weaknesses for one in seen), settings.rarest)
    products = _common((one.product for one in seen), settings.rarest)
    phrases = _common((one.phrases for one in seen), settings.rarest)
    allowance = np.array(
        [settings.vendor if name.startswith("vendor:") else settings.product for name in products]
    )
    matrix = sparse.hstack(
        [
            text,
            sparse.csr_matrix(centred * settings.metrics),
            _indicator([one.weaknesses for one in seen], weaknesses) * settings.weakness,
            _indicator([one.product for one in seen], products) @ sparse.diags(allowance),
            _indicator([one.phrases for one in seen], phrases) * settings.phrases,
        ]
    ).tocsr()
    model = LogisticRegression(C=settings.strength, solver="liblinear")
    model.fit(matrix, target, sample_weight=row_weights)
    pieces = np.split(
        model.coef_[0], np.cumsum([len(vocabulary), len(metric_names), len(weaknesses), len(products)])
    )
    spread = np.sqrt(np.asarray(text.power(2).mean(0)).ravel())
    metric_weights = pieces[1] * settings.metrics
    others: dict[str, dict[str, float]] = {group: {} for group in GROUPS if group != WORDS}
    for (group, name), weight, share in zip(metric_names, metric_weights, centre, strict=True):
        others[group][name] = float(weight)
        others[group].setdefault("", 0.0)
        others[group][""] += float(weight * share)
    for group in others:
        mean = others[group].pop("", 0.0)
        count = len({name.split(":")[0] for name in others[group]})
        others[group] = {name: weight - mean / count for name, weight in others[group].items()}
    others[WEAKNESS] = {n: float(w) for n, w in zip(weaknesses, pieces[2] * settings.weakness, strict=True)}
    others[PHRASES] = {n: float(w) for n, w in zip(phrases, pieces[4] * settings.phrases, strict=True)}
    others[PRODUCT] = {n: float(w) for n, w in zip(products, pieces[3] * allowance, strict=True)}
    words = {
        term: (float(weight), float(rare))
        for term, weight, rare in zip(vocabulary, pieces[0], rarity, strict=True)
    }
    importance = dict(zip(vocabulary, np.abs(pieces[0]) * spread, strict=True))
    return _Fitted(Table(words, others, {}), importance)


def _common(sets: object, rarest: int) -> list[str]:
    counts = Counter(name for names in sets for name in names)  # type: ignore[attr-defined]
    return sorted(name for name, count in counts.items() if count >= rarest)


def _indicator(names: Sequence[Sequence[str]], columns: Sequence[str]) -> sparse.csr_matrix:
    place = {name: index for index, name in enumerate(columns)}
    indices: list[int] = []
    ends = [0]
    for row in names:
        indices.extend(place[name] for name in row if name in place)
        ends.append(len(indices))
    return sparse.csr_matrix(
        (np.ones(len(indices)), indices, ends), shape=(len(names), len(columns)), dtype=np.float64
    )


def _text_matrix(seen: Sequence[Features], vocabulary: Sequence[str]) -> tuple[sparse.csr_matrix, np.ndarray]:
    matrix = _indicator([list(one.words) for one in seen], vocabulary)
    frequency = np.asarray(matrix.sum(0)).ravel()
    rarity = np.log((1 + len(seen)) / (1 + frequency)) + 1
    matrix = matrix @ sparse.diags(rarity)
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(1)).ravel())
    length[length == 0] = 1
    return (sparse.diags(1 / length) @ matrix).tocsr(), rarity


def on_scale(table: Table, version: str, reference: Sequence[Features], described: str = "") -> LinearModel:
    """Return the model with its points: 40 for the median of the reference set, 80 from its top one percent on."""
    raw = _model(table, Header(version=version, base=0, scale=1, means={}, percentiles=(), reference=""))
    groups: dict[str, list[float]] = {}
    for one in reference:
        for told in raw.contributions(one):
            groups.setdefault(told.group, []).append(told.points)
    means = {group: round(float(np.mean(values)), 5) for group, values in groups.items()}
    centred = _model(
        table, Header(version=version, base=0, scale=1, means=means, percentiles=(), reference="")
    )
    values = np.array([log_odds(centred, one) for one in reference])
    middle, top = np.percentile(values, [50, 99])
    scale = 40 / (top - middle)
    base = 40 - middle * scale
    points = [round(float(p), 2) for p in np.percentile(base + values * scale, np.arange(101))]
    header = Header(
        version=version,
        base=round(float(base), 2),
        scale=round(float(scale), 4),
        means=means,
        percentiles=tuple(points),
        reference=described,
    )
    return _model(table, header)


def log_odds(model: LinearModel, one: Features) -> float:
    """Return a row's total, in points of the model's scale."""
    return model.header.base + sum(told.points for told in model.contributions(one))


def model_text(table: Table, header: Header) -> str:
    """Return the model file: rounded weights, those of nothing left out."""
    rows: list[tuple[object, ...]] = [
        (WORDS, term, f"{weight:.4g}", f"{rare:.3f}") for term, (weight, rare) in sorted(table.words.items())
    ]
    for group, weights in table.others.items():
        rows += [(group, name, f"{weight:.4g}") for name, weight in sorted(weights.items())]
    return write_model(header, rows)


def _model(table: Table, header: Header) -> LinearModel:
    return read_model(model_text(table, header))

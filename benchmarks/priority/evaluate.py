"""How early does the score bring what is exploited? Fit before April 2024, looked at in April to June 2024.

    python benchmarks/priority/evaluate.py [--write] [--columns title,description,...]

Ends with 1 when a column that gives the answer away is among the features (try --columns title,kev), or when one of
the numbers that we hold ourselves to is missed. `--write` puts the tables into README.md.
"""

# ruff: noqa: E402 - a script has to find the repository before it can import from it

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import msgspec
import numpy as np

from benchmarks.priority.columns import DATA, FEATURES, LeakError, Row, read_rows, text_key
from benchmarks.priority.factors import age_when_listed
from benchmarks.priority.figures import figures, intervals
from benchmarks.priority.fitting import Settings, all_features
from benchmarks.priority.report import write_table
from benchmarks.priority.windows import EARLIER, VALIDATION, pooled, run_window, train_until
from securestack.assessment.priority.model import LinearModel
from securestack.assessment.priority.policy import DEFAULT_POLICY, Policy
from securestack.assessment.priority.score import prioritise_subject

WEEK = 7
USUAL_SCORE = 6.5  # what CVSS ranking takes a CVE without a score for: about the median of the others


class Numbers(NamedTuple):
    """What we hold ourselves to on the validation months."""

    auc: float = 0.90
    at_10: float = 0.70
    above_cvss: float = 0.15


def main() -> None:
    arguments = _arguments()
    rows = read_rows(arguments.data)
    try:
        seen = all_features(rows, arguments.columns)
        model = train_until(rows, seen, VALIDATION[0], Settings())
    except LeakError as error:
        sys.exit(f"A leak: {error}.")
    told = [*_validation(rows, model), "", *_ablation(rows, model), "", *_earlier(rows, seen)]
    print("\n".join(told))
    if arguments.write:
        write_table("evaluation", told)
    if missed := _missed(rows, model):
        sys.exit(f"Missed: {'; '.join(missed)}.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--columns", type=lambda text: text.split(","), default=list(FEATURES))
    parser.add_argument("--write", action="store_true", help="put the tables into README.md")
    return parser.parse_args()


def scores(rows: Sequence[Row], model: LinearModel, policy: Policy = DEFAULT_POLICY) -> np.ndarray:
    """Return the scores as the product gives them, rules of the text included."""
    return np.array([prioritise_subject(row.subject, policy, model).total for row in rows])


def cvss(rows: Sequence[Row]) -> np.ndarray:
    """Return the published base scores."""
    return np.array([USUAL_SCORE if row.score is None else row.score for row in rows])


def _validation(rows: Sequence[Row], model: LinearModel) -> list[str]:
    inside = _between(rows, *VALIDATION)
    known = {text_key(row.subject) for row in rows if row.published < VALIDATION[0]}
    fresh = [row for row in inside if text_key(row.subject) not in known]
    lines = [
        "| published April to June 2024 | rows, exploited | ranked by | ROC-AUC | PR-AUC | 5 % | 10 % | 20 % |",
        "|---|---|---|---|---|---|---|---|",
    ]
    only_model = msgspec.structs.replace(DEFAULT_POLICY, name="model only", stated_exploited=0)
    quick = [row for row in inside if not row.exploited or _at_once(row)]
    late = [row for row in inside if not row.exploited or not _at_once(row)]
    for name, some in (
        ("all", inside),
        ("without texts that also occur before", fresh),
        ("exploited within 7 days, and the others", quick),
        ("exploited later, and the others", late),
    ):
        labels = np.array([int(row.exploited) for row in some])
        counts = f"{len(some):,}, {labels.sum()}"
        rankings = [("SecureStack's score", scores(some, model)), ("CVSS base score", cvss(some))]
        if some is inside:
            rankings.insert(1, ("its model alone", scores(some, model, only_model)))
        for ranking, values in rankings:
            told = " | ".join(
                f"{value:.3f} ({low:.2f}-{high:.2f})"
                for value, (low, high) in zip(figures(labels, values), intervals(labels, values), strict=True)
            )
            lines.append(f"| {name} | {counts} | {ranking} | {told} |")
    return lines


def _at_once(row: Row) -> bool:
    age = age_when_listed(row)
    return age is not None and age <= WEEK


def _ablation(rows: Sequence[Row], model: LinearModel) -> list[str]:
    """Return what is left when something is missing: what the stated certainty rests on."""
    inside = _between(rows, *VALIDATION)
    labels = np.array([int(row.exploited) for row in inside])
    lines = ["| known of each CVE | ROC-AUC | 10 % | 20 % |", "|---|---|---|---|"]
    blanks: dict[str, dict[str, object]] = {
        "everything": {},
        "no CVSS vector": {"cvss_vector": ""},
        "no CWE": {"cwe": ()},
        "no vendor and product": {"vendor": "", "product": ""},
        "text only": {"cvss_vector": "", "cwe": (), "vendor": "", "product": ""},
        "no text": {"title": "", "description": ""},
    }
    for name, blank in blanks.items():
        some = [row._replace(subject=msgspec.structs.replace(row.subject, **blank)) for row in inside]
        found = figures(labels, scores(some, model))
        lines.append(f"| {name} | {found.auc:.3f} | {found.at_10:.3f} | {found.at_20:.3f} |")
    return lines


def _earlier(rows: Sequence[Row], seen: Sequence[object]) -> list[str]:
    lines = [
        "| published | rows, exploited | ranked by | ROC-AUC | PR-AUC | 5 % | 10 % | 20 % |",
        "|---|---|---|---|---|---|---|---|",
    ]
    outcomes = [run_window(rows, seen, window, Settings()) for window in EARLIER]  # type: ignore[arg-type]
    for window, one in zip(EARLIER, outcomes, strict=True):
        inside = [rows[index] for index in one.rows]
        counts = f"{len(inside):,}, {one.labels.sum()}"
        for ranking, values in (("its model alone", one.scores), ("CVSS base score", cvss(inside))):
            told = " | ".join(f"{value:.3f}" for value in figures(one.labels, values))
            lines.append(f"| {window[0]} to {window[1]} | {counts} | {ranking} | {told} |")
    told = " | ".join(f"{value:.3f}" for value in pooled(outcomes))
    lines.append(f"| these four together | | its model alone | {told} |")
    return lines


def _missed(rows: Sequence[Row], model: LinearModel) -> list[str]:
    wanted = Numbers()
    inside = _between(rows, *VALIDATION)
    labels = np.array([int(row.exploited) for row in inside])
    ours, theirs = figures(labels, scores(inside, model)), figures(labels, cvss(inside))
    missed = []
    if ours.auc < wanted.auc:
        missed.append(f"AUC {ours.auc:.3f} is below {wanted.auc}")
    if ours.at_10 < wanted.at_10:
        missed.append(f"coverage at 10 % {ours.at_10:.3f} is below {wanted.at_10}")
    if ours.at_10 - theirs.at_10 < wanted.above_cvss:
        missed.append(f"only {ours.at_10 - theirs.at_10:.3f} above CVSS at 10 %")
    return missed


def _between(rows: Sequence[Row], begin: str, end: str) -> list[Row]:
    return [row for row in rows if begin <= row.published < end]


if __name__ == "__main__":
    main()

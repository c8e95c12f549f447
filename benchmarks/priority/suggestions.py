"""How well does a text suggest its CWE, OWASP category and severity? Measured on later texts, then trained on all.

    python benchmarks/priority/suggestions.py [--write]

Fit on CVEs published before April 2024 and looked at in April to June 2024. `--write` puts the table into README.md
and the classifiers, trained on everything before July 2024, into the package.
"""

# ruff: noqa: E402 - a script has to find the repository before it can import from it

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import msgspec
import numpy as np
from scipy import sparse
from sklearn.svm import LinearSVC

from benchmarks.priority.columns import DATA, Row, read_rows
from benchmarks.priority.report import write_table
from benchmarks.priority.windows import VALIDATION
from securestack.assessment.cvss.vector import severity_of
from securestack.assessment.suggestions.classifier import Classifier, Header, read_classifier
from securestack.assessment.suggestions.owasp import owasp_category
from securestack.assessment.words import counted_terms

PACKAGE = ROOT / "src" / "securestack" / "assessment" / "suggestions" / "data"
MOST_LABELS = 25  # CWEs: the commonest
SMALLEST = 0.05  # weights below say nothing


class Question(NamedTuple):
    """What is asked of a text, and the settings of its classifier."""

    name: str
    label: Callable[[Row], str]
    kept: int
    strength: float
    wanted: float  # what we hold ourselves to


def _weakness(row: Row) -> str:
    return str(row.subject.cwe[0]) if row.subject.cwe else ""


def _category(row: Row) -> str:
    return owasp_category(row.subject.cwe[:1])


def _severity(row: Row) -> str:
    return severity_of(row.score).value if row.score else ""


QUESTIONS = (
    Question("cwe", _weakness, 6_000, 0.3, 0.85),
    Question("owasp", _category, 8_000, 0.3, 0.885),
    Question("severity", _severity, 5_000, 0.1, 0.0),
)


def main() -> None:
    arguments = _arguments()
    rows = read_rows(arguments.data)
    lines = [
        "| suggested | labels | texts | right | the commonest label alone | when sure: texts, right |",
        "|---|---|---|---|---|---|",
    ]
    missed = []
    for question in QUESTIONS:
        told, right, sure = _measure(question, rows)
        lines.append(told)
        if right < question.wanted:
            missed.append(f"{question.name} {right:.3f} is below {question.wanted}")
        if arguments.write:
            labelled = [row for row in rows if question.label(row)]
            text = _train(question, labelled, sure, f"right in {right:.1%} of texts from April to June 2024")
            (PACKAGE / f"{question.name}.tsv").write_text(text, encoding="utf-8")
            print(f"{question.name}: {len(text.encode()) / 1000:.0f} kB")
    print("\n".join(lines))
    if arguments.write:
        write_table("suggestions", lines)
    if missed:
        sys.exit(f"Missed: {'; '.join(missed)}.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--write", action="store_true", help="write the classifiers and the table")
    return parser.parse_args()


def _measure(question: Question, rows: Sequence[Row]) -> tuple[str, float, float]:
    before = [row for row in rows if row.published < VALIDATION[0] and question.label(row)]
    known = {label for label, _ in Counter(map(question.label, before)).most_common(MOST_LABELS)}
    after = [
        row for row in rows if VALIDATION[0] <= row.published < VALIDATION[1] and question.label(row) in known
    ]
    # The lead from which nine of ten are right is found on the last rows before the validation months.
    earlier, recent = before[:-3_000], [row for row in before[-3_000:] if question.label(row) in known]
    sure = _sure(read_classifier(_train(question, earlier, 0.0, "")), question, recent)
    classifier = read_classifier(_train(question, before, sure, ""))
    hits, leads = _answers(classifier, question, after)
    commonest = Counter(map(question.label, before)).most_common(1)[0][0]
    plain = np.mean([question.label(row) == commonest for row in after])
    confident = leads >= sure
    told = (
        f"| {question.name} | {len(classifier.header.labels)} | {len(after):,} | {hits.mean():.3f} | {plain:.3f} "
        f"| {confident.mean():.0%}, {hits[confident].mean():.3f} |"
    )
    return told, float(hits.mean()), sure


def _answers(
    classifier: Classifier, question: Question, rows: Sequence[Row]
) -> tuple[np.ndarray, np.ndarray]:
    hits, leads = [], []
    for row in rows:
        scores, _ = classifier.scores((row.subject.title, row.subject.description))
        best, second = sorted(scores, reverse=True)[:2]
        hits.append(classifier.header.labels[scores.index(best)] == question.label(row))
        leads.append(best - second)
    return np.array(hits), np.array(leads)


def _sure(classifier: Classifier, question: Question, rows: Sequence[Row]) -> float:
    hits, leads = _answers(classifier, question, rows)
    for lead in np.arange(0, 2, 0.02):
        chosen = leads >= lead
        if chosen.any() and hits[chosen].mean() >= 0.9:
            return round(float(lead), 2)
    return 2.0


def _train(question: Question, rows: Sequence[Row], sure: float, measured: str) -> str:
    labels = [label for label, _ in Counter(map(question.label, rows)).most_common(MOST_LABELS)]
    if question.name == "owasp":
        labels = [label for label in labels if label != "A06:2021"]  # outdated components: no text tells
    kept = [row for row in rows if question.label(row) in labels]
    target = np.array([question.label(row) for row in kept])
    counts = [counted_terms((row.subject.title, row.subject.description)) for row in kept]
    frequency = Counter(term for one in counts for term in one)
    vocabulary = sorted(term for term, count in frequency.items() if count >= 4)
    matrix, _ = _matrix(counts, vocabulary)
    first = LinearSVC(C=0.5, class_weight="balanced").fit(matrix, target)
    spread = np.sqrt(np.asarray(matrix.power(2).mean(0)).ravel())
    order = np.argsort(-(np.abs(first.coef_) * spread).max(0))[: question.kept]
    vocabulary = [vocabulary[place] for place in sorted(order)]
    matrix, rarity = _matrix(counts, vocabulary)
    model = LinearSVC(C=question.strength, class_weight="balanced").fit(matrix, target)
    header = Header(
        question=question.name,
        version=max(row.published for row in rows),
        labels=tuple(map(str, model.classes_)),
        offsets=tuple(round(float(value), 4) for value in model.intercept_),
        sure=sure,
        measured=measured,
    )
    lines = [msgspec.json.encode(header).decode()]
    for place, term in enumerate(vocabulary):
        weights = model.coef_[:, place]
        cells = " ".join(f"{at}:{round(w * 100)}" for at, w in enumerate(weights) if abs(w) >= SMALLEST)
        lines.append(f"{term}\t{rarity[place]:.3f}\t{cells}")
    return "\n".join([*lines, ""])


def _matrix(
    counts: Sequence[dict[str, int]], vocabulary: Sequence[str]
) -> tuple[sparse.csr_matrix, np.ndarray]:
    place = {term: index for index, term in enumerate(vocabulary)}
    indices: list[int] = []
    data: list[float] = []
    ends = [0]
    for one in counts:
        for term, count in one.items():
            if term in place:
                indices.append(place[term])
                data.append(1 + math.log(count))
        ends.append(len(indices))
    matrix = sparse.csr_matrix((data, indices, ends), shape=(len(counts), len(vocabulary)))
    frequency = np.bincount(matrix.indices, minlength=len(vocabulary))
    rarity = np.log((1 + len(counts)) / (1 + frequency)) + 1
    matrix = matrix @ sparse.diags(rarity)
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(1)).ravel())
    length[length == 0] = 1
    return (sparse.diags(1 / length) @ matrix).tocsr(), rarity


if __name__ == "__main__":
    main()

"""The CVE table, and the guard that keeps columns which give the answer away out of the model."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from securestack.assessment.priority.subject import Subject

DATA = Path(__file__).parents[3] / "shared" / "data" / "cves-before-2024-07.csv.gz"
FEATURES = ("title", "description", "vendor", "product", "cvss_vector", "cwe")
# Why each may not be used: it is the answer (kev, kev_date), or it says how the row came into the table, which for
# rows before February 2024 is partly because they are exploited.
LEAKING = {
    "kev": "it is the answer",
    "kev_date": "only exploited ones have it",
    "text_source": "older rows came into the newer source partly because they are exploited",
    "published": "the share of exploited rows differs by month, because of how the rows were chosen",
    "cve": "its number tells the month, and one can learn the exploited ones by heart",
    "cvss_version": "who added a vector, and when, depends on whether it is exploited",
    "cvss_score": "computed by whoever added the vector; the vector itself is used",
}


class LeakError(ValueError):
    """A column or feature that tells the answer was about to be used."""


class Row(NamedTuple):
    """One CVE of the table."""

    subject: Subject
    published: str  # ISO date
    exploited: bool  # as known when the table was made
    known_since: str  # ISO date on which CISA listed it; "9999" where it never did
    score: float | None  # the CVSS base score as published
    cells: dict[str, str]


def read_rows(path: Path = DATA) -> list[Row]:
    """Return the rows in order of publication."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        rows = [_row(cells) for cells in csv.DictReader(stream)]
    return sorted(rows, key=lambda row: (row.published, row.subject.cve))


def _row(cells: dict[str, str]) -> Row:
    return Row(
        Subject(
            title=cells["title"],
            description=cells["description"],
            vendor=cells["vendor"],
            product=cells["product"],
            cvss_vector=cells["cvss_vector"],
            cwe=tuple(int(number) for number in re.findall(r"CWE-(\d+)", cells["cwe"])),
            cve=cells["cve"],
        ),
        cells["published"],
        cells["kev"] == "1",
        cells["kev_date"] or "9999",
        float(cells["cvss_score"]) if cells["cvss_score"] else None,
        cells,
    )


def refuse_leaks(columns: Iterable[str]) -> None:
    """Raise LeakError when a column that tells the answer is among those that features are made of."""
    for column in columns:
        if column in LEAKING:
            raise LeakError(f"the column {column} must not be a feature: {LEAKING[column]}")
        if column not in FEATURES:
            raise LeakError(
                f"the column {column} is not among those known at publication: {', '.join(FEATURES)}"
            )


def refuse_telling_features(features: Sequence[Iterable[str]], labels: Sequence[int]) -> None:
    """Raise LeakError when one single feature tells the answer by itself, whatever its name.

    That is, when it holds for at least ten rows, nine tenths of which are exploited, and for a tenth of all that are.
    """
    holds: dict[str, int] = {}
    right: dict[str, int] = {}
    for names, label in zip(features, labels, strict=True):
        for name in names:
            holds[name] = holds.get(name, 0) + 1
            right[name] = right.get(name, 0) + label
    total = sum(labels)
    for name, count in holds.items():
        if count >= 10 and right[name] >= 0.9 * count and right[name] >= 0.1 * total:
            raise LeakError(f"the feature {name} alone tells {right[name]} of {total} exploited ones")


def text_key(subject: Subject) -> str:
    """Return what two texts share that differ in versions, numbers and spacing only."""
    return " ".join(re.findall(r"[a-z]+", f"{subject.title} {subject.description}".lower()))

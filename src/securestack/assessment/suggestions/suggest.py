"""What a finding without a CVE is probably about, judged by its text."""

from __future__ import annotations

import functools

import msgspec

from securestack.assessment.suggestions.classifier import Classifier, shipped_classifier
from securestack.assessment.suggestions.owasp import owasp_category
from securestack.core.severity import Severity


class Suggestions(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a text suggests. Empty where it suggests nothing; `unsure` names what may well be wrong."""

    cwe: int | None = None
    owasp: str = ""  # such as "A03:2021"
    severity: Severity | None = None
    unsure: tuple[str, ...] = ()


def suggest(title: str, description: str) -> Suggestions:
    """Return the weakness, OWASP category and severity that a text suggests."""
    weakness = weakness_classifier().suggest(title, description)
    if weakness is None:
        return Suggestions()
    unsure = [] if weakness.sure else ["cwe"]
    cwe = int(weakness.label)
    category = ""
    told = category_classifier().suggest(title, description)
    # A weakness that surely is in none of OWASP's lists, such as a buffer overflow, has no category.
    if told and not (weakness.sure and not owasp_category([cwe])):
        category = told.label
        if not told.sure:
            unsure.append("owasp")
    grade = severity_classifier().suggest(title, description)
    if grade and not grade.sure:
        unsure.append("severity")
    return Suggestions(cwe, category, Severity(grade.label) if grade else None, tuple(unsure))


@functools.cache
def weakness_classifier() -> Classifier:
    """Return the classifier of CWEs, read once; its labels are numbers."""
    return shipped_classifier("cwe")


@functools.cache
def category_classifier() -> Classifier:
    """Return the classifier of OWASP categories, read once."""
    return shipped_classifier("owasp")


@functools.cache
def severity_classifier() -> Classifier:
    """Return the classifier of severities, read once."""
    return shipped_classifier("severity")

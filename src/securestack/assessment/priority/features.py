"""What the model sees of a vulnerability: named features in groups. Training and scoring both use exactly this.

Only what is known of a CVE when it is published may become a feature: title, description, vendor, product, CVSS base
metrics and CWE. What tells the answer ("exploited in the wild") is left out here and is a visible rule instead.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from securestack.assessment.cvss.vector import CvssError, Vector, read_vector
from securestack.assessment.priority.phrases import phrases_in
from securestack.assessment.priority.statements import TELLING, without_statements
from securestack.assessment.priority.subject import Subject
from securestack.assessment.words import terms

WORDS, PHRASES, VECTOR, PRIVILEGES, IMPACT, WEAKNESS, PRODUCT = (
    "words",
    "phrases",
    "attack vector",
    "privileges",
    "impact",
    "weakness",
    "product",
)
GROUPS = (WORDS, PHRASES, VECTOR, PRIVILEGES, IMPACT, WEAKNESS, PRODUCT)

_METRIC_GROUPS = {
    **dict.fromkeys(("AV", "AC"), VECTOR),
    **dict.fromkeys(("PR", "UI"), PRIVILEGES),
    **dict.fromkeys(("S", "C", "I", "A"), IMPACT),
}
_NAME = re.compile(r"[a-z][a-z0-9]*")
_VENDOR = re.compile(r"[a-z0-9]+")
_UNNAMED = frozenset({"n/a", "na", "none", "unknown", "unspecified", "*", "-", ""})
_LONGEST_NAME = 200


class Features(NamedTuple):
    """The features of one subject by group. A group that nothing is known of is empty."""

    words: set[str]
    metrics: tuple[
        tuple[str, str], ...
    ]  # (group, feature), such as ("privileges", "PR:N"); empty without a vector
    weaknesses: tuple[str, ...]  # such as "CWE-79", and "CWE-79 AV:N/PR:N/UI:R" where the vector is known
    product: tuple[str, ...]  # the vendor as "vendor:apache", words of the product's name as "product:tomcat"
    phrases: tuple[str, ...]  # what the text says, in whatever wording, such as "without logging in"


def features(subject: Subject, vector: Vector | None, *, stated_exploited: bool) -> Features:
    """Return what the model sees of a subject. `vector` is its own, once read; see `states_exploitation` for the last."""
    texts = subject.title, subject.description
    if stated_exploited:
        texts = without_statements(subject.title), without_statements(subject.description)
    found = terms(texts, TELLING)
    return Features(
        found,
        metric_features(vector) if vector else (),
        weakness_features(subject.cwe, vector),
        product_features(subject.vendor, subject.product),
        phrases_in(found),
    )


def vector_of(subject: Subject) -> Vector | None:
    """Return the subject's CVSS vector, or None where it has none that can be read."""
    if not subject.cvss_vector:
        return None
    try:
        return read_vector(subject.cvss_vector)
    except CvssError:
        return None


def metric_features(vector: Vector) -> tuple[tuple[str, str], ...]:
    """Return the base metrics in the words of version 3, each with its group."""
    return _metric_features(tuple(vector.common.items()))


@functools.lru_cache(maxsize=8192)
def _metric_features(metrics: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    found = [(_METRIC_GROUPS[name], f"{name}:{value}") for name, value in metrics]
    everything = all(dict(metrics)[name] == "H" for name in ("C", "I", "A"))
    return (*found, (IMPACT, f"CIA:{'all high' if everything else 'not all high'}"))


def weakness_features(numbers: tuple[int, ...], vector: Vector | None) -> tuple[str, ...]:
    """Return the CWEs, each alone and together with what an attacker needs: one kind of flaw differs by that."""
    found = [f"CWE-{number}" for number in numbers]
    if vector is None or not found:
        return tuple(found)
    metrics = vector.common
    needed = "/".join(f"{name}:{metrics[name]}" for name in ("AV", "PR", "UI") if name in metrics)
    return (*found, *(f"{one} {short}" for one in found for short in (needed, f"PR:{metrics['PR']}")))


@functools.lru_cache(maxsize=8192)
def product_features(vendor: str, product: str) -> tuple[str, ...]:
    """Return the first word of the vendor's name, which is what its spellings share, and the product's words."""
    return tuple(_product_features(vendor[:_LONGEST_NAME].lower(), product[:_LONGEST_NAME].lower()))


def _product_features(vendor: str, product: str) -> Iterator[str]:
    if vendor.strip() not in _UNNAMED and (match := _VENDOR.search(vendor)):
        yield f"vendor:{match[0]}"
    if product.strip() not in _UNNAMED:
        for name in sorted(set(_NAME.findall(product))):
            yield f"product:{name}"

"""A policy: what the visible rules are worth to a team, in points. Every score names the policy that made it."""

from __future__ import annotations

import functools
import zlib
from typing import NamedTuple

import msgspec

from securestack.core.severity import Confidence, Severity

MOST_POINTS = 100.0


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Points of the visible rules. A rule with 0 points is left out of the score, and of its reasons.

    The defaults of `stated_exploited`, `first_week` and `after_a_year` follow from what was measured
    (benchmarks/priority); the others are judgement, which the data to hand cannot test, and are told as such.
    """

    name: str = "default"
    known_exploited: float = 40  # listed in CISA's KEV catalogue
    stated_exploited: float = 30  # the text itself says that it is being exploited
    epss: float = 10  # for each factor of ten that EPSS lies above or below one percent
    proven: float = 5  # a finding whose payload did what an attacker would want
    tentative: float = -15  # a finding that is a sign only
    internet: float = 8
    internal: float = -8
    important_project: float = 8
    unimportant_project: float = -8
    sensitive_data: float = 6
    public_data: float = -6
    direct: float = 3
    transitive: float = -3
    development_only: float = -20
    fix_available: float = 4
    first_week: float = 5  # published within seven days
    after_a_year: float = -5  # published more than a year ago, and in no catalogue of exploited ones
    critical: float = 80  # what a finding starts from when only its scanner's severity is known
    high: float = 65
    medium: float = 45
    low: float = 25
    informational: float = 8

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            value = getattr(self, name)
            # Written so that "not a number" fails too.
            if name != "name" and not -MOST_POINTS <= value <= MOST_POINTS:
                raise ValueError(f"{name} must lie between -100 and 100 points")
        if not 1 <= len(self.name) <= 80:
            raise ValueError("the name of a policy has 1 to 80 characters")

    @property
    def version(self) -> str:
        """The name, and a checksum of the points, which tells a changed policy from the one of before."""
        return _version(self)

    def of_severity(self, severity: Severity) -> float:
        """Return the points that a finding of this severity starts from."""
        return float(getattr(self, severity.value))

    def of_confidence(self, confidence: Confidence) -> float:
        """Return the points that a scanner's confidence adds."""
        return {Confidence.CERTAIN: self.proven, Confidence.TENTATIVE: self.tentative}.get(confidence, 0.0)


DEFAULT_POLICY = Policy()


class PolicyRule(NamedTuple):
    """One entry of a policy, for people: what it means, what kind of thing it is, and its points by default."""

    meaning: str
    group: str
    default: float


_MEANINGS = {
    "exploitation": {
        "known_exploited": "CISA lists the flaw as exploited (KEV)",
        "stated_exploited": "The text of the flaw says that it is being exploited",
        "epss": "For each factor of ten that EPSS lies above (or below) one percent",
        "first_week": "Published within the last seven days",
        "after_a_year": "Published more than a year ago, and not listed as exploited",
    },
    "proof": {
        "proven": "The scanner proved it",
        "tentative": "Only a sign that a person should look at",
    },
    "place": {
        "internet": "The project can be reached from the internet",
        "internal": "The project can be reached from inside only",
        "important_project": "The project matters much",
        "unimportant_project": "The project matters little",
        "sensitive_data": "The project holds sensitive data",
        "public_data": "The project holds public data only",
    },
    "package": {
        "direct": "The project uses the vulnerable package itself",
        "transitive": "Another package brings the vulnerable one along",
        "development_only": "Used for building or testing only",
        "fix_available": "A version without the flaw exists",
    },
    "severity": {
        "critical": "What a finding rated critical starts from, where no model knows its flaw",
        "high": "What one rated high starts from",
        "medium": "What one rated medium starts from",
        "low": "What one rated low starts from",
        "informational": "What an informational one starts from",
    },
}
POINTS = {
    name: PolicyRule(meaning, group, getattr(DEFAULT_POLICY, name))
    for group, meanings in _MEANINGS.items()
    for name, meaning in meanings.items()
}
"""All entries of a policy, in the order in which people read them."""


@functools.lru_cache(maxsize=256)
def _version(policy: Policy) -> str:
    return f"{policy.name}/{zlib.crc32(msgspec.json.encode(policy)):08x}"

"""How bad a weakness is, and how sure we are that one is there."""

from __future__ import annotations

import enum


class Severity(enum.StrEnum):
    """How bad a weakness is when it is real; ordered, so `Severity.HIGH > Severity.LOW`."""

    INFORMATIONAL = "informational"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """Place in the order from informational (0) to critical (4)."""
        return _RANKS[self]

    def __lt__(self, other: str) -> bool:
        return self.rank < Severity(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= Severity(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > Severity(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= Severity(other).rank


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Confidence(enum.StrEnum):
    """How sure the scanner is that a finding is real."""

    TENTATIVE = "tentative"  # a sign that a person should look at
    FIRM = "firm"  # seen directly, or deduced from several answers that agree
    CERTAIN = "certain"  # proven: the payload did what an attacker would want

"""A finished scan as one value: what every report is written from, and what `--format json` holds."""

from __future__ import annotations

import datetime

import msgspec

from securestack.core.events import CheckStatus, Notice, Outcome
from securestack.core.finding import Finding
from securestack.core.rule import Rule
from securestack.core.severity import Severity


class Statistics(msgspec.Struct, frozen=True):
    """What a scan cost."""

    requests: int = 0
    wall_seconds: float = 0.0
    cpu_seconds: float = 0.0
    pages: int = 0  # distinct pages or operations visited
    packages: int = 0  # distinct packages looked up


class ScanResult(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a scan has to say. `rules` holds the text of every rule that a finding names, and no other."""

    schema: int = 1  # raised when a reader of an older one would be misled
    securestack_version: str
    scanner: str
    target: str
    started: datetime.datetime
    finished: datetime.datetime
    outcome: Outcome
    reason: str = ""
    findings: tuple[Finding, ...] = ()
    rules: dict[str, Rule] = {}
    checks: tuple[CheckStatus, ...] = ()
    notices: tuple[Notice, ...] = ()
    statistics: Statistics = Statistics()

    def rule(self, finding: Finding) -> Rule:
        """Return the rule a finding points to."""
        return self.rules[finding.rule_id]

    def severity(self, finding: Finding) -> Severity:
        """Return how bad a finding is: its own word where it has one, its rule's otherwise."""
        return finding.severity or self.rule(finding).severity

    def by_severity(self) -> list[Finding]:
        """Return the findings, worst first, then by rule and place, so that two runs read alike."""
        return sorted(
            self.findings,
            key=lambda finding: (
                -self.severity(finding).rank,
                finding.rule_id,
                finding.location.where,
                finding.location.part,
            ),
        )

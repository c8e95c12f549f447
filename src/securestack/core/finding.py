"""A finding: one instance of a weakness."""

from __future__ import annotations

import msgspec

from securestack.core.evidence import Evidence
from securestack.core.location import Location
from securestack.core.severity import Confidence, Severity


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One instance of a weakness, in one place, with its proof. Its text of principle is the rule's.

    `summary` is one sentence on this instance: what was sent, what came back, why that proves it. `severity` is set
    only where this instance differs from its rule. Findings with the same fingerprint are the same flaw.
    """

    rule_id: str
    location: Location
    summary: str
    confidence: Confidence
    evidence: Evidence
    fingerprint: str
    severity: Severity | None = None

"""The findings of a scan, put in order: what to fix first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from securestack.assessment.priority.policy import DEFAULT_POLICY, Policy
from securestack.assessment.priority.reason import Priority
from securestack.assessment.priority.score import prioritise_subject
from securestack.assessment.priority.sources.item import cve_in
from securestack.assessment.priority.subject import Circumstances, Subject
from securestack.core.finding import Finding
from securestack.core.result import ScanResult


class Prioritised(NamedTuple):
    """A finding with its priority."""

    finding: Finding
    priority: Priority


def prioritise(
    result: ScanResult,
    policy: Policy = DEFAULT_POLICY,
    circumstances: Circumstances | Mapping[str, Circumstances] = Circumstances(),  # noqa: B008 - frozen
) -> list[Prioritised]:
    """Return the findings of a scan, the most pressing first; those with equal scores by rule and place.

    `circumstances` is what is known of the project, or of each finding by its fingerprint.
    """
    scored = [
        Prioritised(finding, prioritise_subject(subject_of(result, finding, circumstances), policy))
        for finding in result.by_severity()
    ]
    return sorted(scored, key=lambda one: -one.priority.total)


def subject_of(
    result: ScanResult,
    finding: Finding,
    circumstances: Circumstances | Mapping[str, Circumstances] = Circumstances(),  # noqa: B008 - frozen
) -> Subject:
    """Return what is prioritised of a finding: its rule's words, its own summary, and what is known beside them."""
    rule = result.rule(finding)
    if isinstance(circumstances, Mapping):
        circumstances = circumstances.get(finding.fingerprint, Circumstances())
    return Subject(
        title=rule.title,
        description=finding.summary,
        cwe=rule.cwe,
        cve=cve_in(rule.id, rule.title),
        severity=result.severity(finding),
        confidence=finding.confidence,
        circumstances=circumstances,
    )

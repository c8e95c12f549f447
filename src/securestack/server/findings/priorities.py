"""The priority of a finding of a project: 0 to 100, by the scanner's word, its proof, and what the project is.

The same score that `securestack prioritize` gives, with the project's exposure, importance and data as circumstances.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from securestack.assessment.priority.score import prioritise_subject
from securestack.assessment.priority.sources.item import cve_in
from securestack.assessment.priority.subject import Circumstances, Exposure, Level, Subject
from securestack.core.finding import Finding
from securestack.core.rule import Rule
from securestack.core.severity import Severity

# The score's words are coarser than the project's.
_EXPOSURES = {"internet": Exposure.INTERNET, "internal": Exposure.INTERNAL, "private": Exposure.INTERNAL}
_LEVELS = {"low": Level.LOW, "medium": Level.MEDIUM, "high": Level.HIGH, "critical": Level.HIGH}


def circumstances_of(project: Mapping[str, Any]) -> Circumstances:
    """Return what a project's row says beside its findings."""
    return Circumstances(
        exposure=_EXPOSURES[project["exposure"]],
        importance=_LEVELS[project["importance"]],
        data=_LEVELS[project["data_sensitivity"]],
    )


def priority_of(finding: Finding, rule: Rule | None, severity: Severity, circumstances: Circumstances) -> int:
    """Return the priority of a finding, rounded."""
    title = rule.title if rule else finding.rule_id
    subject = Subject(
        title=title,
        description=finding.summary,
        cwe=rule.cwe if rule else (),
        cve=cve_in(finding.rule_id, title),
        severity=severity,
        confidence=finding.confidence,
        circumstances=circumstances,
    )
    return round(prioritise_subject(subject).score)

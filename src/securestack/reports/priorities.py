"""The order of every report: what to fix first comes first. And how a priority is told beside a finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from securestack.assessment.priority.findings import Prioritised, priorities_of, prioritise
from securestack.assessment.priority.reason import Priority
from securestack.core.finding import Finding
from securestack.core.result import ScanResult


def in_order(result: ScanResult) -> list[Prioritised]:
    """Return the findings of a scan with their priorities, the most pressing first."""
    return prioritise(result)


def as_they_come(result: ScanResult) -> Iterator[tuple[Finding, Priority]]:
    """Yield the findings with their priorities in the order of the result."""
    return zip(result.findings, priorities_of(result, result.findings), strict=True)


def short_priority(priority: Priority) -> str:
    """Return a priority in a few words, such as `priority 85, SSVC attend`."""
    return f"priority {int(priority.score)}, SSVC {priority.ssvc.decision.value}"


def told_reasons(priority: Priority) -> str:
    """Return the reasons with their points, such as `severity +65 (it is rated high); proof +5 (the scanner proved it)`."""
    start = f"base {priority.base:+g}; " if priority.base else ""
    return start + "; ".join(
        f"{reason.name} {reason.points:+g} ({reason.detail})" for reason in priority.reasons
    )


def priority_record(priority: Priority) -> dict[str, Any]:
    """Return a priority as JSON reports hold it."""
    return {
        "score": priority.score,
        "level": priority.level.value,
        "decision": priority.ssvc.decision.value,
        "certainty": priority.certainty.value,
        "base": priority.base,
        "reasons": priority.reasons,
        "model": priority.model,
        "policy": priority.policy,
    }

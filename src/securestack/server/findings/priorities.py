"""The priority of a finding of a project: 0 to 100, by what is known of the flaw, its proof, and what the project is.

The same score that `securestack prioritize` gives, under the policy of the team. What explains it is kept once for all
findings of a project with equal content.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from securestack.assessment.priority.content import FORM, content_key, essence, without_texts
from securestack.assessment.priority.findings import subject_of_finding
from securestack.assessment.priority.model import shipped_model
from securestack.assessment.priority.policy import DEFAULT_POLICY, Policy
from securestack.assessment.priority.reason import Priority
from securestack.assessment.priority.score import prioritise_subject
from securestack.assessment.priority.subject import Circumstances, Exposure, Level, Subject
from securestack.core.finding import Finding
from securestack.core.rule import Rule
from securestack.core.severity import Severity
from securestack.server.findings.feeds import Feeds
from securestack.server.findings.stored import tidy_json

# The score's words are coarser than the project's.
_EXPOSURES = {"internet": Exposure.INTERNET, "internal": Exposure.INTERNAL, "private": Exposure.INTERNAL}
_LEVELS = {"low": Level.LOW, "medium": Level.MEDIUM, "high": Level.HIGH, "critical": Level.HIGH}


class Scored(NamedTuple):
    """A priority, what names its explanation, and what another policy would look at."""

    key: bytes
    priority: Priority
    subject: Subject

    @property
    def number(self) -> int:
        """The score as findings hold it: rounded down, so that number and level always agree."""
        return int(self.priority.score)


class Scorer:
    """Scores the findings of one project, as its row and the policy of its team are now."""

    def __init__(
        self, project: Mapping[str, Any], *, feeds: Feeds | None = None, today: datetime.date | None = None
    ) -> None:
        """Take `exposure`, `importance`, `data_sensitivity`, `policy_version` and `policy_points` from a row."""
        self.circumstances = circumstances_of(project)
        self.policy = policy_of(project["policy_version"], project["policy_points"])
        self._feeds = feeds
        self._today = today or datetime.datetime.now(datetime.UTC).date()
        self._known: dict[bytes, Scored] = {}

    def subject(
        self, finding: Finding, rule: Rule | None, severity: Severity, *, rated_by_person: bool = False
    ) -> Subject:
        """Return what counts of a finding. Where a person rated it, their word counts, and not the model's."""
        subject = subject_of_finding(finding, rule, severity, self.circumstances, self._today)
        if self._feeds is not None and subject.cve:
            about = self._feeds.add(subject.cve, subject.circumstances)
            subject = msgspec.structs.replace(subject, circumstances=about)
        if rated_by_person:
            subject = msgspec.structs.replace(
                subject, cve="", severity=severity, confidence=finding.confidence
            )
        return essence(subject)

    @property
    def has_feeds(self) -> bool:
        """Whether there is a store that tells what the feeds say now."""
        return self._feeds is not None and bool(self._feeds.version)

    def key(self, subject: Subject) -> bytes:
        """Return what names the explanation of a subject's priority under this policy and model."""
        return content_key(subject, self.policy.version, shipped_model().version)

    def score(self, subject: Subject) -> Scored:
        """Return the priority of a subject; of those with equal content it is worked out once."""
        key = self.key(subject)
        scored = self._known.get(key)
        if scored is None:
            scored = Scored(key, prioritise_subject(subject, self.policy), without_texts(subject))
            self._known[key] = scored
        return scored


def engine_version() -> str:
    """Return what changes when scores of unchanged findings would: the model, and how it is applied."""
    return f"{shipped_model().version}/{FORM}"


def circumstances_of(project: Mapping[str, Any]) -> Circumstances:
    """Return what a project's row says beside its findings."""
    return Circumstances(
        exposure=_EXPOSURES[project["exposure"]],
        importance=_LEVELS[project["importance"]],
        data=_LEVELS[project["data_sensitivity"]],
    )


def policy_of(version: int | None, points: Any) -> Policy:
    """Return the policy in a row: the default where the team has none. Points that no rule has any more are left out."""
    if version is None:
        return DEFAULT_POLICY
    told = msgspec.json.decode(points) if isinstance(points, str | bytes | msgspec.Raw) else points
    known: dict[str, Any] = {
        name: float(value) for name, value in told.items() if name in Policy.__struct_fields__
    }
    return Policy(**{**known, "name": f"version {version}"})


def explanation_columns(scored: Mapping[bytes, Scored]) -> tuple[list[bytes], list[str], list[str]]:
    """Return the columns of explanations: key, priority and subject as JSON."""
    return (
        list(scored),
        [tidy_json(one.priority) for one in scored.values()],
        [tidy_json(one.subject) for one in scored.values()],
    )

"""The findings of a scan, put in order: what to fix first."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from securestack.assessment.cvss.vector import CvssError, read_vector
from securestack.assessment.priority.content import content_key, essence
from securestack.assessment.priority.policy import DEFAULT_POLICY, Policy
from securestack.assessment.priority.reason import Priority
from securestack.assessment.priority.score import prioritise_subject
from securestack.assessment.priority.sources.item import cve_in, weaknesses_in
from securestack.assessment.priority.subject import Circumstances, Reachability, Subject
from securestack.core.evidence import PackageEvidence
from securestack.core.finding import Finding
from securestack.core.location import PackageLocation
from securestack.core.package import Scope
from securestack.core.result import ScanResult
from securestack.core.rule import Rule
from securestack.core.severity import Severity

# What our own summaries say of the upgrade, behind what the advisory says of the flaw.
_ADVICE = re.compile(
    r"\. (?:It|\S+ \S+) is fixed in |\. No version with a fix is known|\. It is known to be exploited "
)


class Prioritised(NamedTuple):
    """A finding with its priority."""

    finding: Finding
    priority: Priority


def prioritise(
    result: ScanResult,
    policy: Policy = DEFAULT_POLICY,
    circumstances: Circumstances | Mapping[str, Circumstances] = Circumstances(),  # noqa: B008 - frozen
) -> list[Prioritised]:
    """Return the findings of a scan, the most pressing first; those with equal scores by severity, rule and place.

    `circumstances` is what is known of the project, or of each finding by its fingerprint.
    """
    findings = result.by_severity()
    scored = map(Prioritised, findings, priorities_of(result, findings, policy, circumstances))
    return sorted(scored, key=lambda one: -one.priority.total)


def priorities_of(
    result: ScanResult,
    findings: Iterable[Finding],
    policy: Policy = DEFAULT_POLICY,
    circumstances: Circumstances | Mapping[str, Circumstances] = Circumstances(),  # noqa: B008 - frozen
) -> Iterator[Priority]:
    """Yield the priority of each of a scan's findings. Those with equal content share one."""
    known: dict[bytes, Priority] = {}
    for finding in findings:
        subject = essence(subject_of(result, finding, circumstances))
        key = content_key(subject)
        if key not in known:
            known[key] = prioritise_subject(subject, policy)
        yield known[key]


def subject_of(
    result: ScanResult,
    finding: Finding,
    circumstances: Circumstances | Mapping[str, Circumstances] = Circumstances(),  # noqa: B008 - frozen
) -> Subject:
    """Return what is prioritised of a finding of a scan."""
    if isinstance(circumstances, Mapping):
        circumstances = circumstances.get(finding.fingerprint, Circumstances())
    return subject_of_finding(
        finding, result.rule(finding), result.severity(finding), circumstances, result.finished.date()
    )


def subject_of_finding(
    finding: Finding,
    rule: Rule | None,
    severity: Severity,
    circumstances: Circumstances,
    today: datetime.date,
) -> Subject:
    """Return what is prioritised of a finding: its rule's words and its own, and what is known beside them.

    A package with a published flaw is that flaw, with what the advisory says of it. `today` tells its age.
    """
    if isinstance(finding.evidence, PackageEvidence):
        return _flaw(finding, finding.evidence, circumstances, today)
    title = rule.title if rule else finding.rule_id
    cve = cve_in(finding.rule_id, title)
    return Subject(
        title=title,
        description=(rule.what if cve and rule else "") or finding.summary,
        cwe=rule.cwe if rule else (),
        cve=cve,
        severity=severity,
        confidence=finding.confidence,
        circumstances=circumstances,
    )


def _flaw(
    finding: Finding, evidence: PackageEvidence, circumstances: Circumstances, today: datetime.date
) -> Subject:
    said = finding.summary.removeprefix(f"{evidence.flaw}: ")
    location = finding.location
    weaknesses = (number for name in evidence.cwes for number in weaknesses_in(name))
    return Subject(
        description=_ADVICE.split(said, maxsplit=1)[0],
        product=location.name if isinstance(location, PackageLocation) else "",
        cvss_vector=next(filter(_readable, evidence.cvss), ""),
        cwe=tuple(dict.fromkeys(weaknesses)),
        cve=cve_in(*evidence.names),
        circumstances=_known(evidence, circumstances, today),
    )


def _known(evidence: PackageEvidence, circumstances: Circumstances, today: datetime.date) -> Circumstances:
    """Return the circumstances with what the evidence knows; what they know already is newer, and stays."""
    scopes = {one.scope for one in evidence.versions}
    ways = [len(one.path) for one in evidence.versions if one.path]
    reachability = None
    if scopes == {Scope.DEVELOPMENT}:
        reachability = Reachability.DEVELOPMENT
    elif ways:
        reachability = Reachability.DIRECT if min(ways) == 1 else Reachability.TRANSITIVE
    told: dict[str, object] = {
        "known_exploited": True if evidence.exploited else None,
        "epss": evidence.likelihood,
        "reachability": reachability,
        "fix_available": any(one.fixed for one in evidence.versions),
        "age_days": _age(evidence.published, today),
    }
    unknown = {name: value for name, value in told.items() if getattr(circumstances, name) is None}
    return msgspec.structs.replace(circumstances, **unknown)


def _age(published: str, today: datetime.date) -> int | None:
    try:
        return max(0, (today - datetime.date.fromisoformat(published[:10])).days)
    except ValueError:
        return None


def _readable(vector: str) -> bool:
    try:
        read_vector(vector)
    except CvssError:
        return False
    return True

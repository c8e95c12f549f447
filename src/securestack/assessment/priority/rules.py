"""The visible rules: what is known beside the text, each worth the points that the policy gives it.

Rules are what the model cannot see. Each says how its worth was found: measured on past CVEs, or judgement.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from securestack.assessment.priority.policy import Policy
from securestack.assessment.priority.reason import Reason
from securestack.assessment.priority.subject import Exposure, Level, Reachability, Subject
from securestack.core.severity import Confidence

MEASURED, JUDGEMENT = "measured", "judgement"

WEEK, YEAR = 7, 365  # days
_EPSS_FLOOR, _EPSS_USUAL = 0.0005, 0.01


def rule_reasons(subject: Subject, policy: Policy, *, stated_exploited: bool) -> Iterator[Reason]:
    """Yield a reason for each rule that applies and has points."""
    for name, points, detail, source in _applying(subject, policy, stated_exploited):
        if points:
            yield Reason(name, round(points, 2), detail, source)


def _applying(subject: Subject, policy: Policy, stated: bool) -> Iterator[tuple[str, float, str, str]]:
    known = subject.circumstances
    if known.known_exploited:
        yield "known exploited", policy.known_exploited, "CISA lists it as exploited (KEV)", JUDGEMENT
    elif stated:
        detail = "its own text says that it is being exploited"
        yield "stated exploited", policy.stated_exploited, detail, MEASURED
    if known.epss is not None and 0 <= known.epss <= 1:
        factor = math.log10(max(known.epss, _EPSS_FLOOR) / _EPSS_USUAL)
        yield "EPSS", policy.epss * factor, f"EPSS gives {known.epss:.2%} for the next 30 days", JUDGEMENT
    if subject.confidence is not None:
        yield "proof", policy.of_confidence(subject.confidence), _PROOF[subject.confidence], JUDGEMENT
    yield from _place(subject, policy)
    if known.fix_available:
        yield "fix available", policy.fix_available, "a version without it exists", JUDGEMENT
    if known.age_days is not None and known.age_days >= 0:
        if known.age_days <= WEEK:
            yield "age", policy.first_week, "published within the last seven days", MEASURED
        elif known.age_days > YEAR and not known.known_exploited:
            yield "age", policy.after_a_year, "published more than a year ago", MEASURED


_PROOF = {
    Confidence.CERTAIN: "the scanner proved it",
    Confidence.FIRM: "seen directly",
    Confidence.TENTATIVE: "a sign that a person should look at",
}


def _place(subject: Subject, policy: Policy) -> Iterator[tuple[str, float, str, str]]:
    known = subject.circumstances
    match known.exposure:
        case Exposure.INTERNET:
            yield "exposure", policy.internet, "the target can be reached from the internet", JUDGEMENT
        case Exposure.INTERNAL:
            yield "exposure", policy.internal, "the target can be reached from inside only", JUDGEMENT
    match known.importance:
        case Level.HIGH:
            yield "importance", policy.important_project, "the project matters much", JUDGEMENT
        case Level.LOW:
            yield "importance", policy.unimportant_project, "the project matters little", JUDGEMENT
    match known.data:
        case Level.HIGH:
            yield "data", policy.sensitive_data, "the project holds sensitive data", JUDGEMENT
        case Level.LOW:
            yield "data", policy.public_data, "the project holds public data only", JUDGEMENT
    match known.reachability:
        case Reachability.DIRECT:
            yield "reachability", policy.direct, "the project uses the package itself", JUDGEMENT
        case Reachability.TRANSITIVE:
            yield "reachability", policy.transitive, "another package brings it along", JUDGEMENT
        case Reachability.DEVELOPMENT:
            yield "reachability", policy.development_only, "used for building or testing only", JUDGEMENT

"""Scoring one subject: the model's terms, the visible rules on top, and what was missing."""

from __future__ import annotations

from securestack.assessment.cvss.vector import Vector
from securestack.assessment.priority.features import Features, features, vector_of
from securestack.assessment.priority.model import Contribution, LinearModel, shipped_model
from securestack.assessment.priority.policy import DEFAULT_POLICY, Policy
from securestack.assessment.priority.reason import (
    Basis,
    Certainty,
    Priority,
    Reason,
    level_of,
)
from securestack.assessment.priority.rules import JUDGEMENT, rule_reasons
from securestack.assessment.priority.ssvc import decide
from securestack.assessment.priority.statements import states_exploitation
from securestack.assessment.priority.subject import Subject
from securestack.core.severity import Confidence

MODEL = "model"
_SHORT_TEXT = 5  # words: fewer say too little
_STRANGE = 0.3  # share of known words below which a text is in another language, or no text at all

_PHRASES = {
    "AV:N": "reachable over the network",
    "AV:A": "reachable from the neighbouring network",
    "AV:L": "needs local access",
    "AV:P": "needs physical access",
    "AC:L": "low complexity",
    "AC:H": "high complexity",
    "PR:N": "no privileges needed",
    "PR:L": "ordinary privileges needed",
    "PR:H": "high privileges needed",
    "UI:N": "no user has to help",
    "UI:R": "a user has to help",
    "S:U": "scope unchanged",
    "S:C": "scope changed",
    **{
        f"{letter}:{value}": f"{amount} harm to {what}"
        for letter, what in (("C", "confidentiality"), ("I", "integrity"), ("A", "availability"))
        for value, amount in (("H", "high"), ("L", "low"), ("N", "no"))
    },
    "CIA:all high": "everything lost at once",
    "CIA:not all high": "not everything lost at once",
}


def prioritise_subject(
    subject: Subject, policy: Policy = DEFAULT_POLICY, model: LinearModel | None = None
) -> Priority:
    """Return the priority of one subject. Never raises for what the subject's texts hold.

    A published vulnerability starts from the model: how much it resembles what is exploited. A finding that is none,
    but has a scanner's severity, starts from that: the model knows CVE texts, not rules of scanners.
    """
    model = model or shipped_model()
    vector = vector_of(subject)
    stated = states_exploitation(subject.title, subject.description)
    reasons: list[Reason]
    percentile: float | None = None
    if subject.severity is not None and not subject.cve:
        basis, base = Basis.SEVERITY, 0.0
        points = policy.of_severity(subject.severity)
        reasons = [Reason("severity", points, f"the scanner calls it {subject.severity.value}", JUDGEMENT)]
        certainty, missing = _certainty_of_finding(subject)
    else:
        basis, base = Basis.MODEL, model.header.base
        seen = features(subject, vector, stated_exploited=stated)
        reasons = [_model_reason(told) for told in model.contributions(seen)]
        if reasons:
            percentile = model.percentile(base + sum(reason.points for reason in reasons))
        certainty, missing = _certainty(subject, vector, seen, model)
    reasons += rule_reasons(subject, policy, stated_exploited=stated)
    reasons.sort(key=lambda reason: -abs(reason.points))
    total = round(base + sum(reason.points for reason in reasons), 2)
    score = min(max(total, 0.0), 100.0)
    return Priority(
        score,
        total,
        level_of(score),
        basis,
        base,
        tuple(reasons),
        decide(subject, vector, stated_exploited=stated),
        certainty,
        missing,
        percentile,
        model.version,
        policy.version,
    )


def _model_reason(told: Contribution) -> Reason:
    terms = tuple((_PHRASES.get(name, name), round(points, 2)) for name, points in told.terms)
    shown = [
        name.partition(":")[2] if name.startswith(("vendor:", "product:")) else name for name, _ in terms
    ]
    return Reason(told.group, round(told.points, 2), ", ".join(shown[:4]), MODEL, terms)


def _certainty(
    subject: Subject, vector: Vector | None, seen: Features, model: LinearModel
) -> tuple[Certainty, tuple[str, ...]]:
    missing = []
    text_says_little = True
    single = len([term for term in seen.words if " " not in term])
    if not single:
        missing.append("no text that can be read")
    elif single < _SHORT_TEXT:
        missing.append("hardly any text")
    elif model.known_share(seen) < _STRANGE:
        missing.append("most words are unknown: another language, or no description")
    else:
        text_says_little = False
    if vector is None:
        missing.append("the CVSS vector cannot be read" if subject.cvss_vector else "no CVSS vector")
    if not seen.weaknesses:
        missing.append("no CWE")
    elif not model.knows_weakness(seen):
        missing.append("a CWE that the model has hardly seen")
    if not seen.product:
        missing.append("no vendor or product")
    if text_says_little:
        return Certainty.LOW, tuple(missing)
    if vector is None or len(missing) > 1:
        return Certainty.MEDIUM, tuple(missing)
    return Certainty.HIGH, tuple(missing)


def _certainty_of_finding(subject: Subject) -> tuple[Certainty, tuple[str, ...]]:
    match subject.confidence:
        case Confidence.CERTAIN:
            return Certainty.HIGH, ()
        case Confidence.FIRM:
            return Certainty.MEDIUM, ("a proof",)
        case Confidence.TENTATIVE:
            return Certainty.LOW, ("a proof",)
    return Certainty.MEDIUM, ("the scanner's confidence",)

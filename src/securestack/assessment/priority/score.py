"""Scoring one subject: the model's terms, the visible rules on top, and what was missing."""

from __future__ import annotations

from typing import NamedTuple

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
    stated = stated_exploited(subject)
    if starts_from_severity(subject):
        certainty, missing = _certainty_of_finding(subject)
        start = Start(Basis.SEVERITY, 0.0, (), None, certainty, missing)
    else:
        seen = features(subject, vector, stated_exploited=stated)
        told = tuple(_model_reason(one) for one in model.contributions(seen))
        points = model.header.base + sum(reason.points for reason in told)
        certainty, missing = _certainty(subject, vector, seen, model)
        start = Start(
            Basis.MODEL,
            model.header.base,
            told,
            model.percentile(points) if told else None,
            certainty,
            missing,
        )
    return _summed(start, subject, vector, policy, model.version)


def with_policy(priority: Priority, subject: Subject, policy: Policy) -> Priority:
    """Return what a priority is under another policy; neither the texts of its subject nor the model are needed."""
    told = tuple(reason for reason in priority.reasons if reason.source == MODEL)
    start = Start(
        priority.basis, priority.base, told, priority.percentile, priority.certainty, priority.missing
    )
    return _summed(start, subject, vector_of(subject), policy, priority.model)


def stated_exploited(subject: Subject) -> bool:
    """Return whether the subject's text says that it is exploited."""
    if subject.stated_exploited is not None:
        return subject.stated_exploited
    return states_exploitation(subject.title, subject.description)


def starts_from_severity(subject: Subject) -> bool:
    """Return whether a subject is a scanner's finding and no published vulnerability."""
    return subject.severity is not None and not subject.cve


class Start(NamedTuple):
    """What a score starts from, before the rules."""

    basis: Basis
    base: float
    reasons: tuple[Reason, ...]
    percentile: float | None
    certainty: Certainty
    missing: tuple[str, ...]


def _summed(start: Start, subject: Subject, vector: Vector | None, policy: Policy, version: str) -> Priority:
    stated = stated_exploited(subject)
    reasons = list(start.reasons)
    if start.basis is Basis.SEVERITY and subject.severity is not None:
        points = policy.of_severity(subject.severity)
        reasons.append(Reason("severity", points, f"it is rated {subject.severity.value}", JUDGEMENT))
    reasons += rule_reasons(subject, policy, stated_exploited=stated)
    reasons.sort(key=lambda reason: (-abs(reason.points), reason.name))
    total = round(start.base + sum(reason.points for reason in reasons), 2)
    score = min(max(total, 0.0), 100.0)
    return Priority(
        score,
        total,
        level_of(score),
        start.basis,
        start.base,
        tuple(reasons),
        decide(subject, vector, stated_exploited=stated),
        start.certainty,
        start.missing,
        start.percentile,
        version,
        policy.version,
    )


def _model_reason(told: Contribution) -> Reason:
    terms = tuple((_in_words(name), round(points, 2)) for name, points in told.terms)
    shown = [
        name.partition(":")[2] if name.startswith(("vendor:", "product:")) else name for name, _ in terms
    ]
    return Reason(told.group, round(told.points, 2), ", ".join(shown[:4]), MODEL, terms)


def _in_words(name: str) -> str:
    """Return a feature as people read it: `CWE-79 PR:N` is a weakness together with what it needs."""
    weakness, space, needed = name.partition(" ")
    if space and weakness.startswith("CWE-"):
        return f"{weakness} ({needed})"
    return _PHRASES.get(name, name)


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

"""The SSVC decision: CISA's tree of four questions (Coordinator 2.0.3 of CERT/CC's catalogue), answered from what is known."""

from __future__ import annotations

import enum

import msgspec

from securestack.assessment.cvss.vector import Vector
from securestack.assessment.priority.subject import Level, Subject
from securestack.core.severity import Confidence


class Decision(enum.StrEnum):
    """What CISA's tree says to do, from least to most urgent."""

    TRACK = "track"  # within the usual time for updates
    TRACK_STAR = "track*"  # the same, and watch it
    ATTEND = "attend"  # sooner than usual
    ACT = "act"  # as soon as possible


class Ssvc(msgspec.Struct, frozen=True):
    """A decision with the answers that led to it. `assumed` names the questions nobody answered."""

    decision: Decision
    exploitation: str  # none, poc, active
    automatable: str  # no, yes
    technical_impact: str  # partial, total
    mission: str  # low, medium, high
    assumed: tuple[str, ...] = ()


_TRACK, _STAR, _ATTEND, _ACT = Decision.TRACK, Decision.TRACK_STAR, Decision.ATTEND, Decision.ACT
# By exploitation, automatable and technical impact; in each, the decision for a low, medium and high mission impact.
_TREE = {
    ("none", "no", "partial"): (_TRACK, _TRACK, _TRACK),
    ("none", "no", "total"): (_TRACK, _TRACK, _STAR),
    ("none", "yes", "partial"): (_TRACK, _TRACK, _ATTEND),
    ("none", "yes", "total"): (_TRACK, _TRACK, _ATTEND),
    ("poc", "no", "partial"): (_TRACK, _TRACK, _STAR),
    ("poc", "no", "total"): (_TRACK, _STAR, _ATTEND),
    ("poc", "yes", "partial"): (_TRACK, _TRACK, _ATTEND),
    ("poc", "yes", "total"): (_TRACK, _STAR, _ATTEND),
    ("active", "no", "partial"): (_TRACK, _TRACK, _ATTEND),
    ("active", "no", "total"): (_TRACK, _ATTEND, _ACT),
    ("active", "yes", "partial"): (_ATTEND, _ATTEND, _ACT),
    ("active", "yes", "total"): (_ATTEND, _ACT, _ACT),
}
_OPEN = {"AV": "N", "AC": "L", "PR": "N", "UI": "N"}
_MISSIONS = {Level.LOW: 0, Level.MEDIUM: 1, Level.HIGH: 2}


def decide(subject: Subject, vector: Vector | None, *, stated_exploited: bool) -> Ssvc:
    """Return the decision for a subject.

    Exploitation is active where KEV lists it or its text says so, and a proof of concept exists where a scanner proved
    the flaw. Automatable means reachable over the network, with low complexity, by anybody, without a victim's help.
    Technical impact is total where confidentiality, integrity and availability are all lost. Without a word on the
    project's importance the mission impact is taken as medium.
    """
    assumed = []
    circumstances = subject.circumstances
    if circumstances.known_exploited or stated_exploited:
        exploitation = "active"
    else:
        exploitation = "poc" if subject.confidence is Confidence.CERTAIN else "none"
        if circumstances.known_exploited is None:
            assumed.append("exploitation")
    metrics = vector.common if vector else {}
    if not metrics:
        assumed += ["automatable", "technical impact"]
    automatable = "yes" if all(metrics.get(name, value) == value for name, value in _OPEN.items()) else "no"
    if not metrics:
        automatable = "no"
    total = bool(metrics) and all(metrics[name] == "H" for name in ("C", "I", "A"))
    importance = circumstances.importance
    if importance is None:
        assumed.append("mission")
        importance = Level.MEDIUM
    impact = "total" if total else "partial"
    decision = _TREE[exploitation, automatable, impact][_MISSIONS[importance]]
    return Ssvc(decision, exploitation, automatable, impact, importance.value, tuple(assumed))

from __future__ import annotations

import pytest

from securestack.assessment.cvss.vector import read_vector
from securestack.assessment.priority.ssvc import _TREE, Decision, decide
from securestack.assessment.priority.subject import Circumstances, Level, Subject
from securestack.core.severity import Confidence

OPEN = read_vector("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")
LOCAL = read_vector("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H")
HARMLESS = read_vector("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:L/I:N/A:N")


@pytest.mark.parametrize(
    ("known", "vector", "decision"),
    [
        (Circumstances(known_exploited=True, importance=Level.HIGH), OPEN, "act"),
        (Circumstances(known_exploited=True), OPEN, "act"),
        (Circumstances(known_exploited=True), LOCAL, "attend"),
        (Circumstances(known_exploited=True), HARMLESS, "track"),
        (Circumstances(known_exploited=True, importance=Level.LOW), OPEN, "attend"),
        (Circumstances(known_exploited=False, importance=Level.HIGH), OPEN, "attend"),
        (Circumstances(known_exploited=False, importance=Level.HIGH), LOCAL, "track*"),
        (Circumstances(known_exploited=False), LOCAL, "track"),
    ],
)
def test_decisions_are_those_of_the_tree(known: Circumstances, vector: object, decision: str) -> None:
    subject = Subject(circumstances=known)
    assert decide(subject, vector, stated_exploited=False).decision == decision  # type: ignore[arg-type]


def test_every_question_only_ever_makes_it_more_urgent() -> None:
    order = list(Decision)
    assert len(_TREE) * 3 == 36
    for (exploitation, automatable, impact), decisions in _TREE.items():
        assert sorted(decisions, key=order.index) == list(decisions)
        if impact == "partial":
            worse = _TREE[exploitation, automatable, "total"]
            assert all(order.index(a) <= order.index(b) for a, b in zip(decisions, worse, strict=True))
        if automatable == "no":
            worse = _TREE[exploitation, "yes", impact]
            assert all(order.index(a) <= order.index(b) for a, b in zip(decisions, worse, strict=True))


def test_what_nobody_answered_is_said() -> None:
    told = decide(Subject(), None, stated_exploited=False)
    assert told.decision == "track"
    assert told.assumed == ("exploitation", "automatable", "technical impact", "mission")
    proven = decide(Subject(confidence=Confidence.CERTAIN), OPEN, stated_exploited=False)
    assert (proven.exploitation, proven.automatable, proven.technical_impact) == ("poc", "yes", "total")
    assert decide(Subject(), OPEN, stated_exploited=True).assumed == ("mission",)

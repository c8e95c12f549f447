from __future__ import annotations

from securestack.assessment.priority.findings import prioritise
from securestack.assessment.priority.subject import Circumstances, Exposure
from tests.reports import sample


def test_findings_come_in_the_order_in_which_to_fix_them() -> None:
    ordered = prioritise(sample.shop())
    assert [one.finding.rule_id for one in ordered[:2]] == ["web.sql-injection", "web.reflected-xss"]
    totals = [one.priority.total for one in ordered]
    assert totals == sorted(totals, reverse=True)


def test_what_is_known_of_one_finding_moves_that_one() -> None:
    result = sample.shop()
    sql = next(finding for finding in result.findings if finding.rule_id == "web.sql-injection")
    known = {sql.fingerprint: Circumstances(exposure=Exposure.INTERNAL)}
    plain, moved = prioritise(result), prioritise(result, circumstances=known)
    differing = [
        one.finding.fingerprint
        for one in plain
        if next(o for o in moved if o.finding == one.finding).priority != one.priority
    ]
    assert differing == [sql.fingerprint]


def test_hostile_texts_get_a_score_like_any_other() -> None:
    assert len(prioritise(sample.hostile())) == 1

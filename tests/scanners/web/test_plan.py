"""The plan: all checks, or those that can report what was asked for."""

import pytest

from securestack.scanners.web.plan import Plan


def test_everything_runs_unless_something_is_asked_for() -> None:
    plan = Plan()
    assert {"sql-injection", "stored-xss"} <= set(plan.ids())
    assert len(plan.passive) > 10


def test_only_the_checks_that_can_report_a_rule_run() -> None:
    assert Plan(["web.sql-injection"]).ids() == ["sql-injection"]


def test_stored_scripts_are_looked_for_with_what_the_check_of_reflected_ones_sends() -> None:
    assert Plan(["web.stored-xss"]).ids() == ["reflected-xss", "stored-xss"]


def test_a_rule_that_does_not_exist_is_named_with_one_that_does() -> None:
    with pytest.raises(
        ValueError, match=r"no rule 'web.sqlinjection' .* the nearest is web\.sql-injection\."
    ):
        Plan(["web.sqlinjection"])

"""Budgets end when they say, and say why."""

from __future__ import annotations

import pytest

from securestack.core.budget import Budget, BudgetExhausted


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_without_limits_nothing_ends() -> None:
    budget = Budget()
    for _ in range(1000):
        budget.spend()
    assert (budget.requests, budget.remaining_seconds, budget.exhausted()) == (1000, None, "")


def test_requests_run_out() -> None:
    budget = Budget(max_requests=2)
    budget.spend()
    budget.check()
    budget.spend()
    with pytest.raises(BudgetExhausted, match="the limit of 2 requests was reached"):
        budget.spend()
    with pytest.raises(BudgetExhausted):
        budget.check()
    assert budget.requests == 2


def test_time_runs_out() -> None:
    clock = Clock()
    budget = Budget(time_limit=90, clock=clock)
    clock.now += 60
    budget.spend()
    assert (budget.elapsed, budget.remaining_seconds) == (60, 30)
    clock.now += 60
    assert budget.remaining_seconds == 0.0
    assert budget.exhausted() == "the time limit of 90 seconds was reached"
    with pytest.raises(BudgetExhausted, match="time limit"):
        budget.spend()
    assert budget.requests == 1


def test_a_limit_of_nothing_allows_nothing() -> None:
    for budget in (Budget(max_requests=0), Budget(time_limit=0)):
        with pytest.raises(BudgetExhausted):
            budget.spend()

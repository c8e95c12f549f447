"""Open redirect: what leaves the site is found however it is checked, what stays on it is not."""

import asyncio

import pytest

from securestack.probing.checks.open_redirect import CHECK, RULE
from tests.probing.checks.ask_case import ask_case
from tests.targets.case import Case
from tests.targets.pages.redirects_open import CASES


@pytest.mark.parametrize("callbacks", [True, False], ids=["callbacks", "alone"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path)
def test_each_page_and_its_twin(case: Case, callbacks: bool) -> None:
    answer = asyncio.run(ask_case(case, CHECK, callbacks=callbacks))
    assert answer.rules == ({RULE.id} if case.weak else set())
    assert [finding.location.part for finding in answer.findings] == ([case.parameter] if case.weak else [])


def test_foreign_names_are_reserved_ones() -> None:
    case = next(case for case in CASES if case.path == "/redirects/slash-checked")
    (finding,) = asyncio.run(ask_case(case, CHECK, callbacks=False)).findings
    assert ".example" in finding.summary


def test_a_site_that_never_redirects_costs_little() -> None:
    case = next(case for case in CASES if case.path == "/redirects/link-safe")
    assert len(asyncio.run(ask_case(case, CHECK)).requests) <= 6

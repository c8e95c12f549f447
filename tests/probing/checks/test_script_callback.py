"""Script callback: each weak page is found on its parameter, no safe twin is accused."""

import asyncio

import pytest

from securestack.probing.checks.script_callback import CHECK, RULE
from tests.probing.checks.ask_case import ask_case
from tests.targets.case import Case
from tests.targets.pages.script_callbacks import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path)
def test_each_page_and_its_twin(case: Case) -> None:
    answer = asyncio.run(ask_case(case, CHECK))
    assert answer.rules == ({RULE.id} if case.weak else set())
    assert [finding.location.part for finding in answer.findings] == ([case.parameter] if case.weak else [])

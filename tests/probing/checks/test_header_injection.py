"""Header injection: a header of our own among the answer's, not its text somewhere else."""

import asyncio

import pytest

from securestack.probing.checks.header_injection import CHECK, RULE
from tests.probing.checks.ask_case import ask_case
from tests.targets.case import Case
from tests.targets.pages.headers_injection import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path)
def test_each_page_and_its_twin(case: Case) -> None:
    answer = asyncio.run(ask_case(case, CHECK))
    assert answer.rules == ({RULE.id} if case.weak else set())
    assert [finding.location.part for finding in answer.findings] == ([case.parameter] if case.weak else [])


def test_the_new_header_is_marked() -> None:
    case = next(case for case in CASES if case.path == "/headers/cookie")
    (finding,) = asyncio.run(ask_case(case, CHECK)).findings
    (exchange,) = finding.evidence.exchanges
    assert any(mark.part == "response-headers" for mark in exchange.marks)


def test_a_value_that_reaches_no_header_costs_one_request_besides_the_first_probe() -> None:
    case = next(case for case in CASES if case.path == "/headers/in-page-safe")
    assert len(asyncio.run(ask_case(case, CHECK)).requests) <= 2

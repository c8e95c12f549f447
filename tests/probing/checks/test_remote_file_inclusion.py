"""Remote file inclusion: content of a foreign address in the answer, and nothing less."""

import asyncio

import pytest

from securestack.probing.checks.remote_file_inclusion import CHECK, RULE
from tests.probing.checks.ask_case import ask_case
from tests.targets.case import Case
from tests.targets.pages.requests_forgery import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path)
def test_each_page_and_its_twin(case: Case) -> None:
    answer = asyncio.run(ask_case(case, CHECK))
    assert answer.rules == ({RULE.id} if case.weak and case.rule == RULE.id else set())


def test_the_proof_is_the_word_in_the_answer() -> None:
    case = next(case for case in CASES if case.path == "/requests/include")
    answer = asyncio.run(ask_case(case, CHECK))
    (finding,) = answer.findings
    (exchange,) = finding.evidence.exchanges
    assert exchange.response is not None
    (mark,) = [mark for mark in exchange.marks if mark.part == "response-body"]
    assert exchange.response.body[mark.start : mark.end] in finding.summary
    assert len(answer.requests) == 1


def test_without_a_callback_server_nothing_is_claimed() -> None:
    case = next(case for case in CASES if case.path == "/requests/include")
    answer = asyncio.run(ask_case(case, CHECK, callbacks=False))
    assert (answer.findings, answer.requests) == ([], [])
    assert CHECK.needs.callback

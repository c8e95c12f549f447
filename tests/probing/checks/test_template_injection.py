"""Template injection: sums done by the server count, sums shown as they were sent do not."""

import asyncio

import pytest

from securestack.probing.checks.template_injection import CHECK, RULE
from tests.probing.checks.ask_case import ask_case
from tests.targets.case import Case
from tests.targets.pages.templates_injection import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path)
def test_each_page_and_its_twin(case: Case) -> None:
    answer = asyncio.run(ask_case(case, CHECK))
    assert answer.rules == ({RULE.id} if case.weak else set())
    assert [finding.location.part for finding in answer.findings] == ([case.parameter] if case.weak else [])


@pytest.mark.parametrize(
    ("path", "engine"),
    [
        ("/templates/braces", "Jinja2 or another Python engine"),
        ("/templates/set", "Velocity"),
        ("/templates/conditions", "Handlebars"),
        ("/templates/single-brace", "Smarty"),
    ],
)
def test_the_engine_is_named(path: str, engine: str) -> None:
    case = next(case for case in CASES if case.path == path)
    (finding,) = asyncio.run(ask_case(case, CHECK)).findings
    assert engine in finding.summary


def test_a_plain_page_costs_two_requests_besides_the_first_probe() -> None:
    case = next(case for case in CASES if case.path == "/templates/dollar-safe")
    assert len(asyncio.run(ask_case(case, CHECK)).requests) <= 3

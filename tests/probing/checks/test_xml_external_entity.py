"""XML external entities: what a parser opens is found, what it only expands or refuses is not."""

import asyncio

import pytest
from aiohttp import web

from securestack.core.location import Position, http_location
from securestack.probing.checks.xml_external_entity import CHECK, RULE
from securestack.probing.foreign_address import PATIENCE
from securestack.probing.insertion import RequestTemplate, TextBody
from securestack.probing.needs import Profile
from tests.probing.checks.ask_case import ask, ask_case
from tests.targets.case import Case
from tests.targets.gallery import serve
from tests.targets.pages.xml_entities import CASES, ORDER


@pytest.fixture(autouse=True)
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PATIENCE, Profile.DEEP, 0.1)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path)
def test_each_page_and_its_twin(case: Case) -> None:
    answer = asyncio.run(ask_case(case, CHECK))
    assert answer.rules == ({RULE.id} if case.weak else set())
    assert len(answer.findings) == (1 if case.weak else 0)


@pytest.mark.parametrize("body", [f'<?xml version="1.0"?>\n{ORDER}', ORDER, "<order/>", ""], ids=repr)
@pytest.mark.parametrize(("path", "rules"), [("/xml/external", {RULE.id}), ("/xml/external-safe", set())])
def test_a_whole_body(path: str, rules: set[str], body: str) -> None:
    handler = next(case.handler for case in CASES if case.path == path)

    async def run() -> set[str]:
        app = web.Application()
        app.router.add_post("/", handler)
        async with serve(app) as url:
            template = RequestTemplate.from_url(f"{url}/", "POST", TextBody(body, "text/xml"))
            answer = await ask(template, CHECK)
            assert all(
                http_location(finding.location).position is Position.XML for finding in answer.findings
            )
            return answer.rules

    assert asyncio.run(run()) == rules


def test_values_that_are_no_xml_cost_nothing() -> None:
    async def run() -> int:
        app = web.Application()
        app.router.add_get("/", next(case.handler for case in CASES if case.path == "/xml/shown-safe"))
        async with serve(app) as url:
            return len((await ask(RequestTemplate.from_url(f"{url}/?document=12"), CHECK)).requests)

    assert asyncio.run(run()) == 0

"""Server-side request forgery: a fetch that nobody sees, at once or a little later."""

import asyncio

import pytest
from aiohttp import web

from securestack.probing.checks.server_side_request_forgery import CHECK, RULE
from securestack.probing.insertion import RequestTemplate
from tests.probing.checks.ask_case import ask, ask_case
from tests.targets.case import Case, html
from tests.targets.gallery import serve
from tests.targets.pages.requests_forgery import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path)
def test_each_page_and_its_twin(case: Case) -> None:
    answer = asyncio.run(ask_case(case, CHECK))
    assert answer.rules == ({RULE.id} if case.weak and case.rule == RULE.id else set())


def test_a_value_that_is_no_address_costs_one_request_besides_the_first_probe() -> None:
    async def page(request: web.Request) -> web.Response:
        return html("<p>Two cups.</p>")

    async def run() -> int:
        app = web.Application()
        app.router.add_get("/", page)
        async with serve(app) as url:
            return len((await ask(RequestTemplate.from_url(f"{url}/?amount=2"), CHECK)).requests)

    assert asyncio.run(run()) <= 2

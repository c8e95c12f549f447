"""Path traversal: files outside the folder are seen, files inside and mere names of files are not."""

import asyncio

import pytest
from aiohttp import web

from securestack.net.errors import BadAnswer
from securestack.probing.checks.path_traversal import CHECK, RULE
from securestack.probing.insertion import RequestTemplate
from securestack.probing.needs import Profile
from tests.probing.checks.ask_case import ask, ask_case
from tests.targets import jail
from tests.targets.case import Case, html
from tests.targets.gallery import serve
from tests.targets.pages.files_traversal import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path)
def test_each_page_and_its_twin(case: Case) -> None:
    answer = asyncio.run(ask_case(case, CHECK))
    assert answer.rules == ({case.rule} if case.weak else set())
    assert [finding.location.part for finding in answer.findings] == ([case.parameter] if case.weak else [])


def test_the_proof_shows_the_file_and_the_value() -> None:
    case = next(case for case in CASES if case.path == "/files/relative")
    (finding,) = asyncio.run(ask_case(case, CHECK)).findings
    (exchange,) = finding.evidence.exchanges
    assert exchange.response is not None
    marked = {
        exchange.response.body[mark.start : mark.end]
        for mark in exchange.marks
        if mark.part == "response-body"
    }
    assert any(text.startswith("root:x:0:0:") for text in marked)
    assert finding.evidence.replay is not None
    assert finding.evidence.replay.check == CHECK.id


@pytest.mark.parametrize(("profile", "most"), [(Profile.QUICK, 1), (Profile.STANDARD, 3)])
def test_a_value_that_is_no_file_costs_little(profile: Profile, most: int) -> None:
    async def page(request: web.Request) -> web.Response:
        return html("<p>Two cups.</p>")

    async def run() -> int:
        app = web.Application()
        app.router.add_get("/cups", page)
        async with serve(app) as url:
            template = RequestTemplate.from_url(f"{url}/cups?amount=2")
            return len(set((await ask(template, CHECK, profile=profile)).requests))

    # The first probe belongs to all checks.
    assert asyncio.run(run()) <= most + 1


def test_a_file_error_makes_any_value_worth_asking() -> None:
    async def page(request: web.Request) -> web.Response:
        value = request.query["m"]
        if "../" in value or not value.startswith("/"):
            return html(f"fopen({jail.absolute('x')}): failed to open stream: No such file or directory")
        return web.Response(text=jail.read(value))

    async def run() -> set[str]:
        app = web.Application()
        app.router.add_get("/", page)
        async with serve(app) as url:
            return (await ask(RequestTemplate.from_url(f"{url}/?m=7"), CHECK)).rules

    assert asyncio.run(run()) == {RULE.id}


@pytest.mark.parametrize("weak", [True, False])
def test_a_segment_of_the_path(weak: bool) -> None:
    async def page(request: web.Request) -> web.Response:
        path = jail.absolute(request.match_info["name"])
        if not weak and not path.startswith("/srv/manuals/"):
            raise web.HTTPNotFound
        try:
            return web.Response(text=jail.read(path))
        except FileNotFoundError:
            raise web.HTTPNotFound from None

    async def run() -> set[str]:
        app = web.Application()
        app.router.add_get("/manuals/{name:.+}", page)
        async with serve(app) as url:
            template = RequestTemplate.from_url(f"{url}/manuals/kettle.txt")
            return (await ask(template, CHECK, path=True)).rules

    assert asyncio.run(run()) == ({RULE.id} if weak else set())


@pytest.mark.parametrize("hangs_up_on", ["\0", ""], ids=["some", "all"])
def test_values_that_break_the_connection(hangs_up_on: str) -> None:
    """One value that nobody answers does not end the check; when none is answered, the check says so."""

    async def page(request: web.Request) -> web.Response:
        value = request.query["file"]
        if value != "kettle.txt" and hangs_up_on in value and request.transport is not None:
            request.transport.close()
        return html("<p>There is no such manual.</p>")

    async def run() -> set[str]:
        app = web.Application()
        app.router.add_get("/", page)
        async with serve(app) as url:
            return (await ask(RequestTemplate.from_url(f"{url}/?file=kettle.txt"), CHECK)).rules

    if hangs_up_on:
        assert asyncio.run(run()) == set()
    else:
        with pytest.raises(BadAnswer):
            asyncio.run(run())

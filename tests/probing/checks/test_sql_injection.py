"""SQL injection: pasted values are found in every place of a statement, parameters and look-alikes are not."""

import asyncio
import json
import re
import sqlite3
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from aiohttp import web

from securestack.core.finding import Finding
from securestack.net.message import Exchange, Request, Response
from securestack.probing.check import Probe
from securestack.probing.checks.sql_injection import CHECK, RULE
from securestack.probing.insertion import Field, JsonBody, RequestTemplate
from securestack.probing.needs import Profile
from tests.probing.checks.ask_case import Answer, ask, ask_case
from tests.targets.case import Case, html
from tests.targets.gallery import serve
from tests.targets.pages import sql_statements, sql_traps
from tests.targets.tea_store import ask_store

CASES = sql_statements.CASES + sql_traps.CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path)
def test_each_page_and_its_twin(case: Case) -> None:
    answer = asyncio.run(ask_case(case, CHECK))
    assert answer.rules == ({RULE.id} if case.weak else set())
    if case.weak:
        assert [finding.location.part for finding in answer.findings] == [case.parameter]


@pytest.mark.parametrize("case", [case for case in CASES if not case.weak], ids=lambda case: case.path)
def test_a_safe_point_costs_few_requests(case: Case) -> None:
    answer = asyncio.run(ask_case(case, CHECK))
    points = 2 if case.path.startswith("/sql/login") else 1
    varies = ("advertisements", "connection-numbers", "digest", "echo")
    noisy = case.path.removeprefix("/sql/trap-") in varies
    # The first probe, which belongs to all checks, included.
    assert len(answer.requests) <= (8 if noisy else 5) * points


def _page(name: str) -> Case:
    return next(case for case in CASES if case.path == f"/sql/{name}")


def _finding(name: str) -> Finding:
    (finding,) = asyncio.run(ask_case(_page(name), CHECK)).findings
    return finding


def test_an_error_is_shown_with_its_healed_twin() -> None:
    finding = _finding("error-shown")
    broken, healed, *_ = finding.evidence.exchanges
    assert broken.response is not None
    assert healed.response is not None
    assert "sqlite3.OperationalError" in broken.response.body
    assert "sqlite3" not in healed.response.body
    assert any(mark.part == "response-body" for mark in broken.marks)
    assert "SQLite" in finding.summary


def test_a_condition_is_shown_true_and_not_true_twice() -> None:
    finding = _finding("number")
    bodies = [exchange.response.body for exchange in finding.evidence.exchanges if exchange.response]
    assert ["Oolong" in body for body in bodies[:4]] == [True, False, True, False]


def test_where_only_a_number_differs_it_is_asked_more_often() -> None:
    assert len(_finding("count").evidence.exchanges) == 8


def test_no_payload_widens_a_statement() -> None:
    """Every value that is sent is put into a DELETE, which must never take more than the row it is meant for."""
    taken: list[set[object]] = []

    async def page(request: web.Request) -> web.Response:
        statement = f"SELECT id FROM tea WHERE name='{request.query['name']}' AND origin='Japan'"
        try:
            taken.append({row[0] for row in ask_store(statement)})
        except Exception:
            return html("<p>no</p>", status=500)
        return html(f"<p>{'one' if taken[-1] else 'none'}</p>")

    answer = asyncio.run(_ask_page(page, "name=Sencha", Profile.DEEP))
    assert answer.rules == {RULE.id}
    # Rows of UNION's own making are no rows of the table, and a DELETE refuses UNION altogether.
    assert all({row for row in rows if int(str(row)) < 10_000} <= {2} for rows in taken)
    with pytest.raises(sqlite3.OperationalError, match="UNION"):
        sqlite3.connect(":memory:").executescript(
            "CREATE TABLE tea (name TEXT); DELETE FROM tea WHERE name='a' AND 7=8 UNION SELECT 12*13-- k'"
        )


async def _ask_page(
    page: Callable[[web.Request], Awaitable[web.Response]], query: str, profile: Profile
) -> Answer:
    app = web.Application()
    app.router.add_get("/", page)
    async with serve(app) as url:
        return await ask(RequestTemplate.from_url(f"{url}/?{query}"), CHECK, profile=profile)


@pytest.mark.parametrize("weak", [True, False])
def test_a_json_leaf_and_a_cookie(weak: bool) -> None:
    async def page(request: web.Request) -> web.Response:
        if request.method == "POST":
            value = str(json.loads(await request.text())["tea"]["name"])
        else:
            value = unquote(request.cookies.get("tea", ""))
        statement = "SELECT origin FROM tea WHERE name="
        try:
            rows = ask_store(statement + f"'{value}'") if weak else ask_store(statement + "?", (value,))
        except Exception:
            return web.json_response({"error": "internal"}, status=500)
        return web.json_response({"origins": [row[0] for row in rows]})

    async def run() -> list[set[str]]:
        app = web.Application()
        app.router.add_route("*", "/", page)
        async with serve(app) as url:
            leaf = RequestTemplate.from_url(f"{url}/", "POST", JsonBody({"tea": {"name": "Assam"}}))
            cookie = RequestTemplate(method="GET", origin=url, cookies=(Field("tea", "Assam"),))
            return [(await ask(template, CHECK)).rules for template in (leaf, cookie)]

    assert asyncio.run(run()) == [{RULE.id} if weak else set()] * 2


class _Sleeping:
    """Answers as MySQL behind a page that never changes; the time passes in `elapsed` only.

    What stands outside of the texts of the statement is evaluated, once.
    """

    def __init__(self, *, weak: bool) -> None:
        self.weak = weak
        self.sent = 0

    async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
        self.sent += 1
        elapsed = 0.02 + 0.01 * (self.sent % 3)
        value = parse_qs(urlsplit(request.url).query)["note"][0]
        pasted = value if self.weak else value.replace("'", "''")
        outside = re.sub(r"'[^']*'", "", f"UPDATE tea SET note='x' WHERE note='{pasted}'")
        if "'" not in outside:
            elapsed += sum(int(seconds) for seconds in re.findall(r"SLEEP\((\d+)\)", outside))
        return Exchange(request, Response(200, (), b"<p>Noted.</p>", elapsed=elapsed))


@pytest.mark.parametrize("weak", [True, False])
def test_a_page_that_never_changes_is_asked_to_wait(weak: bool) -> None:
    async def run() -> tuple[list[Finding], int]:
        sender = _Sleeping(weak=weak)
        template = RequestTemplate.from_url("http://127.0.0.1:1/?note=malty")
        point = next(template.points())
        baseline = await sender.send(template.build())
        sender.sent = 0
        probe = Probe(sender=sender, template=template, point=point, baseline=baseline)
        return await CHECK.run(probe), sender.sent

    findings, requests = asyncio.run(run())
    assert len(findings) == weak
    if weak:
        assert "1.0" in findings[0].summary
        assert len(findings[0].evidence.exchanges) >= 7
    else:
        assert requests <= 4


def test_the_quick_profile_asks_for_no_delay() -> None:
    answer = asyncio.run(_ask_page(_always_the_same, "note=malty", Profile.QUICK))
    assert not any("SLEEP" in request.url for request in answer.requests)
    assert len(answer.requests) == 2


async def _always_the_same(request: web.Request) -> web.Response:
    return html("<p>Noted.</p>")


@pytest.mark.parametrize(
    ("name", "shown"), [("error-shown", True), ("text", True), ("number", True), ("count", False)]
)
def test_union_shows_a_number_that_the_database_computed(name: str, shown: bool) -> None:
    last = _finding(name).evidence.exchanges[-1]
    assert ("the database computed" in last.note) is shown


def test_union_is_asked_of_reading_requests_only() -> None:
    for case in CASES:
        if case.weak and case.method != "GET":
            assert not any(b"UNION" in sent.body for sent in asyncio.run(ask_case(case, CHECK)).requests)

"""The GraphQL part of the API scanner through its front door: the weak library is told all, its safe twin nothing."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from aiohttp import web
from graphql import GraphQLError, build_schema, graphql_sync
from hypothesis import given
from hypothesis import strategies as st

from securestack.core.events import Outcome
from securestack.core.result import ScanResult
from securestack.scanners.api.description.model import UnreadableDescription
from securestack.scanners.api.graphql.checks import expensive
from securestack.scanners.api.graphql.schema import looks_like_sdl, read_schema
from securestack.scanners.api.options import ApiScanOptions
from securestack.scanning.run import run_scan
from tests.targets.gallery import serve
from tests.targets.graphql_library import SCHEMA, Library

FOUND = {
    ("api.graphql-introspection", ""),
    ("api.graphql-suggestions", ""),
    ("api.graphql-batching", ""),
    ("api.graphql-aliases", ""),
    ("api.graphql-depth", "books"),
    ("api.graphql-cross-site-requests", ""),
    ("api.graphql-unvalidated-fragments", ""),
    ("api.stack-trace", ""),
    ("api.right-in-cookie", "tools"),
    ("api.unauthenticated-change", ""),
    ("api.default-credentials", "login(password)"),
    ("api.token-signature-not-checked", "me(token)"),
    ("api.log-forging", "audits"),
    ("web.path-traversal", "exportNote(filename)"),
    ("web.server-side-request-forgery", "importPage(host, port, path)"),
}
TIMED = {"api.graphql-repeated-fields"}  # rests on how fast this machine is now


def scan(library: Library, path: str = "/graphql", **options: object) -> ScanResult:
    async def run() -> ScanResult:
        async with serve(library.application()) as url:
            return await run_scan("api", ApiScanOptions(description=url + path, **options))  # type: ignore[arg-type]

    return asyncio.run(run())


def told(result: ScanResult) -> set[tuple[str, str]]:
    return {
        (finding.rule_id, finding.location.part)
        for finding in result.findings
        if finding.rule_id not in TIMED
    }


def test_the_weak_library_is_told_all_and_stays_whole() -> None:
    library = Library(weak=True)
    result = scan(library)
    assert result.outcome is Outcome.COMPLETED, result.reason
    assert told(result) >= FOUND
    assert not library.deleted
    assert any("deleteEverything was not tested" in notice.message for notice in result.notices)
    for finding in result.findings:
        assert finding.evidence is not None
        assert "zq" not in finding.location.part


def test_its_safe_twin_is_told_nothing_with_its_schema_at_hand(tmp_path: Path) -> None:
    schema = tmp_path / "library.graphql"
    schema.write_text(SCHEMA)
    library = Library(weak=False)

    async def run() -> ScanResult:
        async with serve(library.application()) as url:
            return await run_scan("api", ApiScanOptions(description=str(schema), url=f"{url}/graphql"))

    result = asyncio.run(run())
    assert result.outcome is Outcome.COMPLETED, result.reason
    assert told(result) == set()


def test_a_service_that_tells_nothing_is_incomplete_not_clean() -> None:
    result = scan(Library(weak=False))
    assert result.outcome is Outcome.INCOMPLETE
    assert "Give it as a file" in result.reason


def test_what_is_not_told_is_guessed_from_suggestions() -> None:
    class Closed(Library):
        def _check(self, document: object, text: str) -> None:
            if "__schema" in text:
                raise GraphQLError("Introspection is off.")
            super()._check(document, text)  # type: ignore[arg-type]

    result = scan(Closed(weak=True))
    assert any("was guessed from the names" in notice.message for notice in result.notices)
    found = told(result)
    assert ("api.default-credentials", "login(password)") in found
    assert ("api.graphql-introspection", "") not in found


def test_an_operation_that_takes_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expensive, "_LIMIT", 0.3)
    slow = ("api.expensive-operation", "rebuildIndex")
    assert slow in told(scan(Library(weak=True, slow=0.5), only=(slow[0],)))
    assert slow not in told(scan(Library(weak=True), only=(slow[0],)))


def test_nobody_there(tmp_path: Path) -> None:
    schema = tmp_path / "library.graphql"
    schema.write_text(SCHEMA)
    result = asyncio.run(run_scan("api", ApiScanOptions(description=str(schema))))
    assert result.outcome is Outcome.FAILED
    assert "--url" in result.reason


@pytest.mark.parametrize(
    "text",
    ["type Query {", "type Query { a: Nowhere }", '{"__schema": 1}', '{"__schema": {"types": [1]}}', "{"],
)
def test_a_broken_schema_is_one_sentence(text: str) -> None:
    with pytest.raises(UnreadableDescription) as error:
        read_schema(text)
    assert "\n" not in str(error.value)


@given(
    st.text()
    | st.recursive(st.none() | st.text(), lambda inner: st.dictionaries(st.text(), inner)).map(json.dumps)
)
def test_no_text_is_too_broken(text: str) -> None:
    looks_like_sdl(text)
    try:
        read_schema(text)
    except UnreadableDescription:
        return


def test_a_thousand_fields_end_in_an_account_of_each() -> None:
    schema = build_schema("type Query { " + " ".join(f"thing{n}(id: ID): String" for n in range(1000)) + " }")

    async def service(request: web.Request) -> web.Response:
        try:
            result = graphql_sync(schema, str((await request.json())["query"]))
        except (ValueError, TypeError, KeyError):
            return web.json_response({"errors": [{"message": "Send one operation."}]}, status=400)
        return web.json_response({"data": result.data, "errors": [str(one) for one in result.errors or ()]})

    async def run() -> ScanResult:
        app = web.Application()
        app.router.add_post("/graphql", service)
        async with serve(app) as url:
            options = ApiScanOptions(
                description=f"{url}/graphql", max_requests=1_200, only=("web.sql-injection",)
            )
            return await run_scan("api", options)

    result = asyncio.run(run())
    assert result.outcome is Outcome.INCOMPLETE
    assert "the limit of 1200 requests was reached" in result.reason
    said = next(notice.message for notice in result.notices if "inputs were not tested" in notice.message)
    assert "and " in said
    assert said.endswith("more.")
    assert result.statistics.requests <= 1_200

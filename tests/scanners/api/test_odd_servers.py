"""Servers that tell nothing, and scans that end early: what is said of it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import web

from securestack.core.events import NoticeLevel, Outcome
from securestack.core.result import ScanResult
from securestack.scanners.api.options import ApiUser
from tests.scanners.api.front_door import scan, told
from tests.scanners.api.odd_servers import described, one_answer
from tests.targets.gallery import serve
from tests.targets.library import FLAWS, Library, application, description_text

SOME = ("GET /books", "GET /books/{bookId}", "POST /books", "DELETE /books/{bookId}", "GET /me")


def scanned(app: web.Application, document: str, **options: Any) -> ScanResult:
    async def go() -> ScanResult:
        async with serve(app) as address:
            return await scan("api.json", document=document, url=address, **options)

    return asyncio.run(go())


def said(result: ScanResult) -> str:
    return "\n".join(notice.message for notice in result.notices)


def test_a_server_that_refuses_everything_fails_the_scan_and_says_what_to_give() -> None:
    result = scanned(one_answer(401), described(*SOME))
    assert result.outcome is Outcome.FAILED
    assert "--user" in result.reason
    assert "401 to everything" in result.reason


@pytest.mark.parametrize(
    ("body", "kind"),
    [("<!doctype html><title>Shop</title><div id=app>", "text/html"), ('{"ok": true}', "application/json")],
)
def test_a_server_that_answers_everything_alike_is_not_taken_for_the_api(body: str, kind: str) -> None:
    result = scanned(one_answer(200, body, kind), described(*SOME))
    assert result.outcome is Outcome.FAILED
    assert "the same answer" in result.reason
    assert "--url" in result.reason
    assert told(result) == set()


def test_a_server_that_knows_no_address_fails_the_scan() -> None:
    result = scanned(one_answer(404), described(*SOME))
    assert result.outcome is Outcome.FAILED
    assert "404 to everything" in result.reason


def test_a_server_that_is_not_there_fails_the_scan() -> None:
    result = asyncio.run(scan("api.json", document=described(*SOME), url="http://127.0.0.1:9"))
    assert result.outcome is Outcome.FAILED
    assert "127.0.0.1" in result.reason


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("{", "neither JSON nor YAML"),
        ("[]", "no description"),
        ("openapi: 4.0.0", "versions 2 and 3"),
        ("a: [b", "in line 2"),
        ("just words", "no description"),
        ("openapi: 3.0.0\ninfo: {}", "no operation"),
    ],
)
def test_a_text_that_is_no_description_is_refused_in_one_sentence(document: str, words: str) -> None:
    result = scanned(one_answer(), document)
    assert result.outcome is Outcome.FAILED
    assert words in result.reason
    assert "\n" not in result.reason


def test_a_description_that_names_no_server_wants_an_address() -> None:
    result = asyncio.run(scan("api.json", document=described(*SOME)))
    assert result.outcome is Outcome.FAILED
    assert "--url" in result.reason


def test_a_description_from_the_web_does_not_choose_another_host() -> None:
    async def go() -> ScanResult:
        async def handler(_: web.Request) -> web.Response:
            return web.Response(text=described(*SOME, servers=[{"url": "http://somebody-else.example/api"}]))

        app = web.Application()
        app.router.add_get("/openapi.json", handler)
        async with serve(app) as address:
            return await scan(f"{address}/openapi.json")

    result = asyncio.run(go())
    assert result.outcome is Outcome.FAILED
    assert "--url http://somebody-else.example/api" in result.reason


def test_broken_parts_of_a_description_are_told_and_the_rest_is_asked() -> None:
    document = described("GET /shelves", servers=[{"url": "/"}])
    broken = document.replace(
        '"paths": {', '"paths": {"/broken": {"get": 7}, "no-slash": {}, "/lost": {"$ref": "#/nowhere"}, '
    )
    result = scanned(application(Library(["shelves-open"])), broken)
    assert result.outcome is Outcome.COMPLETED
    assert "GET /broken is left out" in said(result)
    assert "#/nowhere leads nowhere" in said(result)


def test_users_who_cannot_log_in_fail_the_scan_with_their_name_and_without_the_password() -> None:
    users = (ApiUser(name="mina", password="not-the-password-1"),)
    result = scanned(application(Library()), description_text(), users=users)
    assert result.outcome is Outcome.FAILED
    assert "mina" in result.reason
    assert "not-the-password-1" not in str(result)


@pytest.mark.parametrize("limit", [{"max_requests": 60}, {"time_limit": 0.3}])
def test_a_limit_ends_in_a_full_account(limit: dict[str, Any]) -> None:
    result = scanned(application(Library(FLAWS)), description_text(), **limit)
    assert result.outcome is Outcome.INCOMPLETE
    assert "limit" in result.reason
    assert "operations were asked" in said(result)
    assert any(check.outcome is Outcome.INCOMPLETE for check in result.checks)


def test_what_was_made_is_deleted_although_the_requests_ran_out() -> None:
    library = Library()
    result = scanned(application(library), description_text(), max_requests=400)
    assert result.outcome is Outcome.INCOMPLETE
    assert result.reason == "The scan ended early: the limit of 400 requests was reached."
    assert result.statistics.requests <= 400
    assert not library.notes


def test_every_operation_that_was_not_tested_is_named_with_the_reason() -> None:
    document = described("GET /createdb", "GET /nothing", servers=[{"url": "/"}])
    result = scanned(application(Library()), document)
    warnings = [notice.message for notice in result.notices if notice.level is NoticeLevel.WARNING]
    assert any("GET /createdb" in text and "createdb”" in text for text in warnings)
    assert any("GET /nothing" in text and "404" in text for text in warnings)


def test_a_thousand_operations_are_asked_within_the_limits() -> None:
    operations = [f"GET /things{number}/{{thingId}}" for number in range(500)]
    operations += [f"GET /things{number}" for number in range(500)]
    result = scanned(application(Library()), described("GET /shelves", *operations), max_requests=3_000)
    assert result.statistics.requests <= 3_000
    assert "1,001 of 1,001 operations were asked" in said(result)


def test_short_lived_tokens_are_renewed_in_time() -> None:
    library = Library(["notes-read"], lifetime=2)
    result = scanned(application(library), description_text(), only=("api.object-level-authorization-read",))
    assert result.outcome is Outcome.COMPLETED
    assert told(result) == {FLAWS["notes-read"]}


def test_a_session_that_is_lost_for_good_fails_the_scan() -> None:
    library = Library()
    accepted = library.whoever
    asked = 0

    def forgetting(request: web.Request) -> dict[str, Any]:
        nonlocal asked
        asked += 1
        if asked > 30:
            library.members.clear()
        return accepted(request)

    library.whoever = forgetting  # type: ignore[method-assign]
    result = scanned(application(library), description_text())
    assert result.outcome is Outcome.FAILED
    assert "session was lost" in result.reason

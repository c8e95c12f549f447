"""Everybody gets in, whatever the door: proven by the flaw that is found only by two who are logged in."""

from __future__ import annotations

import asyncio

import pytest

from securestack.core.events import Outcome
from securestack.core.result import ScanResult
from securestack.scanners.api.options import ApiUser
from tests.scanners.api import doors
from tests.scanners.api.front_door import scan, told
from tests.targets.gallery import serve
from tests.targets.library import (
    ADMINISTRATOR,
    ADMINISTRATOR_PASSWORD,
    FLAWS,
    Library,
    application,
    description_text,
)

READ = "api.object-level-authorization-read"
FOUND = {(READ, "GET /notes/{noteId}")}
TWO = tuple(ApiUser(name=name, password=password) for name, password in doors.PEOPLE.items())


def scanned(way: str, users: tuple[ApiUser, ...], *, nameless: bool = False) -> ScanResult:
    async def go() -> ScanResult:
        async with serve(doors.application(doors.Doors(way, nameless=nameless))) as address:
            return await scan(
                "doors", document=doors.description(way), url=address, users=users, only=(READ,)
            )

    return asyncio.run(go())


@pytest.mark.parametrize(
    "way",
    [
        "json",
        "form",
        "basic",
        "cookie",
        "header",
        "query",
        "nested",
        "wrapped",
        "oauth-password",
        "oauth-client",
    ],
)
def test_two_users_get_in(way: str) -> None:
    result = scanned(way, TWO)
    assert result.outcome is Outcome.COMPLETED, result.reason
    assert told(result) == FOUND
    assert "GET /me tells whether that lasts" in str(result.notices)
    for secret in doors.PEOPLE.values():
        assert secret not in str(result)


def test_what_a_list_shows_to_one_only_is_theirs() -> None:
    assert told(scanned("json", TWO, nameless=True)) == FOUND


def test_users_with_tokens_of_their_own_get_in() -> None:
    async def go() -> ScanResult:
        house = doors.Doors("json")
        users = tuple(
            ApiUser(headers=(("Authorization", f"Bearer {house.token(name)}"),)) for name in doors.PEOPLE
        )
        async with serve(doors.application(house)) as address:
            return await scan(
                "doors", document=doors.description("json"), url=address, users=users, only=(READ,)
            )

    assert told(asyncio.run(go())) == FOUND


def test_a_token_that_is_no_good_fails_the_scan() -> None:
    result = scanned("json", (ApiUser(headers=(("Authorization", "Bearer nothing-of-the-kind"),)),))
    assert result.outcome is Outcome.FAILED
    assert "--header" in result.reason


def test_with_one_user_what_needs_two_is_said_to_be_left_out() -> None:
    result = scanned("json", TWO[:1])
    assert told(result) == set()
    (check,) = [check for check in result.checks if check.check == "object-level-authorization-read"]
    assert check.outcome is Outcome.SKIPPED
    assert "needs 2 ordinary users" in check.reason


def test_an_administrator_makes_sure_what_administrators_see() -> None:
    async def go() -> ScanResult:
        users = (ApiUser(name=ADMINISTRATOR, password=ADMINISTRATOR_PASSWORD, administrator=True),)
        async with serve(application(Library(["statistics-open"]))) as address:
            return await scan(
                "library",
                document=description_text(),
                url=address,
                users=users,
                only=("api.function-level-authorization",),
            )

    result = asyncio.run(go())
    assert told(result) == {FLAWS["statistics-open"]}
    (finding,) = result.findings
    assert [exchange.actor for exchange in finding.evidence.exchanges] == ["administrator", "user 1"]

"""Scans behind a login: through a form or with headers, good and bad, lost and found again."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import web

from securestack.core.events import Outcome
from securestack.core.result import ScanResult
from tests.scanners.web.front_door import as_text, one_page, rules_of, scan
from tests.scanners.web.members import BEARER, PASSWORD, USERNAME, Members
from tests.targets.case import html
from tests.targets.gallery import serve

SEEN = {"web.reflected-xss", "web.cookie-without-http-only", "web.cookie-without-same-site"}


def log_in_and_scan(app: web.Application, path: str = "/login", **options: Any) -> ScanResult:
    async def go() -> ScanResult:
        async with serve(app) as address:
            given = {"username": USERNAME, "password": PASSWORD, **options}
            return await scan(f"{address}/", login_url=address + path, **given)

    return asyncio.run(go())


def scan_with(app: web.Application, *headers: tuple[str, str]) -> ScanResult:
    async def go() -> ScanResult:
        async with serve(app) as address:
            return await scan(f"{address}/", headers=headers)

    return asyncio.run(go())


def test_a_form_with_a_token_and_a_redirect() -> None:
    site = Members()
    result = log_in_and_scan(site.application())
    assert result.outcome is Outcome.COMPLETED, result.reason
    assert rules_of(result) >= SEEN
    assert site.logins >= 1
    assert site.logouts == 0
    assert any("Logged in as mina" in notice.message for notice in result.notices)
    assert any("/logout" in notice.message for notice in result.notices)


@pytest.mark.parametrize(
    "form",
    [
        "<input name=word><input name=word2 type=hidden value=1><input name=mail>",  # a password field that shows
        "<input name=mail><input name=code><input name=word type=password>",
    ],
)
def test_forms_that_say_less_fail_in_a_sentence_or_work(form: str) -> None:
    result = log_in_and_scan(Members(form=form).application())
    assert result.outcome is Outcome.FAILED
    assert result.reason.endswith((".", "instead."))


def test_a_user_name_field_known_by_autocomplete() -> None:
    form = "<input name=code><input name=mail autocomplete=username><input name=word type=password>"
    result = log_in_and_scan(Members(form=form).application())
    assert result.outcome is Outcome.COMPLETED, result.reason


@pytest.mark.parametrize("status", [200, 401])
def test_a_wrong_password(status: int) -> None:
    result = log_in_and_scan(Members(error_status=status).application(), password="green-tea-1")
    assert result.outcome is Outcome.FAILED
    assert "as mina did not work" in result.reason
    assert "Check the user name and the password" in result.reason
    assert all(line.outcome is Outcome.INCOMPLETE for line in result.checks)


@pytest.mark.parametrize(
    ("app", "says"),
    [
        (one_page("<form><input name=q></form>"), "has no form with a password field"),
        (one_page("<form><input type=password name=p></form>"), "has no field for a user name"),
        (one_page(status=302, Location="http://login.example.com/"), "not part of the scan"),
    ],
)
def test_pages_that_nobody_can_log_in_at(app: web.Application, says: str) -> None:
    result = log_in_and_scan(app)
    assert result.outcome is Outcome.FAILED
    assert says in result.reason


def test_a_login_page_elsewhere_says_how_to_allow_it() -> None:
    async def go() -> ScanResult:
        async with serve(one_page()) as address:
            return await scan(
                f"{address}/", login_url="http://login.example.com/", username=USERNAME, password=PASSWORD
            )

    result = asyncio.run(go())
    assert result.outcome is Outcome.FAILED
    assert "add its address with --scope" in result.reason


def test_a_session_that_the_server_forgets_is_renewed() -> None:
    site = Members(forgets_after=20)
    result = log_in_and_scan(site.application())
    assert result.outcome is Outcome.COMPLETED, result.reason
    assert site.logins > 2
    assert rules_of(result) >= SEEN


def test_a_session_that_cannot_be_renewed_fails_the_scan_and_keeps_its_findings() -> None:
    result = log_in_and_scan(Members(forgets_after=20, logins=1).application())
    assert result.outcome is Outcome.FAILED
    assert "The session was lost and logging in again did not work." in result.reason
    assert "web.cookie-without-http-only" in rules_of(result)


def test_a_bearer_token_that_is_accepted() -> None:
    site = Members(bearer=True)
    result = scan_with(site.application(), ("Authorization", f"Bearer {BEARER}"))
    assert result.outcome is Outcome.COMPLETED, result.reason
    assert "web.reflected-xss" in rules_of(result)


def test_a_bearer_token_that_is_refused() -> None:
    result = scan_with(Members(bearer=True).application(), ("Authorization", "Bearer wrong"))
    assert result.outcome is Outcome.FAILED
    assert "answered 401" in result.reason
    assert "not expired" in result.reason


def test_a_bearer_token_that_expires_on_the_way() -> None:
    site = Members(bearer=True, forgets_after=20)
    result = scan_with(site.application(), ("Authorization", f"Bearer {BEARER}"))
    assert result.outcome is Outcome.FAILED
    assert "no longer accepts the credentials given with --header" in result.reason


def test_a_session_cookie_given_as_a_header() -> None:
    site = Members()
    site.sessions["s3cr3t-given-by-hand"] = 10**9
    result = scan_with(site.application(), ("Cookie", "session=s3cr3t-given-by-hand; lang=en"))
    assert result.outcome is Outcome.COMPLETED, result.reason
    assert "web.reflected-xss" in rules_of(result)
    assert "s3cr3t-given-by-hand" not in as_text(result)


def test_credentials_that_make_no_difference_are_mentioned() -> None:
    result = scan_with(one_page(), ("X-Api-Key", "anything"))
    assert result.outcome is Outcome.COMPLETED
    assert any("cannot be told" in notice.message for notice in result.notices)
    quiet = scan_with(one_page(), ("Accept-Language", "en"))
    assert not any("cannot be told" in notice.message for notice in quiet.notices)


def test_a_page_further_in_tells_whether_a_token_works() -> None:
    site = Members(bearer=True, forgets_after=15)
    app = web.Application()

    async def public(_: web.Request) -> web.Response:
        return html("<a href='/orders?year=1'>Orders</a><a href='/note?text=a'>Note</a>")

    app.router.add_get("/", public)
    app.router.add_get("/orders", site.orders)
    app.router.add_get("/note", site.note)
    result = scan_with(app, ("Authorization", f"Bearer {BEARER}"))
    assert result.outcome is Outcome.FAILED
    assert "no longer accepts" in result.reason


def test_no_secret_is_in_anything_that_is_told() -> None:
    site = Members(forgets_after=25)
    told = as_text(log_in_and_scan(site.application()))
    for secret in (PASSWORD, *(name for name in site.sessions if len(name) == 32), *site.tokens):
        assert secret not in told
    bearer = as_text(scan_with(Members(bearer=True).application(), ("Authorization", f"Bearer {BEARER}")))
    assert BEARER not in bearer

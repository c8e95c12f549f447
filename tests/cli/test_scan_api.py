"""`securestack scan api`: what its options come to, and what it prints of a description."""

from __future__ import annotations

from pathlib import Path

import pytest

from securestack.probing.needs import Profile
from securestack.scanners.api.options import ApiUser
from tests.cli.stage import Stage
from tests.targets.library import description_text

URL = "http://127.0.0.1:8000"


def test_a_scan_tells_its_findings_and_ends_with_1(stage: Stage) -> None:
    code, out, err = stage.run("scan", "api", "openapi.yaml")
    assert code == 1
    assert stage.scanner == "api"
    assert "SQL injection" in out
    assert err == ""


def test_every_option_reaches_the_scanner(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ANNA", "secret-1")
    monkeypatch.setenv("BOSS", "secret-2")
    stage.run(
        "scan", "api", "openapi.yaml", "--url", URL, "--user", "anna@tea.example:ANNA", "--admin", "boss:BOSS",
        "--header", "X-Tenant: 7", "--header", "Authorization: Bearer 5f2c9e7d41aa08b3", "--login", "POST /session",
        "--no-register", "--scope", "/v2/", "--exclude", "*/payments/*", "--profile", "deep", "--time-limit", "10m",
        "--max-requests", "500", "--requests-per-second", "2.5", "--allow-destructive", "--insecure",
        "--callback-url", "http://192.0.2.1:9000", "--record", tmp_path / "kept",
    )  # fmt: skip
    options = stage.options
    assert (options.description, options.url, options.login) == ("openapi.yaml", URL, "POST /session")
    assert options.users == (
        ApiUser(name="anna@tea.example", password="secret-1"),
        ApiUser(name="boss", password="secret-2", administrator=True),
        ApiUser(headers=(("Authorization", "Bearer 5f2c9e7d41aa08b3"),)),
    )
    assert options.headers == (("X-Tenant", "7"),)
    assert (options.register, options.allow_destructive, options.verify_tls) == (False, True, False)
    assert (options.scope, options.exclude) == (("/v2/",), ("*/payments/*",))
    assert options.profile is Profile.DEEP
    assert (options.time_limit, options.max_requests, options.requests_per_second) == (600, 500, 2.5)
    assert options.callback_url == "http://192.0.2.1:9000"
    assert options.record == str(tmp_path / "kept")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--user", "anna"], "write it like --user anna:ANNA_PASSWORD"),
        (["--user", "anna:NOT_THERE_AT_ALL"], "NOT_THERE_AT_ALL of --user is not set"),
        (["--admin", "boss:1x"], "write it like --admin"),
        (["--url", "nowhere"], "is not a web address"),
        (["--time-limit", "soon"], "--time-limit"),
        (["--max-requests", "0"], "more than 0"),
        (["--header", "no colon"], "write it like --header"),
    ],
)
def test_options_that_make_no_sense_end_in_one_sentence(
    stage: Stage, arguments: list[str], said: str
) -> None:
    code, out, err = stage.run("scan", "api", "openapi.yaml", *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_how_a_description_is_understood_is_shown_without_asking_the_api(
    stage: Stage, tmp_path: Path
) -> None:
    path = tmp_path / "library.json"
    path.write_text(description_text())
    code, out, err = stage.run("scan", "api", path, "--explain", "--url", URL)
    assert (code, err) == (0, "")
    assert stage.options is None
    for line in (
        "Library 1 (OpenAPI 3.1.0) at http://127.0.0.1:8000",
        "log in: POST /auth/login, with username, password",
        "register: POST /auth/register",
        "Resource “note”",
        "create   POST /notes  (needs a login)",
        "noteId comes from “id” of GET /notes",
        "delete   DELETE /admin/members/{memberId}  (needs a login; for administrators)",
    ):
        assert line in out


def test_a_description_that_is_not_there_ends_in_one_sentence(stage: Stage) -> None:
    code, out, err = stage.run("scan", "api", "gone.yaml", "--explain")
    assert (code, out) == (2, "")
    assert "gone.yaml cannot be read" in err

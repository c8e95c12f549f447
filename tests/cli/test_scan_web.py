from __future__ import annotations

import json
from pathlib import Path

import pytest

from securestack.cli import store
from securestack.core.events import Outcome
from securestack.probing.needs import Profile
from tests.cli.stage import Stage
from tests.reports import sample

URL = "http://127.0.0.1:8000"


def test_a_scan_tells_its_findings_and_ends_with_1(stage: Stage) -> None:
    code, out, err = stage.run("scan", "web", URL)
    assert code == 1
    assert "SQL injection  web.sql-injection" in out
    assert err == ""  # neither a terminal nor CI: quiet


@pytest.mark.parametrize(
    ("fail_on", "code"),
    [("critical", 0), ("high", 0), ("medium", 0), ("low", 1), ("informational", 1), ("never", 0)],
)
def test_the_exit_code_follows_fail_on(stage: Stage, fail_on: str, code: int) -> None:
    stage.result = sample.result(sample.finding(sample.HEADERS, URL))
    assert stage.run("scan", "web", URL, "--fail-on", fail_on)[0] == code
    assert stage.run("scan", "web", URL)[0] == 0  # by default from high on


def test_every_option_reaches_the_scanner(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SHOP_PASSWORD", "secret")
    stage.run(
        "scan", "web", URL,
        "--login-url", f"{URL}/login", "--username", "anna", "--password-env", "SHOP_PASSWORD",
        "--header", "X-One: 1", "--header", "X-Two:2",
        "--scope", "http://127.0.0.1:8001/api/", "--scope", "/shop/", "--exclude", "*/admin/*",
        "--profile", "deep", "--time-limit", "1h30m", "--max-requests", "500", "--max-pages", "50",
        "--requests-per-second", "2.5", "--allow-destructive", "--insecure",
        "--callback-url", "http://192.0.2.1:9000", "--record", tmp_path / "kept",
    )  # fmt: skip
    options = stage.options
    assert (options.url, options.login_url, options.username, options.password) == (
        URL, f"{URL}/login", "anna", "secret"
    )  # fmt: skip
    assert options.headers == (("X-One", "1"), ("X-Two", "2"))
    assert options.scope == ("http://127.0.0.1:8001/api/", "/shop/")
    assert options.exclude == ("*/admin/*",)
    assert options.profile is Profile.DEEP
    assert (options.time_limit, options.max_requests, options.max_pages) == (5400, 500, 50)
    assert (options.requests_per_second, options.allow_destructive, options.verify_tls) == (2.5, True, False)
    assert options.callback_url == "http://192.0.2.1:9000"
    assert options.record == str(tmp_path / "kept")


def test_reports_go_to_files_by_their_endings_and_the_readable_one_to_standard_output(
    stage: Stage, tmp_path: Path
) -> None:
    html, sarif = tmp_path / "a.html", tmp_path / "b.sarif"
    _, out, err = stage.run("scan", "web", URL, "--output", html, "--output", sarif)
    assert html.read_text().startswith("<!doctype html>")
    assert json.loads(sarif.read_text())["version"] == "2.1.0"
    assert "SQL injection  web.sql-injection" in out
    assert err.splitlines() == [f"Wrote {html}", f"Wrote {sarif}"]


def test_a_format_alone_means_standard_output(stage: Stage) -> None:
    _, out, _ = stage.run("scan", "web", URL, "--format", "json")
    assert json.loads(out)["target"] == "http://127.0.0.1:8000/"


def test_every_scan_is_kept_for_its_owner_only(stage: Stage) -> None:
    stage.run("scan", "web", URL)
    (kept,) = (stage.data / "scans").iterdir()
    assert store.load(kept) == stage.result
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700


def test_a_scan_that_cannot_be_kept_is_told_all_the_same(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.data.write_text("a file where the folder should be")
    code, out, err = stage.run("scan", "web", URL)
    assert code == 1
    assert "SQL injection" in out
    assert err.startswith("securestack: Cannot create ")


def test_a_failed_scan_ends_with_2_and_one_sentence_but_files_are_written(
    stage: Stage, tmp_path: Path
) -> None:
    stage.result = sample.result(outcome=Outcome.FAILED, reason="the host nowhere.example does not exist")
    code, out, err = stage.run("scan", "web", URL, "--output", tmp_path / "a.sarif")
    assert code == 2
    assert out == ""
    assert err.splitlines()[-1] == "securestack: The scan failed: the host nowhere.example does not exist."
    assert not json.loads((tmp_path / "a.sarif").read_text())["runs"][0]["invocations"][0][
        "executionSuccessful"
    ]


def test_a_scan_that_failed_half_way_tells_what_it_found(stage: Stage) -> None:
    stage.result = sample.result(
        sample.finding(sample.SQL, URL), outcome=Outcome.FAILED, reason="login was lost"
    )
    code, out, err = stage.run("scan", "web", URL)
    assert code == 2
    assert "SQL injection" in out
    assert "The scan failed: login was lost." in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Say what to scan"),
        (["shop"], '"shop" is not a web address; write it like http://shop'),
        (["ftp://a/"], '"ftp://a/" is not a web address'),
        (["http://"], "is not a web address"),
        ([URL, "--scope", "x:y:z"], '--scope: "x:y:z" is not a web address'),
        ([URL, "--fail-on", "bad"], "'bad' is not one of 'critical', 'high'"),
        ([URL, "--profile", "slow"], "'slow' is not one of 'quick', 'standard', 'deep'"),
        ([URL, "--time-limit", "10"], '--time-limit: "10" is not a span of time; write it like 90s'),
        ([URL, "--max-requests", "0"], "--max-requests must be more than 0"),
        ([URL, "--max-requests", "many"], "valid integer"),
        ([URL, "--header", "Authorization"], 'The header "Authorization" is not usable'),
        ([URL, "--header", "A b: c"], 'The header "A b" is not usable'),
        ([URL, "--username", "anna"], "A login needs --login-url, --username and --password-env together"),
        (
            [URL, "--login-url", URL, "--username", "a", "--password-env", "NO_SUCH_VARIABLE"],
            "NO_SUCH_VARIABLE of --password-env is not set; export it",
        ),
        ([URL, "--output", "no-such-folder/a.html"], "the folder no-such-folder does not exist"),
        ([URL, "--output", "report.pdf"], "report.pdf has no ending that tells its format"),
        ([URL, "--output", "a.html", "--output", "a.html"], "name the same file"),
        ([URL, "--config", "no-such.toml"], "Cannot read the config no-such.toml"),
        ([URL, "--no-such-option"], "See `securestack scan web --help`."),
    ],
)
def test_wrong_use_ends_with_2_and_one_sentence_before_anything_is_asked(
    stage: Stage, arguments: list[str], said: str
) -> None:
    code, out, err = stage.run("scan", "web", *arguments)
    assert code == 2
    assert said in err
    assert err.count("\n") == 1
    assert out == ""
    assert stage.options is None


def test_a_header_that_is_refused_keeps_its_secret(stage: Stage) -> None:
    _, _, err = stage.run("scan", "web", URL, "--header", "Bad Name: topsecret")
    assert "topsecret" not in err


def test_plain_progress_writes_lines_on_standard_error_only(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    _, out, err = stage.run("scan", "web", URL, "--format", "json")
    assert json.loads(out)
    assert "crawling: 3 of 10, 5 requests, found nothing yet" in err
    assert "found critical SQL injection  POST /login  form field name" in err
    assert "attacking: 1, 9 requests, found 1 critical, 1 high, 1 medium, 1 low" in err
    assert "\x1b" not in err


def test_an_unexpected_fault_is_one_sentence(stage: Stage) -> None:
    stage.result = None  # type: ignore[assignment]
    code, _, err = stage.run("scan", "web", URL)
    assert code == 2
    assert err.startswith("securestack: Something unexpected went wrong (AttributeError: ")
    assert "--debug" in err
    assert "Traceback" not in err

from __future__ import annotations

from pathlib import Path

import pytest

from securestack.cli.choices import FailOn, ReportFormat
from securestack.cli.errors import CommandError
from securestack.cli.settings import WebSettings, read_config
from securestack.probing.needs import Profile
from tests.cli.stage import Stage

CONFIG = """
[scan.web]
url = "http://127.0.0.1:8000"
profile = "quick"
time-limit = "10m"
exclude = ["*/admin/*"]
fail-on = "medium"
requests-per-second = 5
output = ["report.html"]
"""


def test_a_file_holds_the_options_by_their_names(tmp_path: Path) -> None:
    path = tmp_path / "scan.toml"
    path.write_text(CONFIG)
    settings = read_config(path)
    assert settings.profile is Profile.QUICK
    assert settings.fail_on is FailOn.MEDIUM
    assert settings.options().time_limit == 600
    assert settings.options().requests_per_second == 5


def test_the_command_line_comes_first_and_lists_are_joined() -> None:
    file = WebSettings(url="http://a/", exclude=("/a",), profile=Profile.QUICK, insecure=True)
    given = WebSettings(exclude=("/b",), profile=Profile.DEEP, format=ReportFormat.JSON)
    both = given.over(file)
    assert (both.url, both.exclude, both.profile) == ("http://a/", ("/a", "/b"), Profile.DEEP)
    assert (both.insecure, both.format) == (True, ReportFormat.JSON)


def test_a_config_alone_is_enough_for_a_scan(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "scan.toml"
    path.write_text(CONFIG.replace("report.html", str(tmp_path / "report.html")))
    assert stage.run("scan", "web", "--config", path, "--profile", "deep")[0] == 1
    assert (stage.options.profile, stage.options.exclude) == (Profile.DEEP, ("*/admin/*",))
    assert (tmp_path / "report.html").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"[scan.web", "is not valid TOML"),
        (b"\xff\xfe", "is not UTF-8 text"),
        (b"[scan.web]\nurls = 'x'", "unknown field `urls`"),
        (b"[scan.api]\n", "unknown field `api`"),
        (b"[scan.web]\nprofile = 'slow'", "Invalid enum value 'slow'"),
        (b"[scan.web]\nmax-requests = 'many'", "Expected `int | null`"),
        (b"scan = 1", "Expected `object`"),
    ],
)
def test_a_broken_config_is_refused_in_one_sentence(tmp_path: Path, text: bytes, said: str) -> None:
    path = tmp_path / "scan.toml"
    path.write_bytes(text)
    with pytest.raises(CommandError) as caught:
        read_config(path)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)

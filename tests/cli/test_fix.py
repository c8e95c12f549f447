from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from securestack.cli.main import run
from tests.scanners.dependencies.scanned import DATA


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("SECURESTACK_DATA", str(tmp_path / "data"))
    return Path(shutil.copytree(DATA / "shop", tmp_path / "shop"))


def command(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = run([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_dry_run_shows_the_plan_and_writes_nothing(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (shop / "requirements.txt").read_bytes()
    code, out, err = command(capsys, "fix", shop, "--dry-run")
    assert code == 0
    assert "requirements.txt:2  jinja2  2.10 → 3.1.3 (major)  ==2.10 → ==3.1.3" in out
    assert "Nothing was written; --write does it." in out
    assert "only the few that come with SecureStack" in err
    assert (shop / "requirements.txt").read_bytes() == before
    assert command(capsys, "fix", shop)[1] == out


def test_the_diff_can_be_applied_and_is_what_write_writes(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (shop / "requirements.txt").write_bytes(b"Jinja2==2.10")  # without an end of line
    code, patch, _ = command(capsys, "fix", shop, "--format", "diff")
    assert code == 0
    copy = Path(shutil.copytree(shop, shop.parent / "copy"))
    subprocess.run(["git", "apply"], input=patch.encode(), cwd=copy, check=True)
    assert command(capsys, "fix", shop, "--write")[0] == 0
    written = (shop / "requirements.txt").read_bytes()
    assert written == (copy / "requirements.txt").read_bytes() == b"Jinja2==3.1.3"
    code, out, _ = command(capsys, "fix", shop, "--write")
    assert "0 changes" in out or "Nothing to fix" in out


def test_json_tells_everything(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / "requirements.txt").write_text("jinja2==2.10 --hash=sha256:aa\npyyaml>=5.1\n")
    code, out, _ = command(capsys, "fix", shop, "--format", "json")
    told = json.loads(out)
    assert code == 1  # something is left
    assert [one["after"] for one in told["changes"]] == [">=5.4"]
    assert [one["reach"] for one in told["left"]] == ["3.1.3"]
    assert "+pyyaml>=5.4" in told["files"][0]["diff"]
    assert (told["cleared"], told["remaining"]) == (1, 2)


def test_what_cannot_be_done_is_one_sentence(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, sentence in (
        (("fix", shop, "--dry-run", "--write"), "give one of them"),
        (("fix", shop / "absent"), "There is no file or folder"),
        (("fix", shop / "package-lock.json"), "only these are rewritten"),
    ):
        code, out, err = command(capsys, *arguments)
        assert (code, out) == (2, "")
        assert sentence in err

from __future__ import annotations

import json
from pathlib import Path

import pytest

from securestack.cli.main import run
from tests.scanners.dependencies.scanned import DATA

DECISION = """
[[decision]]
flaw = "CVE-2021-44906"
package = "pkg:npm/minimist"
status = "not_affected"
justification = "vulnerable_code_not_in_execute_path"
"""


@pytest.fixture(autouse=True)
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECURESTACK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


def command(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = run([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("format", ["openvex", "cyclonedx", "csaf"])
def test_what_was_decided_is_written_and_believed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, format: str
) -> None:
    report, triage, document = tmp_path / "r.json", tmp_path / "t.toml", tmp_path / "v.json"
    triage.write_text(DECISION + '[[decision]]\nflaw = "CVE-1999-1"\nstatus = "affected"\n')
    assert command(capsys, "scan", "dependencies", DATA / "shop", "--output", report)[0] == 1
    arguments = (
        "vex",
        report,
        "--author",
        "Tea",
        "--triage",
        triage,
        "--format",
        format,
        "--output",
        document,
    )
    code, _, err = command(capsys, *arguments)
    assert code == 0
    assert "Nothing was found that the decision on CVE-1999-1 is about." in err
    again, second = tmp_path / "again.json", json.loads(document.read_text())
    assert command(capsys, *arguments[:-1], again)[0] == 0
    assert json.loads(again.read_text()) == second
    _, out, _ = command(capsys, "scan", "dependencies", DATA / "shop", "--vex", document)
    assert "Left out because VEX says so: CVE-2021-44906 in minimist 0.0.8" in " ".join(out.split())
    assert "lodash 4.17.4" in out  # which nobody decided on


def test_the_newest_kept_scan_is_the_one_meant(capsys: pytest.CaptureFixture[str]) -> None:
    command(capsys, "scan", "dependencies", DATA / "shop")
    code, out, _ = command(capsys, "vex", "--author", "Tea", "--undecided", "affected")
    document = json.loads(out)
    assert (code, document["timestamp"]) == (0, "2023-11-14T22:13:20Z")
    assert {one["status"] for one in document["statements"]} == {"affected"}
    assert all(one["action_statement"] for one in document["statements"])


def test_what_cannot_be_written_is_one_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "No scan has been kept yet" in command(capsys, "vex", "--author", "Tea")[2]
    command(capsys, "scan", "dependencies", DATA / "shop-fixed")
    code, _, err = command(capsys, "vex", "--author", "Tea")
    assert (code, "there is nothing to say" in err) == (2, True)
    triage = tmp_path / "t.toml"
    triage.write_text('[[decision]]\nflaw = "a"\nstatus = "solved"\n')
    code, _, err = command(capsys, "vex", "--author", "Tea", "--triage", triage)
    assert (code, "cannot be used" in err) == (2, True)

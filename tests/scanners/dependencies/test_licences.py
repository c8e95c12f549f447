from __future__ import annotations

import json
from pathlib import Path

import pytest

from securestack.cli.main import run
from securestack.core.events import Outcome
from securestack.core.result import ScanResult
from securestack.core.severity import Severity
from securestack.inventory.licence_policy import LicenceRules, read_policy
from tests.scanners.dependencies.scanned import scan

POLICY = b"""
allow = ["MIT", "Apache-2.0"]
deny = ["AGPL-*", "GPL-3.0-only"]
[packages]
"pkg:npm/found-out" = "MIT"
"""


@pytest.fixture
def rules() -> LicenceRules:
    return read_policy(POLICY)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    licences = {
        "plain": "MIT",
        "choice": "GPL-3.0-only OR MIT",
        "both": "AGPL-3.0-only AND MIT",
        "strange": "LicenseRef-Strange",
        "silent": "",
        "found-out": "Our own",
        "inner": "GPL-3.0-only",
    }
    packages: dict[str, dict[str, object]] = {
        f"node_modules/{name}": {"version": "1.0.0", "license": licence} for name, licence in licences.items()
    }
    packages["node_modules/plain"]["dependencies"] = {"inner": "^1"}
    packages[""] = {"dependencies": {name: "^1" for name in licences if name != "inner"}}
    lock = tmp_path / "package-lock.json"
    lock.write_text(json.dumps({"lockfileVersion": 3, "packages": packages}, indent=1))
    return lock


def told(result: ScanResult) -> dict[str, tuple[str, Severity]]:
    return {
        finding.location.part.split()[0]: (finding.rule_id.rpartition(".")[2], result.severity(finding))
        for finding in result.findings
    }


def test_a_policy_finds_what_it_denies_and_nothing_it_allows(shop: Path, rules: LicenceRules) -> None:
    result = scan(shop, licences=rules)
    assert told(result) == {
        "both": ("licence-denied", Severity.HIGH),
        "inner": ("licence-denied", Severity.HIGH),
        "strange": ("licence-to-review", Severity.LOW),
        "silent": ("licence-unknown", Severity.LOW),
    }
    summaries = {finding.location.part.split()[0]: finding.summary for finding in result.findings}
    assert summaries["both"] == "both is under AGPL-3.0-only AND MIT. The policy denies AGPL-3.0-only."
    assert summaries["inner"] == "inner is under GPL-3.0-only. plain 1.0.0 brings it."
    (status,) = (one for one in result.checks if one.check == "licences")
    assert status.outcome is Outcome.COMPLETED


def test_without_a_policy_nobody_looks_at_licences(shop: Path) -> None:
    result = scan(shop)
    assert not result.findings
    assert {one.check for one in result.checks} == {"vulnerable-packages"}


def test_a_file_that_tells_no_licences_is_said_to_be_not_judged(tmp_path: Path, rules: LicenceRules) -> None:
    (tmp_path / "requirements.txt").write_text("a==1\nb==2\n")
    result = scan(tmp_path, licences=rules)
    assert not result.findings
    assert any("those of 2 packages could not be judged" in notice.message for notice in result.notices)
    (status,) = (one for one in result.checks if one.check == "licences")
    assert status.outcome is Outcome.INCOMPLETE
    strict = scan(tmp_path, licences=read_policy(POLICY.replace(b"deny", b'unknown = "deny"\ndeny')))
    assert told(strict) == dict.fromkeys("ab", ("licence-unknown", Severity.HIGH))


def test_the_command_ends_by_what_the_policy_denies(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SECURESTACK_DATA", str(tmp_path / "data"))
    policy = tmp_path / "licences.toml"
    arguments = ["scan", "dependencies", str(shop), "--licence-policy", str(policy)]
    policy.write_bytes(POLICY)
    assert run(arguments) == 1
    assert "dependencies.licence-denied" in capsys.readouterr().out
    policy.write_text('allow = ["MIT"]\nothers = "allow"\n')
    assert run(arguments) == 0
    policy.write_text('allow = ["MTI"]')
    assert run(arguments) == 2
    assert "did you mean MIT?" in capsys.readouterr().err
    policy.unlink()
    assert run(arguments) == 2
    assert "Cannot read" in capsys.readouterr().err

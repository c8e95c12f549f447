from __future__ import annotations

from pathlib import Path

import pytest

from securestack.cli import engine
from securestack.cli.access import Access
from securestack.core.finding import Finding
from securestack.reports.json_report import json_report
from securestack.scanning.replay import ReplayResult
from tests.cli.stage import Stage
from tests.reports import sample

FOUND = sample.shop().findings[0]


class Replays:
    """Stands where the scanners would look again."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answer = ReplayResult(confirmed=True, reason="", finding=FOUND)
        self.asked: list[tuple[Finding, Access]] = []
        monkeypatch.setattr(engine, "replay_finding", self._replay)

    async def _replay(self, finding: Finding, access: Access) -> ReplayResult:
        self.asked.append((finding, access))
        return self.answer


@pytest.fixture
def replays(monkeypatch: pytest.MonkeyPatch, stage: Stage) -> Replays:
    stage.run("scan", "web", "http://127.0.0.1:8000")
    return Replays(monkeypatch)


def test_a_flaw_that_is_still_there_ends_with_1(stage: Stage, replays: Replays) -> None:
    code, out, _ = stage.run("replay", FOUND.fingerprint[:6], "--header", "Cookie: sid=1")
    assert code == 1
    assert out.splitlines()[0].startswith("Reflected cross-site scripting: GET http://127.0.0.1:8000/search")
    assert "Still there." in out
    assert replays.asked == [(FOUND, Access((("Cookie", "sid=1"),)))]


def test_a_flaw_that_is_gone_ends_with_0(stage: Stage, replays: Replays) -> None:
    replays.answer = ReplayResult(confirmed=False, reason="The value comes back encoded.")
    code, out, _ = stage.run("replay", FOUND.fingerprint[:6])
    assert code == 0
    assert "Not found any more. The value comes back encoded." in out


def test_a_server_that_does_not_answer_is_neither(stage: Stage, replays: Replays) -> None:
    replays.answer = ReplayResult(
        confirmed=None, reason="It could not be told: 127.0.0.1 refuses the connection"
    )
    code, _, err = stage.run("replay", FOUND.fingerprint[:6])
    assert code == 2
    assert err == "securestack: It could not be told: 127.0.0.1 refuses the connection\n"


def test_a_finding_of_a_named_report_is_replayed(stage: Stage, replays: Replays, tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    other = sample.finding(sample.SQL, "http://127.0.0.1:9000/other")
    path.write_text(json_report(sample.result(other)))
    assert stage.run("replay", other.fingerprint[:8], "--report", path)[0] == 1
    assert replays.asked[0][0] == other


def test_an_unknown_finding_is_said(stage: Stage, replays: Replays) -> None:
    code, _, err = stage.run("replay", "00000000")
    assert code == 2
    assert "No finding that begins with 00000000" in err
    assert replays.asked == []

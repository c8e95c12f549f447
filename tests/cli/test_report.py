from __future__ import annotations

import json
from pathlib import Path

from securestack.reports.json_report import json_report
from tests.cli.stage import Stage
from tests.reports import sample


def test_the_newest_scan_is_told_again(stage: Stage, tmp_path: Path) -> None:
    stage.run("scan", "web", "http://127.0.0.1:8000")
    code, out, _ = stage.run("report")
    assert code == 0
    assert "SQL injection  web.sql-injection" in out
    code, out, err = stage.run("report", "--output", tmp_path / "report.html")
    assert (code, out, err) == (0, "", f"Wrote {tmp_path / 'report.html'}\n")


def test_a_report_is_turned_into_another_format(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_text(json_report(sample.shop()))
    _, out, _ = stage.run("report", path, "--format", "sarif")
    assert len(json.loads(out)["runs"][0]["results"]) == 4


def test_without_any_scan_it_says_how_to_run_one(stage: Stage) -> None:
    code, _, err = stage.run("report")
    assert code == 2
    assert "run one with `securestack scan web URL`" in err

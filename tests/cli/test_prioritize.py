from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pytest

from securestack.advisories.store import Exploited
from securestack.advisories.store_build import build_store
from securestack.advisories.threats import write_exploited
from securestack.reports.json_report import json_report
from securestack.reports.sarif import sarif_report
from tests.cli.stage import Stage
from tests.reports import sample

TABLE = """cve,title,description,vendor,product,cvss_vector,cwe
CVE-2099-0002,Stored XSS by administrators,"The Forms WordPress plugin before 1.2 does not sanitise and escape some of \
its settings, which could allow high privilege users to perform Stored Cross-Site Scripting attacks.",Unknown,Forms,\
CVSS:3.1/AV:N/AC:L/PR:H/UI:R/S:C/C:L/I:L/A:N,CWE-79
CVE-2099-0001,Command injection in the gateway,"A command injection vulnerability in the web management interface of \
the VPN gateway allows a remote, unauthenticated attacker to execute arbitrary commands as root.",Example,Gateway,\
CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H,CWE-78
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "cves.csv"
    path.write_text(TABLE)
    return path


def test_a_table_is_ranked_with_reasons(stage: Stage, table: Path) -> None:
    code, out, err = stage.run("prioritize", table)
    assert (code, err) == (0, "")
    assert out.index("CVE-2099-0001") < out.index("CVE-2099-0002")
    assert "phrases" in out
    assert "█" in out
    assert "It does not say that it will be exploited." in " ".join(out.split())


def test_json_holds_score_level_reasons_and_versions_of_each_row(stage: Stage, table: Path) -> None:
    report = json.loads(stage.run("prioritize", table, "--format", "json")[1])
    first, second = report["rows"]
    assert [first["row"], second["row"]] == [2, 1]
    assert first["cve"] == "CVE-2099-0001"
    assert first["score"] > second["score"]
    assert first["model"] == report["model"] <= "2024-07-01"
    assert first["total"] == pytest.approx(
        first["base"] + sum(reason["points"] for reason in first["reasons"])
    )
    assert first["level"] in report["levels"]
    assert "left out of the score" in report["factors"]["tone (VADER)"]


def test_csv_is_ranked_and_holds_no_formula(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "cves.csv"
    path.write_text('title,description\n"=cmd|calc","x"\nSQL injection,remote code execution\n')
    target = tmp_path / "out.csv"
    code, out, err = stage.run("prioritize", path, "--output", target)
    assert (code, out, err) == (0, "", f"Wrote {target}\n")
    rows = list(csv.DictReader(io.StringIO(target.read_text(), newline="")))
    assert [row["rank"] for row in rows] == ["1", "2"]
    assert "'=cmd|calc" in [row["name"] for row in rows]


@pytest.mark.parametrize("write", [json_report, sarif_report])
def test_scan_reports_are_ranked(stage: Stage, tmp_path: Path, write: object) -> None:
    path = tmp_path / "results"
    path.write_text(write(sample.shop()))  # type: ignore[operator]
    report = json.loads(stage.run("prioritize", path, "--format", "json")[1])
    assert [row["name"] for row in report["rows"]][:2] == ["SQL injection", "Reflected cross-site scripting"]
    assert report["rows"][0]["basis"] == "severity"


def test_circumstances_and_a_policy_are_reasons(stage: Stage, table: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.json"
    policy.write_text('{"name": "bank", "internet": 12}')
    arguments = ("--exposure", "internet", "--importance", "high", "--data", "low", "--policy", policy)
    report = json.loads(stage.run("prioritize", table, "--format", "json", *arguments)[1])
    points = {reason["name"]: reason["points"] for reason in report["rows"][0]["reasons"]}
    assert (points["exposure"], points["importance"], points["data"]) == (12, 8, -6)
    assert report["policy"].startswith("bank/")


def test_feeds_are_reasons_where_they_are_given(stage: Stage, table: Path, tmp_path: Path) -> None:
    kev, epss = tmp_path / "kev.json", tmp_path / "epss.csv.gz"
    kev.write_text('{"vulnerabilities": [{"cveID": "CVE-2099-0002"}]}')
    epss.write_bytes(gzip.compress(b"#model\ncve,epss,percentile\nCVE-2099-0001,0.5,0.9\n"))
    report = json.loads(stage.run("prioritize", table, "--format", "json", "--kev", kev, "--epss", epss)[1])
    points = {
        row["cve"]: {reason["name"]: reason["points"] for reason in row["reasons"]} for row in report["rows"]
    }
    assert points["CVE-2099-0002"]["known exploited"] == 40
    assert "known exploited" not in points["CVE-2099-0001"]
    assert points["CVE-2099-0001"]["EPSS"] == pytest.approx(16.99)


def test_without_files_the_feeds_of_the_update_are_reasons(stage: Stage, table: Path) -> None:
    folder = stage.data / "advisories"
    folder.mkdir(parents=True)
    (folder / "kev.json").write_text("{}")
    build_store(
        [],
        folder / "advisories.store",
        extra=lambda store: write_exploited(store, [Exploited("CVE-2099-0002", "2099-01-01")]),
    )
    report = json.loads(stage.run("prioritize", table, "--format", "json")[1])
    named = {row["cve"]: [reason["name"] for reason in row["reasons"]] for row in report["rows"]}
    assert "known exploited" in named["CVE-2099-0002"]
    assert "known exploited" not in named["CVE-2099-0001"]


def test_a_finding_without_weakness_gets_suggestions(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "findings.csv"
    path.write_text("description\nSQL injection in the id parameter allows attackers to run SQL commands\n")
    (row,) = json.loads(stage.run("prioritize", path, "--format", "json")[1])["rows"]
    assert (row["suggested"]["cwe"], row["suggested"]["owasp"]) == (89, "A03:2021")


def test_a_terminal_gets_no_control_characters(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "cves.csv"
    path.write_text("title\n\x1b[2J\x07[bold]x[/]\u202e\n")
    out = stage.run("prioritize", path)[1]
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[bold]x[/]" in out


def test_the_terminal_shows_the_first_and_says_how_many_are_left(stage: Stage, table: Path) -> None:
    out = stage.run("prioritize", table, "--top", "1")[1]
    assert "CVE-2099-0002" not in out
    assert "… and 1 more" in out


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"one,two\n1,2\n", "names none of the columns"),
        (b"", "names none of the columns"),
        (b"{}", "it is not a SARIF log"),
        (b"{", "it is not JSON"),
        (b"\x89PNG\x00\xff", "names none of the columns"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(
    stage: Stage, tmp_path: Path, content: bytes, why: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    code, out, err = stage.run("prioritize", path)
    assert (code, out) == (2, "")
    assert why in err
    assert len(err.splitlines()) == 1


def test_missing_files_and_wrong_options_are_explained(stage: Stage, table: Path, tmp_path: Path) -> None:
    assert "Cannot read" in stage.run("prioritize", tmp_path / "none.csv")[2]
    assert "has no ending" in stage.run("prioritize", table, "--output", tmp_path / "out")[2]
    policy = tmp_path / "policy.json"
    policy.write_text('{"internet": 1000}')
    assert "between -100 and 100" in stage.run("prioritize", table, "--policy", policy)[2]
    assert "KEV" in stage.run("prioritize", table, "--kev", table)[2]


def test_what_two_tools_tell_at_one_place_is_suggested_as_the_same(stage: Stage, tmp_path: Path) -> None:
    def run(tool: str, text: str, *lines: int) -> dict[str, object]:
        place = {"artifactLocation": {"uri": "src/login.py"}}
        results = [
            {
                "ruleId": tool,
                "message": {"text": text},
                "locations": [{"physicalLocation": {**place, "region": {"startLine": line}}}],
            }
            for line in lines
        ]
        return {"tool": {"driver": {"name": tool}}, "results": results}

    path = tmp_path / "both.sarif"
    first = "SQL injection: the parameter name of the login form reaches a database statement"
    second = "The parameter name of the login form reaches a database statement (SQL injection)"
    path.write_text(json.dumps({"version": "2.1.0", "runs": [run("a", first, 40, 90), run("b", second, 41)]}))
    report = json.loads(stage.run("prioritize", path, "--format", "json")[1])
    assert [(pair["first"], pair["second"]) for pair in report["duplicates"]] == [(1, 3)]
    assert len(report["rows"]) == 3  # never merged
    out = stage.run("prioritize", path)[1]
    assert "Perhaps the same flaw, told twice" in out
    assert "row 1" in out


def test_a_list_without_duplicates_suggests_none(stage: Stage, table: Path) -> None:
    assert json.loads(stage.run("prioritize", table, "--format", "json")[1])["duplicates"] == []
    assert "told twice" not in stage.run("prioritize", table)[1]

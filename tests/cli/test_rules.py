from __future__ import annotations

import json
from pathlib import Path

from securestack.reports.rule_text import rule_catalogue
from securestack.scanning.registry import RULES
from tests.cli.stage import Stage

CATALOGUE = Path(__file__).parents[2] / "docs" / "rules.md"


def test_rules_are_listed_for_other_programs_when_piped(stage: Stage) -> None:
    code, out, _ = stage.run("rules")
    assert code == 0
    assert "web.sql-injection\tcritical\tSQL injection" in out.splitlines()


def test_one_rule_is_shown_with_its_fix(stage: Stage) -> None:
    _, out, _ = stage.run("rules", "web.reflected-xss")
    for text in ("Reflected cross-site scripting", "How to fix it", "render_template", "cheatsheetseries"):
        assert text in out


def test_rules_come_as_json_and_markdown(stage: Stage) -> None:
    assert json.loads(stage.run("rules", "web.sql-injection", "--format", "json")[1])["cwe"] == [89]
    assert len(json.loads(stage.run("rules", "--format", "json")[1])) == 3
    assert stage.run("rules", "--format", "markdown")[1].count("\n### How to fix it\n") == 3
    assert stage.run("rules", "web.sql-injection", "--format", "markdown")[1].startswith("# SQL injection")


def test_an_unknown_rule_is_answered_with_the_nearest(stage: Stage) -> None:
    code, _, err = stage.run("rules", "xss")
    assert code == 2
    assert err == "securestack: There is no rule xss; did you mean web.reflected-xss?\n"
    assert "did you mean web.sql-injection?" in stage.run("rules", "web.sql-injektion")[2]
    assert "`securestack rules` lists all." in stage.run("rules", "quux")[2]


def test_the_rules_in_the_documentation_are_those_of_the_scanners() -> None:
    assert CATALOGUE.read_text("utf-8") == rule_catalogue(RULES.values()), (
        "docs/rules.md is out of date: make docs"
    )

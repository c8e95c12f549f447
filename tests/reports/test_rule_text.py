from __future__ import annotations

import msgspec

from securestack.reports.rule_text import markdown_html, plain, rule_catalogue, rule_markdown
from tests.reports import sample


def test_a_rule_is_one_markdown_document() -> None:
    text = rule_markdown(sample.XSS)
    assert text.startswith("# Reflected cross-site scripting\n\n`web.reflected-xss`, severity high, CWE-79")
    for heading in ("## Why it matters", "## How to fix it", "## Read more"):
        assert heading in text
    assert "```\nreturn render_template" in text


def test_the_catalogue_lists_every_rule_and_leads_to_its_text() -> None:
    text = rule_catalogue([sample.XSS, sample.SQL])
    assert "| [web.reflected-xss](#webreflected-xss) | high | Reflected cross-site scripting" in text
    assert text.index("\n## web.reflected-xss\n") < text.index("\n## web.sql-injection\n")
    assert text.count("\n### How to fix it\n") == 2
    assert text.count("\n# ") == 0


def test_an_example_may_hold_a_code_fence() -> None:
    rule = msgspec.structs.replace(sample.SQL, vulnerable_example="```\ninside\n```")
    assert "````\n```\ninside\n```\n````" in rule_markdown(rule)


def test_plain_text_has_no_markup() -> None:
    assert plain("Use `a` and **b**, see [c](https://d).") == "Use a and b, see c (https://d)."


def test_html_in_markdown_stays_text_and_nothing_is_fetched() -> None:
    assert "<script>" not in markdown_html("<script>x</script>")
    assert "<img" not in markdown_html("![x](http://a/b.png)")
    assert "href" not in markdown_html("[x](javascript:alert)")

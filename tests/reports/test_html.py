from __future__ import annotations

import base64
import hashlib
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from securestack.core.events import Outcome
from securestack.core.location import Position, http_location
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.reports.html import html_report
from tests.reports import sample


def parsed(report: str) -> LexborHTMLParser:
    return LexborHTMLParser(report)


def one(page: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    found = page.css_first(selector)
    assert found is not None, selector
    return found


def test_the_file_needs_nothing_else_and_forbids_itself_to_load_anything() -> None:
    report = html_report(sample.shop())
    page = parsed(report)
    for element in page.css("*"):
        for name, value in element.attributes.items():
            assert name not in ("style", "srcset", "action", "formaction", "background")
            assert not name.startswith("on")
            if name in ("src", "data") or (name == "href" and element.tag != "a"):
                assert (value or "").startswith("data:")
    policy = one(page, "meta[http-equiv=Content-Security-Policy]").attributes["content"] or ""
    assert policy.startswith("default-src 'none'")
    (script,) = page.css("script")
    digest = base64.b64encode(hashlib.sha256(script.text().encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    style = base64.b64encode(hashlib.sha256(one(page, "style").text().encode()).digest()).decode()
    assert f"style-src 'sha256-{style}'" in policy
    assert "url(" not in one(page, "style").text()


def test_hostile_text_stays_text() -> None:
    report = html_report(sample.hostile())
    page = parsed(report)
    ordinary = parsed(html_report(sample.shop()))
    assert len(page.css("script")) == len(ordinary.css("script")) == 1
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", report)
    assert "⟨ESC⟩[2J" in report
    assert "{{7*7}}" in report
    marked = [mark.text() for mark in page.css("mark")]
    assert len(marked) == 3  # in the URL, the body of the request and the answer
    assert all("<script>alert(1)</script>" in text for text in marked)


def test_rule_texts_cannot_bring_html_or_scripts_in() -> None:
    rule = Rule(
        id="web.x",
        title="<b>x</b>",
        severity=Severity.LOW,
        cwe=(),
        what="<img src=x onerror=alert(1)> ![a](https://a/b.png) [c](javascript:alert(1))",
        why="`<i>`",
        fix="**strong**",
        references=(Reference("bad", "javascript:alert(1)"), Reference("good", "https://example.org/")),
    )
    page = parsed(html_report(sample.result(sample.finding(rule, "http://a/"), rules=(rule,))))
    assert page.css("img") == []
    links = [a.attributes["href"] for a in page.css(".rule a")]
    assert links == ["https://a/b.png", "https://example.org/"]  # to be followed by whoever wants to
    assert one(page, ".rule strong").text() == "strong"


def test_each_finding_is_told_with_place_proof_and_next_step() -> None:
    result = sample.shop()
    page = parsed(html_report(result))
    for finding in result.findings:
        article = one(page, f"article#finding-{finding.fingerprint}")
        assert finding.summary in article.text()
        assert http_location(finding.location).url in one(article, "h3").text()
        assert f"securestack replay {finding.fingerprint[:10]}" in article.text()
        assert one(article, ".curl code").text().startswith("curl ")
    rows = page.css("#overview tbody tr")
    assert [row.attributes["data-severity"] for row in rows] == ["critical", "high", "medium", "low"]
    ids = {element.attributes["id"] for element in page.css("[id]")}
    assert {(one(row, "a").attributes["href"] or "")[1:] for row in rows} <= ids


def test_the_evidence_is_marked_in_request_and_answer() -> None:
    result = sample.shop()
    page = parsed(html_report(result))
    article = one(page, f"article#finding-{result.findings[0].fingerprint}")
    assert [mark.text() for mark in article.css("mark")] == ["teaq1<svg onload=alert(1)>"]


def test_what_was_not_checked_is_said() -> None:
    text = one(parsed(html_report(sample.shop())), "main").text()
    assert "the server stopped answering" in text
    assert "needs a browser" in text
    assert "12 destructive-looking forms were left alone." in text


def test_a_failed_scan_never_reads_as_a_clean_one() -> None:
    failed = html_report(sample.result(outcome=Outcome.FAILED, reason="the host does not exist"))
    assert "The scan failed: the host does not exist." in failed
    assert "Nothing was found by the checks" not in failed
    assert "Nothing was found by the checks" in html_report(sample.result())


def test_with_very_many_findings_the_proofs_of_some_are_left_out_and_that_is_said() -> None:
    findings = [
        sample.finding(sample.XSS, f"http://a/{number}", "q", Position.QUERY) for number in range(203)
    ]
    page = parsed(html_report(sample.result(*findings)))
    assert len(page.css("#overview tbody tr")) == 203
    assert len(page.css("article")) == 200
    assert "The proofs of the other 3 findings" in one(page, ".rule").text()
    ids = {element.attributes["id"] for element in page.css("[id]")}
    assert {(row.attributes["href"] or "")[1:] for row in page.css("#overview a")} <= ids


def test_it_can_be_read_without_seeing_it() -> None:
    page = parsed(html_report(sample.shop()))
    assert one(page, "html").attributes["lang"] == "en"
    assert one(page, "svg").attributes["aria-label"] == (
        "Findings by severity: 1 critical, 1 high, 1 medium, 1 low"
    )
    for section in page.css("section"):
        assert one(page, f"[id='{section.attributes['aria-labelledby']}']").tag == "h2"
    assert all(header.attributes.get("scope") == "col" for header in page.css("th"))

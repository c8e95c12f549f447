from __future__ import annotations

import re

from securestack.core.events import Outcome
from securestack.core.location import Position
from securestack.reports.priorities import in_order
from securestack.reports.terminal import terminal_report
from tests.reports import sample

ESCAPE = re.compile("\x1b\\[[0-9;]*m")


def test_findings_are_grouped_by_priority_from_the_most_pressing_down() -> None:
    result = sample.shop()
    text = terminal_report(result)
    heads = [line.strip() for line in text.splitlines() if line.strip().isupper()]
    levels = [one.priority.level.value.upper() for one in in_order(result)]
    assert heads == list(dict.fromkeys(levels))
    first = in_order(result)[0]
    assert f"severity critical, firm, priority {int(first.priority.score)}, SSVC track" in text
    assert "GET http://127.0.0.1:8000/search?q=teaq1%3Csvg%20onload=alert(1)%3E  query parameter q" in text
    assert "Fix: Pass values as parameters, never as part of the statement's text." in text
    assert "1 critical   1 high   1 medium   1 low   0 informational" in text


def test_it_says_what_to_do_next() -> None:
    text = terminal_report(sample.shop())
    assert f"securestack replay {sample.shop().findings[1].fingerprint[:10]}" in text
    assert "securestack rules web.sql-injection" in text


def test_plain_text_has_no_colours_and_colours_change_nothing_else() -> None:
    plain = terminal_report(sample.shop())
    colored = terminal_report(sample.shop(), color=True)
    assert "\x1b" not in plain
    assert "\x1b" in colored
    assert [line.rstrip() for line in ESCAPE.sub("", colored).splitlines()] == plain.splitlines()


def test_a_hostile_site_cannot_drive_the_terminal() -> None:
    text = ESCAPE.sub("", terminal_report(sample.hostile(), color=True))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", text)
    assert "⟨ESC⟩[2J" in text
    assert "[bold red]x[/]" in text


def test_prose_keeps_to_the_width_and_addresses_stay_whole() -> None:
    text = terminal_report(sample.shop(), width=60)
    url = next(line for line in text.splitlines() if "/search?q=" in line)
    assert url.endswith("query parameter q")
    assert all(len(line) <= 60 for line in text.splitlines() if line.startswith("    "))


def test_many_findings_of_one_rule_are_counted_not_listed() -> None:
    findings = [sample.finding(sample.XSS, f"http://a/{number}", "q", Position.QUERY) for number in range(14)]
    text = terminal_report(sample.result(*findings))
    assert text.count("• GET http://a/") == 10
    assert "… and 4 more places" in text


def test_how_the_scan_ended_and_what_it_left_out_is_said() -> None:
    text = terminal_report(
        sample.result(outcome=Outcome.INCOMPLETE, reason="the limit of 10 requests was reached")
    )
    assert "The scan is incomplete: the limit of 10 requests was reached." in text
    assert "sql-injection: incomplete, the server stopped answering" in text
    failed = terminal_report(sample.result(outcome=Outcome.FAILED, reason="The host does not exist."))
    assert "The scan failed: the host does not exist." in failed
    assert "Nothing was found" not in failed

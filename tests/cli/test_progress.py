from __future__ import annotations

import io

import pytest

from securestack.cli.choices import ProgressMode
from securestack.cli.progress import LiveDisplay, NoDisplay, PlainDisplay, choose_display
from securestack.core.events import Event, FindingFound, Notice, NoticeLevel, Progress
from tests.cli.stage import RULES
from tests.reports import sample


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def events() -> list[Event]:
    hostile = sample.hostile().findings[0]
    return [
        Progress("crawling", 1, 4, requests=2, requests_per_second=3.0),
        FindingFound(hostile),
        FindingFound(hostile),
        Notice("The server answers \x1b[2Jslowly.", NoticeLevel.WARNING),
        Progress("asking \x1b[2J", 1, None, requests=4, detail="\x1b]0;owned\x07"),
    ]


def test_lines_are_written_for_phases_and_then_only_now_and_then() -> None:
    now = 0.0
    stream = io.StringIO()
    display = PlainDisplay(stream, RULES, clock=lambda: now)
    for done in range(100):
        now += 0.5
        display.on_event(Progress("crawling", done, 100, requests=done))
    display.on_event(Progress("attacking", 0, requests=100))
    lines = stream.getvalue().splitlines()
    assert lines[0] == "crawling: 0 of 100, 0 requests, found nothing yet"
    assert len(lines) == 5
    assert lines[-1] == "attacking: 0, 100 requests, found nothing yet"


def test_a_finding_seen_twice_counts_once() -> None:
    stream = io.StringIO()
    display = PlainDisplay(stream, RULES)
    for event in events():
        display.on_event(event)
    assert "found 1 high" in stream.getvalue().splitlines()[-1]


@pytest.mark.parametrize("make", [PlainDisplay, LiveDisplay])
def test_a_hostile_site_cannot_drive_the_terminal(make: type[PlainDisplay] | type[LiveDisplay]) -> None:
    stream = Terminal()
    display = make(stream, RULES)
    for event in events():
        display.on_event(event)
    display.say("Ending.")
    display.close()
    shown = stream.getvalue()
    assert "\x1b[2J" not in shown.replace("\x1b[2K", "")
    assert "\x07" not in shown
    assert "Ending." in shown
    assert "Reflected cross-site scripting" in shown


def test_the_live_display_shows_phase_numbers_and_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "120")
    stream = Terminal()
    display = LiveDisplay(stream, RULES)
    display.on_event(Progress("crawling", 12, 40, requests=34, requests_per_second=5.6, detail="/search"))
    display.on_event(FindingFound(sample.shop().findings[1]))
    display.close()
    shown = stream.getvalue()
    for text in ("Crawling", "12 of 40", "34 requests", "6/s", "1 critical", "/search"):
        assert text in shown


@pytest.mark.parametrize(
    ("mode", "terminal", "environment", "kind"),
    [
        (ProgressMode.AUTO, True, {}, LiveDisplay),
        (ProgressMode.AUTO, True, {"TERM": "dumb"}, PlainDisplay),
        (ProgressMode.AUTO, False, {"CI": "1"}, PlainDisplay),
        (ProgressMode.AUTO, False, {}, NoDisplay),
        (ProgressMode.PLAIN, False, {}, PlainDisplay),
        (ProgressMode.NONE, True, {}, NoDisplay),
    ],
)
def test_the_display_fits_the_place(
    monkeypatch: pytest.MonkeyPatch,
    mode: ProgressMode,
    terminal: bool,
    environment: dict[str, str],
    kind: type[object],
) -> None:
    for name, value in {"CI": "", "TERM": "xterm", **environment}.items():
        monkeypatch.setenv(name, value)
    display = choose_display(mode, RULES, Terminal() if terminal else io.StringIO())
    display.close()
    assert isinstance(display, kind)

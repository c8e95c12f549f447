"""Progress on standard error: live on a terminal, now and then a line in CI, nothing in a pipe."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, TextIO

from securestack.cli.choices import ProgressMode
from securestack.core.duration import format_duration
from securestack.core.events import Event, FindingFound, Notice, NoticeLevel, Progress
from securestack.core.finding import Finding
from securestack.core.location import HttpLocation
from securestack.core.rule import Rule
from securestack.core.severity import Severity
from securestack.reports.visible import visible_line
from securestack.reports.words import counted, place, short_title

if TYPE_CHECKING:
    from rich.console import RenderableType

_SECONDS_BETWEEN_LINES = 15.0


class Display(Protocol):
    """Shows what a scan says while it works."""

    def on_event(self, event: Event) -> None:
        """Hear one event."""

    def say(self, message: str) -> None:
        """Show a sentence of ours."""

    def close(self) -> None:
        """Leave the terminal as it was."""


class NoDisplay:
    """Shows nothing."""

    def on_event(self, event: Event) -> None:
        """Hear one event."""

    def say(self, message: str) -> None:
        """Show nothing."""

    def close(self) -> None:
        """Do nothing."""


class PlainDisplay:
    """Writes a line for each phase, each finding, and every now and then."""

    def __init__(
        self, stream: TextIO, rules: Mapping[str, Rule], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream
        self._tally = Tally(rules)
        self._clock = clock
        self._phase = ""
        self._next_line = 0.0

    def on_event(self, event: Event) -> None:
        """Hear one event, and write a line when it is worth one."""
        self._tally.add(event)
        match event:
            case Progress() if event.phase != self._phase or self._clock() >= self._next_line:
                self._phase = event.phase
                self._next_line = self._clock() + _SECONDS_BETWEEN_LINES
                total = f" of {event.total:,}" if event.total is not None else ""
                self.say(
                    f"{visible_line(event.phase)}: {event.done:,}{total}, {counted(event.requests, 'request')}, "
                    f"{self._tally.sentence()}"
                )
            case FindingFound(finding):
                self.say(f"found {self._tally.line(finding)}")
            case Notice(message, NoticeLevel.WARNING):
                self.say(f"warning: {visible_line(message)}")
            case _:
                pass

    def say(self, message: str) -> None:
        """Write one line."""
        print(message, file=self._stream, flush=True)

    def close(self) -> None:
        """Do nothing."""


class LiveDisplay:
    """Redraws a bar and a line of numbers; findings scroll by above it."""

    def __init__(
        self, stream: TextIO, rules: Mapping[str, Rule], clock: Callable[[], float] = time.monotonic
    ) -> None:
        from rich.console import Console
        from rich.live import Live

        self._tally = Tally(rules)
        self._clock = clock
        self._started = clock()
        self._console = Console(file=stream, highlight=False, markup=False, emoji=False)
        self._live = Live(
            console=self._console,
            get_renderable=self._render,
            refresh_per_second=8,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._live.start()

    def on_event(self, event: Event) -> None:
        """Hear one event; findings and warnings are written at once, the rest is seen at the next redraw."""
        from rich.text import Text

        from securestack.reports.terminal import STYLES

        self._tally.add(event)
        match event:
            case FindingFound(finding):
                severity = self._tally.severity(finding)
                line = Text(f" {severity.value:<13} ", style=STYLES[severity])
                line.append(
                    " " + self._tally.line(finding, severity=False), style="default not bold on default"
                )
                line.truncate(self._console.width, overflow="ellipsis")
                self._console.print(line, no_wrap=True)
            case Notice(message, NoticeLevel.WARNING):
                self._console.print(Text(visible_line(message), style="yellow"))
            case _:
                pass

    def say(self, message: str) -> None:
        """Write one line above the bar."""
        self._console.print(message)

    def close(self) -> None:
        """Take the bar away."""
        self._live.stop()

    def _render(self) -> RenderableType:
        from rich.console import Group
        from rich.progress_bar import ProgressBar
        from rich.spinner import Spinner
        from rich.table import Table
        from rich.text import Text

        from securestack.reports.terminal import STYLES

        progress = self._tally.progress
        if not hasattr(self, "_spinner"):
            self._spinner = Spinner("dots", style="cyan")
        row = Table.grid(padding=(0, 1))
        share = f"{progress.done:,} of {progress.total:,}" if progress.total else f"{progress.done:,}"
        bar = ProgressBar(
            total=progress.total or None, completed=progress.done, width=28, pulse=not progress.total
        )
        row.add_row(self._spinner, Text(visible_line(progress.phase).capitalize()), bar, Text(share))
        numbers = Text(
            f"  {format_duration(self._clock() - self._started)}  {counted(progress.requests, 'request')}, "
            f"{progress.requests_per_second:.0f}/s   ",
            style="dim",
        )
        for severity, count in self._tally.counts.items():
            if count:
                numbers.append(f"{count} {severity.value}", STYLES[severity]).append("  ")
        detail = Text(f"  {visible_line(progress.detail)}", style="dim")
        for line in (numbers, detail):
            line.truncate(self._console.width, overflow="ellipsis")
        return Group(row, numbers, detail) if progress.detail else Group(row, numbers)


class Tally:
    """What has been heard so far."""

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        self._rules = rules
        self._seen: set[str] = set()
        self.progress = Progress("starting", 0)
        self.counts = dict.fromkeys(sorted(Severity, key=lambda severity: -severity.rank), 0)

    def add(self, event: Event) -> None:
        """Count one event."""
        match event:
            case Progress():
                self.progress = event
            case FindingFound(finding) if finding.fingerprint not in self._seen:
                self._seen.add(finding.fingerprint)
                self.counts[self.severity(finding)] += 1
            case _:
                pass

    def severity(self, finding: Finding) -> Severity:
        """Return how bad a finding is."""
        return finding.severity or self._rules[finding.rule_id].severity

    def line(self, finding: Finding, *, severity: bool = True) -> str:
        """Return a finding in one line; the site is the same for nearly all, so only the path is told."""
        location = finding.location
        where = location.where
        if isinstance(location, HttpLocation):
            path = re.sub(r"^[a-z]+://[^/]*", "", location.url).partition("?")[0] or "/"
            where = f"{location.method} {path}"
        text = f"{short_title(self._rules[finding.rule_id])}  {where}  {place(location)}"
        word = f"{self.severity(finding).value} " if severity else ""
        return visible_line(f"{word}{text}").strip()

    def sentence(self) -> str:
        """Return how many findings there are of each severity."""
        told = [f"{count} {severity.value}" for severity, count in self.counts.items() if count]
        return "found " + (", ".join(told) or "nothing yet")


def choose_display(
    mode: ProgressMode, rules: Mapping[str, Rule], stream: TextIO | None = None
) -> NoDisplay | PlainDisplay | LiveDisplay:
    """Return the display that fits the place where the command runs."""
    stream = stream or sys.stderr
    if mode is ProgressMode.AUTO:
        if stream.isatty() and os.environ.get("TERM") != "dumb":
            mode = ProgressMode.LIVE
        else:
            mode = ProgressMode.PLAIN if os.environ.get("CI") or stream.isatty() else ProgressMode.NONE
    match mode:
        case ProgressMode.LIVE:
            return LiveDisplay(stream, rules)
        case ProgressMode.PLAIN:
            return PlainDisplay(stream, rules)
        case _:
            return NoDisplay()

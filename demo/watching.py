"""What a scan of the platform looks like while it runs, from its stream of events."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Any

from rich.console import Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from demo.screen import Screen
from securestack.reports.words import counted

_SECONDS_BETWEEN_LINES = 2.0


class Watching:
    """Hears the events of a scan: a bar on a terminal, now and then a line elsewhere."""

    def __init__(self, screen: Screen, site: str) -> None:
        self._screen = screen
        self._site = site
        self._seen: set[str] = set()
        self._progress: dict[str, Any] = {}
        self._spinner = Spinner("dots", style="cyan")
        self._next_line = 0.0
        self._live = Live(
            console=screen.console, get_renderable=self._picture, refresh_per_second=8, transient=True
        )
        self.scan: dict[str, Any] = {}

    def __enter__(self) -> Watching:
        if self._screen.console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def hear(self, name: str, data: Any) -> None:
        """Hear one event."""
        if name == "scan":
            self.scan = data
            self._progress = data["progress"] or self._progress
            if data["status"] in ("queued", "running"):
                self._screen.say(f"  the scan is {data['status']}", style="dim")
        elif name == "progress":
            self._progress = data
            self._line()
        elif name == "findings":
            for finding in reversed(data):
                if finding["id"] not in self._seen:
                    self._seen.add(finding["id"])
                    self._found(finding)

    def _found(self, finding: dict[str, Any]) -> None:
        if self._screen.console.is_terminal:
            line = Text(f"  found  {finding['title'].partition(': ')[0]}  ")
            line.append(finding["location"].replace(self._site, ""), style="dim")
            line.truncate(self._screen.console.width, overflow="ellipsis")
            self._screen.console.print(line)

    def _line(self) -> None:
        if not self._screen.console.is_terminal and time.monotonic() >= self._next_line:
            self._next_line = time.monotonic() + _SECONDS_BETWEEN_LINES
            self._screen.say(f"  {self._told()}")

    def _told(self) -> str:
        progress = self._progress
        total = f" of {progress['total']:,}" if progress.get("total") else ""
        return (
            f"{progress.get('phase', 'waiting')}: {progress.get('done', 0):,}{total}, "
            f"{counted(progress.get('requests', 0), 'request')}, "
            f"{counted(progress.get('findings', 0), 'finding')}"
        )

    def _picture(self) -> Group:
        done, total = self._progress.get("done", 0), self._progress.get("total")
        row = Table.grid(padding=(0, 1))
        bar = ProgressBar(total=total or None, completed=done, width=28, pulse=not total)
        row.add_row(self._spinner, bar, Text(self._told()))
        return Group(row)

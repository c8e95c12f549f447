"""How the demonstration looks: headings, commands, rows and tables, with colours where there is a terminal."""

from __future__ import annotations

import contextlib
import os
import shlex
import sys
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from securestack.core.severity import Severity
from securestack.reports.terminal import STYLES


class Screen:
    """Where the demonstration is seen."""

    def __init__(self) -> None:
        self.console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
        self._part = 0

    @property
    def watched(self) -> bool:
        """Whether somebody sits before it, who can look around and end what goes on."""
        return sys.stdout.isatty() and not os.environ.get("CI")

    def say(self, sentence: str = "", style: str = "") -> None:
        """Write a line."""
        self.console.print(Text(sentence, style=style))
        sys.stdout.flush()

    def part(self, title: str) -> None:
        """Begin a part of the demonstration."""
        self._part += 1
        line = Text(f"\n{self._part}  {title} ", style="bold")
        line.append("─" * max(4, min(self.console.width, 100) - len(title) - 4), style="dim")
        self.console.print(line)
        self.say()

    def command(self, command: Sequence[str]) -> None:
        """Show a command as it would be typed."""
        self.say(f"$ {shlex.join(command)}\n", style="cyan")

    def busy(self, sentence: str) -> contextlib.AbstractContextManager[object]:
        """Show on a terminal that something goes on."""
        return self.console.status(f"  {sentence}", spinner="dots", spinner_style="cyan")

    def good(self, sentence: str) -> None:
        """Write what went well."""
        line = Text("✓ ", style="bold green")
        line.append(sentence, style="default not bold")
        self.console.print(line)
        sys.stdout.flush()

    def rows(self, rows: Iterable[tuple[str, str]], style: str = "dim") -> None:
        """Write names and what they are, one below the other."""
        rows = list(rows)
        width = max(len(name) for name, _ in rows)
        for name, what in rows:
            line = Text(f"  {name:<{width}}  ")
            line.append(what, style=style)
            self.console.print(line)
        sys.stdout.flush()

    def severities(self, counts: Iterable[tuple[Severity, int]]) -> None:
        """Write how many there are of each severity, the worst first."""
        line = Text("  ")
        for severity, count in sorted(counts, key=lambda pair: -pair[0].rank):
            line.append(f"{count} {severity.value}", style=STYLES[severity] if count else "dim").append("   ")
        line.rstrip()
        self.console.print(line)

    def table(self, columns: Mapping[str, int], rows: Iterable[Sequence[str | Text]]) -> None:
        """Write a table with columns of these widths; a width of 0 takes what the terminal has left."""
        table = Table(box=None, header_style="dim", padding=(0, 1), width=min(self.console.width, 130))
        for name, width in columns.items():
            table.add_column(
                name, no_wrap=True, overflow="ellipsis", width=width or None, ratio=None if width else 1
            )
        for row in rows:
            table.add_row(*row)
        self.console.print(table, soft_wrap=False)

    @staticmethod
    def complain(sentence: str) -> None:
        """Write what went wrong, also where the terminal may be gone."""
        with contextlib.suppress(OSError):
            print(sentence, file=sys.stderr, flush=True)  # noqa: T201

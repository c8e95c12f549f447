"""The tables that people read, and their place in the README."""

from __future__ import annotations

import datetime
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.web.places import Score
from benchmarks.web.tools import Report, Tool

README = Path(__file__).with_name("README.md")


@dataclass(frozen=True)
class Line:
    """One tool on one target."""

    tool: Tool
    report: Report
    requests: int
    scores: Mapping[str, Score]


def heading() -> str:
    """Return when and on what a table was made, without naming the machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    return (
        f"Measured on {today}: {os.cpu_count()} cores, {memory:.0f} GiB of memory, {platform.system()}, "
        f"Python {platform.python_version()}. Tool and target share the machine."
    )


def cost_table(lines: Sequence[Line]) -> str:
    """Return what each tool cost."""
    rows = [
        (
            line.tool.name,
            f"{line.requests:,}",
            f"{line.report.cost.cpu_seconds:.1f}",
            f"{1000 * line.report.cost.cpu_seconds / max(1, line.requests):.2f}",
            f"{line.report.cost.wall_seconds:.1f}",
            f"{line.report.cost.peak_megabytes:.0f}",
        )
        for line in lines
    ]
    return markdown(("Scanner", "Requests", "CPU s", "CPU ms a request", "Wall s", "Peak memory MB"), rows)


def accuracy_table(lines: Sequence[Line]) -> str:
    """Return what each tool found of each kind of flaw, and where it was wrong."""
    rules = sorted({rule for line in lines for rule in line.scores})
    shared = [rule for rule in rules if all(line.tool.has_check(rule) for line in lines)]
    rows = [(f"`{rule}`", *(_cell(line, rule) for line in lines)) for rule in rules]
    if len(lines) > 1:
        rows.append(("**Where both look**", *(_total(line, shared) for line in lines)))
    rows.append(("**Together**", *(_total(line, rules) for line in lines)))
    names = (f"{line.tool.name}: found, false alarms" for line in lines)
    return markdown(("Rule", *names), rows)


def _total(line: Line, rules: Sequence[str]) -> str:
    mine = [line.scores[rule] for rule in rules]
    found, weak = sum(len(one.found) for one in mine), sum(one.weak for one in mine)
    return (
        f"{found} of {weak}, {sum(len(one.false_alarms) for one in mine)} of {sum(one.safe for one in mine)}"
    )


def _cell(line: Line, rule: str) -> str:
    if not line.tool.has_check(rule):
        return "no check"
    mine = line.scores[rule]
    found = f"{len(mine.found)} of {mine.weak}" if mine.weak else "-"
    return f"{found}, {len(mine.false_alarms)} of {mine.safe}" if mine.safe else found


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table whose source is aligned as well."""
    widths = [max(len(row[index]) for row in (head, *rows)) for index in range(len(head))]

    def row_text(row: Sequence[str]) -> str:
        cells = [
            row[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
        ]
        return f"| {' | '.join(cells)} |"

    rule = (
        "|"
        + "|".join([":" + "-" * (widths[0] + 1), *("-" * (width + 1) + ":" for width in widths[1:])])
        + "|"
    )
    return "\n".join([row_text(head), rule, *map(row_text, rows)])


def write_readme(part: str, text: str) -> None:
    """Put a text between the marks of its part in the README."""
    before, begin, rest = README.read_text("utf-8").partition(f"<!-- {part} -->\n")
    _, end, after = rest.partition(f"<!-- end of {part} -->")
    README.write_text(f"{before}{begin}{text}\n{end}{after}", "utf-8")

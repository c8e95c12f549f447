"""The report in a terminal, or as plain text where colours would be in the way.

Nothing of the scanned site reaches the terminal as a control character, and nothing of it is read as Rich's markup.
"""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from securestack.assessment.priority.findings import Prioritised
from securestack.assessment.priority.reason import Priority, PriorityLevel
from securestack.core.events import NoticeLevel, Outcome
from securestack.core.finding import Finding
from securestack.core.result import ScanResult
from securestack.core.rule import Rule
from securestack.core.severity import Confidence, Severity
from securestack.reports.priorities import in_order, short_priority
from securestack.reports.rule_text import plain
from securestack.reports.visible import visible, visible_line
from securestack.reports.words import (
    can_be_replayed,
    counted,
    effort,
    outcome_sentence,
    place,
    replay_command,
    severity_counts,
    short_fingerprint,
    unfinished_checks,
)

STYLES = {
    Severity.CRITICAL: "bold white on red",
    Severity.HIGH: "bold red",
    Severity.MEDIUM: "bold yellow",
    Severity.LOW: "bold blue",
    Severity.INFORMATIONAL: "bold",
}
_FINDINGS_PER_RULE = 10
_PROOFS = {
    True: "the proofs: requests and answers, side by side",
    False: "the same to read and share, with all details",
}
_FIRST_SENTENCE = re.compile(r".+?[.!?](?=\s+[A-Z`]|\s*$)", re.DOTALL)  # "WHERE id = ? and" goes on


def terminal_report(result: ScanResult, *, width: int = 100, color: bool = False) -> str:
    """Return the report as text for a terminal so many columns wide, with ANSI colours where asked for."""
    console = Console(
        file=io.StringIO(),
        width=max(width, 40),
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    with console.capture() as capture:
        for part in _parts(result):
            # Lines are wrapped by the terminal where one may want to copy them, by us where they are prose.
            console.print(part, soft_wrap=isinstance(part, Text))
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


def _parts(result: ScanResult) -> Iterator[RenderableType]:
    yield Text(f"\n{result.scanner.capitalize()} scan of {visible_line(result.target)}", style="bold")
    if result.outcome is not Outcome.COMPLETED:
        style = "bold red" if result.outcome is Outcome.FAILED else "bold yellow"
        yield _prose(outcome_sentence(result), style=style)
    current: PriorityLevel | None = None
    ordered = in_order(result)
    for rule, level, findings in _groups(result, ordered):
        if level is not current:
            yield Text(f"\n {level.value.upper()} ", style=STYLES[Severity(level.value)])
            current = level
        yield from _group(result, rule, findings)
    if not result.findings and result.outcome is not Outcome.FAILED:
        yield _prose("\nNothing was found by the checks that ran.", style="green")
    yield from _coverage(result)
    yield from _summary(result)
    yield from _next_steps(ordered)


def _groups(
    result: ScanResult, ordered: list[Prioritised]
) -> Iterator[tuple[Rule, PriorityLevel, list[Prioritised]]]:
    """Yield the findings by level of priority and, in it, by rule; the rule with the most pressing one first."""
    groups: dict[tuple[PriorityLevel, str], list[Prioritised]] = {}
    for one in ordered:
        groups.setdefault((one.priority.level, one.finding.rule_id), []).append(one)
    for (level, rule_id), findings in groups.items():
        yield result.rules[rule_id], level, findings


def _group(result: ScanResult, rule: Rule, findings: list[Prioritised]) -> Iterator[RenderableType]:
    weaknesses = "".join(f"  CWE-{number}" for number in rule.cwe)
    yield Text("\n").append(visible_line(rule.title), "bold").append(f"  {rule.id}{weaknesses}", "dim")
    for finding, priority in findings[:_FINDINGS_PER_RULE]:
        yield from _finding(finding, result.severity(finding), priority)
    if (rest := len(findings) - _FINDINGS_PER_RULE) > 0:
        yield Text(f"  … and {counted(rest, 'more place')}; the HTML and JSON reports show all", style="dim")
    fix = _FIRST_SENTENCE.match(plain(rule.fix))
    if fix:
        yield _prose(" ".join(f"Fix: {visible(fix[0])}".split()), indent=2, style="green")


def _finding(finding: Finding, severity: Severity, priority: Priority) -> Iterator[RenderableType]:
    location = finding.location
    line = Text("  • ").append(visible_line(location.where), "cyan")
    if where := place(location):
        line.append("  ").append(visible_line(where), "magenta")
    yield line
    yield _prose(visible_line(finding.summary), indent=4)
    sure = "" if finding.confidence is Confidence.CERTAIN else f", {finding.confidence.value}"
    mark = short_fingerprint(visible_line(finding.fingerprint))
    yield _prose(
        f"{mark}, severity {severity.value}{sure}, {short_priority(priority)}", indent=4, style="dim"
    )


def _coverage(result: ScanResult) -> Iterator[RenderableType]:
    unfinished = unfinished_checks(result)
    if not unfinished and not result.notices:
        return
    yield Text("\nTo know about this scan", style="bold")
    for notice in result.notices:
        style = "yellow" if notice.level is NoticeLevel.WARNING else ""
        yield _prose(f"• {visible_line(notice.message)}", indent=2, style=style)
    by_reason: dict[tuple[Outcome, str], list[str]] = {}
    for check in unfinished:
        by_reason.setdefault((check.outcome, check.reason), []).append(check.check)
    for (outcome, reason), checks in by_reason.items():
        told = f"• {', '.join(checks)}: {outcome.value}"
        yield _prose(f"{told}, {visible_line(reason)}" if reason else told, indent=2)


def _summary(result: ScanResult) -> Iterator[RenderableType]:
    line = Text("\nBy severity: " if result.findings else "\n")
    for severity, count in severity_counts(result).items():
        line.append(f"{count} {severity.value}", STYLES[severity] if count else "dim").append("   ")
    yield line
    completed = len(result.checks) - len(unfinished_checks(result))
    checks = f", {counted(completed, 'check')} completed" if result.checks else ""
    yield Text(effort(result) + checks, style="dim")


def _next_steps(ordered: list[Prioritised]) -> Iterator[RenderableType]:
    if not ordered:
        return
    worst = ordered[0].finding
    steps = {
        "securestack report --output report.html": _PROOFS[can_be_replayed(worst)],
        f"securestack rules {shlex.quote(visible_line(worst.rule_id))}": "what it is and how to fix it, with examples",
    }
    if can_be_replayed(worst):
        replay = replay_command(visible_line(worst.fingerprint))
        steps[replay] = "look for a finding again, after the fix"
    yield Text("\nNext", style="bold")
    column = max(len(step) for step in steps)
    for command, purpose in steps.items():
        yield Text(f"  {command:<{column}}").append(f"   {purpose}", "dim")


def _prose(text: str, *, indent: int = 0, style: str = "") -> RenderableType:
    return Group(Padding(Text(text, style=style, overflow="fold"), (0, 0, 0, indent), expand=False))

"""How a plan of upgrades is told: as a table, as JSON, and as a patch."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from securestack.core.package import Scope
from securestack.reports.encoding import encode_json
from securestack.reports.visible import visible_line
from securestack.reports.words import counted
from securestack.scanners.dependencies.upgrades.plan import Change, FileEdit, Left, Refresh, UpgradePlan

_NAMED = 4


def as_json(plan: UpgradePlan) -> str:
    """Return the plan as one JSON value, with the patch of each file instead of its whole text."""
    told = msgspec.to_builtins(plan)
    told["files"] = [{"path": edit.path, "diff": "".join(_patch(edit))} for edit in plan.files]
    return encode_json({**told, "cleared": plan.cleared, "remaining": plan.remaining})


def as_diff(plan: UpgradePlan) -> str:
    """Return the plan as a unified diff, which `git apply` and `patch -p1` take."""
    return "".join(line for edit in plan.files for line in _patch(edit))


def _patch(edit: FileEdit) -> Iterator[str]:
    # Lines end where patch programs think they do, and nowhere else.
    before, after = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in (edit.before, edit.after))
    for line in difflib.unified_diff(before, after, f"a/{edit.path}", f"b/{edit.path}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def as_table(plan: UpgradePlan, *, written: bool) -> str:
    """Return the plan for a person to read."""
    lines: list[str] = []
    if plan.changes:
        lines += [("Written" if written else "To change"), *_rows(map(_change, plan.changes)), ""]
    if plan.refreshes:
        title = "The lock file alone clears these; every package that asks for them lets the version in"
        lines += [title, *_rows(map(_refresh, plan.refreshes)), ""]
    if plan.left:
        lines += ["Left"]
        for one in plan.left:
            lines += _left(one)
        lines.append("")
    lines += plan.notices
    lines.append(_sum(plan, written))
    return "".join(f"{visible_line(line)}\n" for line in lines)


def _change(change: Change) -> Sequence[str]:
    used = change.version if change.in_use else f"{change.version} or later"
    remarks = [change.step] if change.step == "major" else []
    if change.scope is Scope.DEVELOPMENT:
        remarks.append("development")
    told = f" ({', '.join(remarks)})" if remarks else ""
    return (
        _place(change.path, change.line),
        change.name,
        f"{used} → {change.upgrade}{told}",
        f"{change.before or 'any'} → {change.after}",
        _flaws(change.clears) + (f". {change.note}" if change.note else ""),
    )


def _refresh(refresh: Refresh) -> Sequence[str]:
    return (
        _place(refresh.path, refresh.line),
        refresh.name,
        f"{refresh.version} → {refresh.upgrade}",
        refresh.command or "refresh the lock file",
        _flaws(refresh.clears),
    )


def _left(one: Left) -> Iterator[str]:
    reach = f", cleared by {one.reach}" if one.reach else ""
    yield f"  {_place(one.path, one.line)}  {one.name} {one.version}  {_flaws(one.flaws)}{reach}"
    if len(one.way) > 1:
        yield f"      comes over {' → '.join(one.way)}"
    yield f"      {one.reason}"


def _rows(rows: Iterable[Sequence[str]]) -> list[str]:
    """Return rows with their columns below each other."""
    table = [tuple(row) for row in rows]
    widths = [min(max(len(row[column]) for row in table), 60) for column in range(4)]
    return [
        "  "
        + "  ".join(cell.ljust(width) for cell, width in zip(row[:4], widths, strict=True))
        + f"  {row[4]}"
        for row in table
    ]


def _flaws(flaws: Sequence[str]) -> str:
    more = f" and {len(flaws) - _NAMED:,} more" if len(flaws) > _NAMED else ""
    return ", ".join(flaws[:_NAMED]) + more


def _place(path: str, line: int) -> str:
    return f"{path}:{line}" if line else path


def _sum(plan: UpgradePlan, written: bool) -> str:
    if not plan.changes and not plan.refreshes and not plan.left:
        return f"Nothing to fix: {counted(plan.looked_up, 'package')} looked up."
    done = "" if written else " Nothing was written; --write does it." if plan.files else ""
    return (
        f"{counted(plan.cleared, 'flaw')} cleared by {counted(len(plan.changes), 'change')} in "
        f"{counted(len(plan.files), 'file')}, {counted(plan.remaining, 'flaw')} left; "
        f"{counted(plan.looked_up, 'package')} looked up.{done}"
    )

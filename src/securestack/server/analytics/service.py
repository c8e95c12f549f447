"""How projects stand together: counted now, and joined with what was recorded before."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, date, timedelta
from typing import Any

import msgspec

from securestack.core.severity import Severity
from securestack.server.analytics import queries
from securestack.server.analytics.schemas import OverviewQuery
from securestack.server.kit.cache import Cache
from securestack.server.kit.caller import Caller
from securestack.server.kit.clock import now
from securestack.server.kit.database import Reader
from securestack.server.kit.schemas import row_dict
from securestack.server.projects.service_targets import address_guard, is_scannable
from securestack.server.settings import Settings

_WORDS = tuple(severity.value for severity in Severity)
_GRAVEST_FIRST = tuple(reversed(_WORDS))
_MANY = 5_000  # open findings of a project, whose count is then kept for a while
_PROJECTS_SHOWN = 10
_DAYS_SHOWN = 90


class Counts(msgspec.Struct):
    """How one project stands now. The lists hold a number for each rank of severity."""

    open: list[int] = msgspec.field(default_factory=lambda: [0] * len(_WORDS))
    overdue: list[int] = msgspec.field(default_factory=lambda: [0] * len(_WORDS))
    recent: list[int] = msgspec.field(default_factory=lambda: [0] * len(_WORDS))
    appeared: int = 0
    fixed: int = 0
    seconds: int = 0


_known: Cache[uuid.UUID, Counts] = Cache("standing", seconds=30.0)


async def overview(
    reader: Reader, caller: Caller, query: OverviewQuery, settings: Settings
) -> dict[str, Any]:
    """Return how the projects that the caller may read, and asks for, stand together."""
    projects = await queries.projects(reader, caller, query)
    ids = [row["id"] for row in projects]
    counts = await _counts(reader, ids)
    grave = [one for one in ids if counts[one].recent[3] or counts[one].recent[4]]
    scans = await queries.troubled_scans(reader, ids)
    targets = await _unproven(reader, ids, settings)
    return {
        "project_count": len(ids),
        **{
            f"{told}_by_severity": _by_word(_sum(getattr(one, name) for one in counts.values()))
            for told, name in (("open", "open"), ("overdue", "overdue"), ("new", "recent"))
        },
        **await _history(reader, ids, list(counts.values())),
        "new_findings": [_finding(row) for row in await queries.new_findings(reader, grave)],
        "troubled_scans": [_without(row, "number") for row in scans],
        "troubled_scan_count": scans[0]["number"] if scans else 0,
        "unproven_targets": targets[: queries.SHOWN],
        "unproven_target_count": len(targets),
        "projects": _gravest(projects, counts),
    }


def forget_counts() -> None:
    """Forget what was counted, so that the next to ask have it counted anew."""
    _known.clear()


async def _counts(reader: Reader, projects: Sequence[uuid.UUID]) -> dict[uuid.UUID, Counts]:
    known = {one: kept for one in projects if (kept := _known.known(one)) is not None}
    fresh = {one: Counts() for one in projects if one not in known}
    if fresh:
        for row in await queries.standing(reader, list(fresh)):
            of_project = fresh[row["project_id"]]
            for name in ("open", "overdue", "recent"):
                getattr(of_project, name)[row["severity"]] = row[name]
        for row in await queries.todays(reader, list(fresh)):
            for name in ("appeared", "fixed", "seconds"):
                setattr(fresh[row["project_id"]], name, row[name])
    for project_id, of_project in fresh.items():
        if sum(of_project.open) + of_project.appeared > _MANY:
            _known.put(project_id, of_project)
    return known | fresh


async def _history(reader: Reader, projects: Sequence[uuid.UUID], counts: Sequence[Counts]) -> dict[str, Any]:
    today = now().astimezone(UTC).date()
    rows = [dict(row.items()) for row in await queries.days(reader, projects, today)] if projects else []
    rows.append(
        {
            "day": today,
            **_by_word(_sum(one.open for one in counts)),
            "overdue": sum(sum(one.overdue) for one in counts),
            "appeared": sum(one.appeared for one in counts),
            "fixed": sum(one.fixed for one in counts),
            "seconds": sum(one.seconds for one in counts),
        }
    )
    first = today - timedelta(days=_DAYS_SHOWN - 1)
    lately = [row for row in rows if row["day"] >= first]
    return {
        "mean_seconds_to_fix": _mean(lately),
        "mean_seconds_to_fix_before": _mean([row for row in rows if row["day"] < first]),
        "days": [
            {name: value for name, value in row.items() if name != "seconds"} for row in _known_days(lately)
        ],
    }


def _known_days(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the days from the first on which there was anything to tell."""
    told = [
        place
        for place, row in enumerate(rows)
        if any(value for name, value in row.items() if not isinstance(value, date))
    ]
    return rows[max(0, told[0] - 1) :] if told else rows[-1:]


async def _unproven(
    reader: Reader, projects: Sequence[uuid.UUID], settings: Settings
) -> list[dict[str, Any]]:
    rows = await queries.unproven_targets(reader, projects)
    if not rows:
        return []
    guard = await address_guard(reader, settings)
    return [_without(row, "kind", "verified_at") for row in rows if not is_scannable(row, guard)]


def _gravest(projects: Sequence[Any], counts: dict[uuid.UUID, Counts]) -> list[dict[str, Any]]:
    def weight(row: Any) -> tuple[list[int], str]:
        return [-number for number in reversed(counts[row["id"]].open)], row["name"]

    return [
        {
            **dict(row.items()),
            **_by_word(counts[row["id"]].open),
            "overdue": sum(counts[row["id"]].overdue),
        }
        for row in sorted(projects, key=weight)[:_PROJECTS_SHOWN]
    ]


def _mean(rows: Sequence[dict[str, Any]]) -> float | None:
    fixed = sum(row["fixed"] for row in rows)
    return sum(row["seconds"] for row in rows) / fixed if fixed else None


def _sum(lists: Any) -> list[int]:
    return [sum(numbers) for numbers in zip([0] * len(_WORDS), *lists, strict=True)]


def _by_word(numbers: Sequence[int]) -> dict[str, int]:
    return {word: numbers[_WORDS.index(word)] for word in _GRAVEST_FIRST}


def _finding(row: Any) -> dict[str, Any]:
    values = row_dict(row)
    return {**values, "severity": _WORDS[values["severity"]]}


def _without(row: Any, *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}

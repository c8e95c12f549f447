"""Answers about findings, put together from rows."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

import msgspec

from securestack.core.severity import Severity
from securestack.server.findings import queries, queries_facets
from securestack.server.findings.queries_filter import condition
from securestack.server.findings.schemas import FindingFilter
from securestack.server.kit.caller import Caller
from securestack.server.kit.database import Reader
from securestack.server.kit.schemas import row_dict
from securestack.server.teams.permissions import Right, access_of

_HISTORY_SHOWN = 50
_SEEN_BY_SHOWN = 20
_MERGE_SHOWN = 200
_SEVERITIES = tuple(Severity)


async def detail(reader: Reader, caller: Caller, finding_id: uuid.UUID) -> dict[str, Any]:
    """Return one finding with all that is around it. Raises the problems of `access_of`."""
    row = await queries.read_finding(
        reader, caller, finding_id, history=_HISTORY_SHOWN, seen_by=_SEEN_BY_SHOWN
    )
    access_of(caller, row, Right.FINDING_READ, "The finding")
    assert row is not None
    finding = row_dict(row)
    for name in ("team_id", "project_role", "project_archived"):
        del finding[name]
    finding["rule"] = _rule(finding)
    return finding


def _rule(finding: dict[str, Any]) -> dict[str, Any]:
    """Take the columns of the rule out of a finding's and return them as one value."""
    title, severity, cwe, texts, origin = (
        finding.pop(f"rule_{name}") for name in ("title", "own_severity", "cwe", "texts", "origin")
    )
    told: dict[str, Any] = {
        "id": finding["rule_id"],
        "title": title or finding["title"],
        "severity": severity or finding["rule_severity"],
        "cwe": cwe or [],
        "origin": origin or finding["origin"],
    }
    return {**(msgspec.json.decode(texts) if texts is not None else {}), **told}


async def merge(reader: Reader, caller: Caller, finding_id: uuid.UUID) -> dict[str, Any]:
    """Return why the observations of a finding were taken for one. Raises the problems of `access_of`."""
    row = await queries.read_finding(reader, caller, finding_id, history=0, seen_by=_MERGE_SHOWN)
    access_of(caller, row, Right.FINDING_READ, "The finding")
    assert row is not None
    place = msgspec.json.decode(row["place"])
    parts = [("project", str(row["project_name"])), ("rule", row["rule_id"])]
    parts += [(name, str(place[name])) for name in _PARTS.get(place["type"], ()) if place.get(name)]
    return {
        "fingerprint": row["fingerprint"],
        "explanation": _EXPLANATIONS.get(place["type"], _OTHERWISE),
        "parts": [{"name": name, "value": value} for name, value in parts],
        "times_seen": row["times_seen"],
        "first_seen_at": row["first_seen_at"],
        "last_seen_at": row["last_seen_at"],
        "seen_by": row["seen_by"],
    }


_PARTS = {
    "http": ("method", "url", "position", "parameter"),
    "code": ("path", "symbol", "line"),
    "package": ("ecosystem", "name", "path"),
    "named": ("kind", "name"),
}
_OTHERWISE = "Each of these observations carried the same fingerprint, so they are one finding."
_EXPLANATIONS = {
    "http": f"{_OTHERWISE} It is made of the rule, the host, the path, the method and the parameter; values in the query "
    "and, for flaws of a whole site, the page do not count.",
    "code": f"{_OTHERWISE} It is the tool's own where it gave one, otherwise it is made of the rule, the file and the text "
    "around the place, so that the line may move.",
    "package": f"{_OTHERWISE} It is made of the flaw, whatever it is called, the package and the file that names it; the "
    "version may change.",
}


async def facets(
    reader: Reader, projects: Sequence[uuid.UUID], wanted: FindingFilter, user_id: uuid.UUID | None
) -> dict[str, Any]:
    """Return how many of the findings that fit have which values.

    Values of a filter that is set are counted as if it were not, so that one sees what choosing another would bring.
    `user_id` is who `me` is.
    """
    chosen = [name for name in queries_facets.COUNTED if getattr(wanted, name, None) not in (None, [])]
    told: dict[str, Any] = {"total": 0, "overdue": 0, "estimated": [], **{name: [] for name in _FACETS}}
    rest = [name for name in queries_facets.COUNTED if name not in chosen]
    for names, left_out in ((rest, {}), *(([name], {name: _UNSET[name]}) for name in chosen)):
        meant = condition(wanted.model_copy(update=left_out), user_id, place=2)
        rows, factor = await queries_facets.count_values(reader, projects, meant, names)
        if factor != 1.0:
            told["estimated"] += names
        for row in rows:
            count = round(row["count"] * factor)
            if row["name"] in ("total", "overdue"):
                told[row["name"]] = count
            else:
                told[row["name"]].append({"value": row["value"], "count": count})
    told["exact"] = "total" not in told["estimated"]
    named = {name: [one["value"] for one in told[name]] for name in ("target", "assignee", "rule")}
    called = await queries_facets.labels(
        reader,
        projects,
        targets=named["target"],
        assignees=[value for value in named["assignee"] if value != "none"],
        rules=named["rule"],
    )
    labels = {(row["name"], row["value"]): row["label"] for row in called}
    for name in named:
        for value in told[name]:
            value["label"] = labels.get((name, value["value"]))
    return told


_UNSET = {
    name: FindingFilter.model_fields[name].get_default() for name in queries_facets.COUNTED if name != "total"
}
_FACETS = ("state", "severity", "priority_level", "confidence", "origin", "rule", "cwe", "target", "assignee")


async def statistics(reader: Reader, project_id: uuid.UUID) -> dict[str, Any]:
    """Return how a project stands."""
    open_rows, accepted = [], 0
    for row in await queries_facets.standing(reader, project_id):
        if row["state"] == "accepted":
            accepted += row["count"]
        else:
            open_rows.append(row)
    weeks, new, fixed = await queries_facets.weeks(reader, project_id)
    new_by_week = {row["week"]: row["count"] for row in new}
    fixed_by_week = {row["week"]: row["count"] for row in fixed}
    recent = sum(row["recent"] for row in fixed)
    seconds = float(sum(row["seconds"] or 0 for row in fixed))
    return {
        "open_by_severity": _by_severity(open_rows, "count"),
        "open": sum(row["count"] for row in open_rows),
        "overdue": sum(row["overdue"] for row in open_rows),
        "overdue_by_severity": _by_severity(open_rows, "overdue"),
        "accepted": accepted,
        "unassigned": sum(row["unassigned"] for row in open_rows),
        "mean_seconds_to_fix": seconds / recent if recent else None,
        "weeks": [
            {
                "week": row["week"],
                "new": new_by_week.get(row["week"], 0),
                "fixed": fixed_by_week.get(row["week"], 0),
            }
            for row in weeks
        ],
    }


def _by_severity(rows: Sequence[Any], name: str) -> dict[str, int]:
    counts = {severity.value: 0 for severity in reversed(_SEVERITIES)}
    for row in rows:
        counts[_SEVERITIES[row["severity"]].value] += row[name]
    return counts

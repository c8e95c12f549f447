"""Reading findings: pages of lists, one finding, and what is around it.

A page is looked for twice at most. First the rows are walked in the order asked for, a bounded number of them: that
finds a page of anything frequent in milliseconds. When the walk was not enough, the filter is rare, or its rows lie far
away in that order; then all that fit are gathered from the indexes of the filters and the first of them taken. So no
guess of the planner about how filter and order hang together can cost seconds.
"""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.findings.queries_filter import OVERDUE, PRIORITY_LEVEL, SEVERITY_WORDS, Condition
from securestack.server.findings.schemas import FindingQuery
from securestack.server.kit.database import Reader
from securestack.server.kit.pages import Order, PageQuery, keyset
from securestack.server.teams.permissions import Visible, all_rows, first_row

ORDERS = {
    "severity": Order("f.severity", "smallint"),
    "priority": Order("f.priority", "smallint"),
    "first_seen_at": Order("f.first_seen_at", "timestamptz"),
    "last_seen_at": Order("f.last_seen_at", "timestamptz"),
    "due_at": Order("coalesce(f.due_at, 'infinity'::timestamptz)", "timestamptz"),
    "title": Order("f.title", "text"),
    "rule_id": Order("f.rule_id", "text"),
}
"""What lists can be sorted by; all are indexed with the project in front."""

_DEFAULT = "-severity"


class MayRead(NamedTuple):
    """How a list makes sure of the caller's right: by a condition on `project.id`, whose arguments begin at a place, and,
    where nothing comes back, by what raises the problem there is."""

    visible: Callable[[int], Visible]
    require: Callable[[], Awaitable[object]]


_WALK = 6_000  # rows looked at in the order asked for
_LEAST_WALK = 200  # of each project
_ITEM = f"""f.id, f.project_id, p.name AS project_name, t.name AS target_name, f.rule_id, f.title, {SEVERITY_WORDS}[f.severity + 1] AS severity, f.state, f.confidence,
    f.location_text AS location, left(f.summary, 300) AS summary, f.origin, f.target_id, f.first_seen_at, f.last_seen_at,
    f.times_seen, f.assignee_id, u.name AS assignee_name, f.due_at, coalesce({OVERDUE}, false) AS overdue, f.priority,
    {PRIORITY_LEVEL} AS priority_level, f.version"""
_NAMES = """JOIN projects p ON p.id = f.project_id
LEFT JOIN targets t ON t.id = f.target_id
LEFT JOIN users u ON u.id = f.assignee_id"""
_SHOWN = f"""
SELECT {_ITEM}, m.key::text AS page_key FROM ({{keys}}) m JOIN findings f ON f.id = m.id
{_NAMES} ORDER BY m.key {{turn}}, m.id {{turn}}
"""
_WALKED = """
SELECT w.id, w.key FROM (SELECT project.id FROM unnest($1::uuid[]) AS project (id) {visible}) project CROSS JOIN LATERAL (
    SELECT f.id, {order} AS key FROM (
        SELECT * FROM findings f WHERE f.project_id = project.id {after} ORDER BY {order} {turn}, f.id {turn} LIMIT {walk}
    ) f WHERE true {condition} ORDER BY {order} {turn}, f.id {turn} LIMIT {limit}
) w ORDER BY w.key {turn}, w.id {turn} LIMIT {limit}
"""
# OFFSET 0 keeps the planner from walking again.
_GATHERED = """
SELECT g.id, g.key FROM (
    SELECT f.id, {order} AS key FROM findings f WHERE f.project_id = ANY($1::uuid[]) {after} {condition} OFFSET 0
) g ORDER BY g.key {turn}, g.id {turn} LIMIT {limit}
"""

_DETAIL = f"""
SELECT {_ITEM.replace("left(f.summary, 300) AS summary", "f.summary")},
    f.location AS place, f.fingerprint, {SEVERITY_WORDS}[f.rule_severity + 1] AS rule_severity, f.severity_by_person,
    f.due_by_person, f.state_reason, f.state_changed_at, f.accepted_until, f.fixed_at, f.updated_at,
    r.title AS rule_title, {SEVERITY_WORDS}[r.severity + 1] AS rule_own_severity, r.cwe AS rule_cwe,
    r.texts AS rule_texts, r.origin AS rule_origin, e.evidence
FROM findings f {_NAMES}
LEFT JOIN rules r ON r.project_id = f.project_id AND r.id = f.rule_id
LEFT JOIN finding_evidence e ON e.finding_id = f.id
WHERE f.id = $1
"""

_SEEN_BY = f"""
SELECT o.scan_id, CASE WHEN s.id IS NOT NULL THEN 'scan' WHEN i.id IS NOT NULL THEN 'import' ELSE 'forgotten' END AS kind,
    coalesce(s.scanner, nullif(i.tool, ''), i.format) AS tool, o.observed_at,
    {SEVERITY_WORDS}[o.severity + 1] AS severity, o.is_new
FROM observations o LEFT JOIN scans s ON s.id = o.scan_id LEFT JOIN finding_imports i ON i.id = o.scan_id
WHERE o.finding_id = $1 ORDER BY o.observed_at DESC, o.scan_id LIMIT $2
"""

_HISTORY = """
SELECT v.id, v.kind, v.at, CASE WHEN v.user_id IS NOT NULL THEN jsonb_build_object('id', v.user_id, 'name', u.name) END AS "user",
    v.scan_id, v.before, v.after, v.text
FROM finding_events v LEFT JOIN users u ON u.id = v.user_id
"""
HISTORY_ORDERS = {"at": Order("v.at", "timestamptz")}
"""What a history can be sorted by."""


async def list_findings(
    reader: Reader,
    projects: Sequence[uuid.UUID],
    query: FindingQuery,
    condition: Condition,
    key: bytes,
    *,
    may_read: MayRead | None = None,
) -> tuple[Sequence[Any], str | None]:
    """Return a page of findings of these projects. The condition's arguments begin at `$2`.

    Where the caller's right has not been made sure of before, `may_read` does: a row that comes back with its condition
    proves the right, so that only who gets none is asked about.
    """
    page = keyset(
        query,
        ORDERS,
        default=_DEFAULT,
        key=key,
        id_sql="f.id",
        arguments=[list(projects), *condition.arguments],
    )
    sort = query.sort or _DEFAULT
    order, turn = ORDERS[sort.removeprefix("-")].sql, "DESC" if sort.startswith("-") else "ASC"
    limit = query.limit + 1
    look_at = max(_WALK // max(len(projects), 1), _LEAST_WALK) if condition.sql else limit
    names = {
        "condition": condition.sql,
        "after": page.and_where,
        "order": order,
        "turn": turn,
        "limit": limit,
        "walk": look_at,
    }
    if query.assignee and "none" not in query.assignee:
        # What is given to somebody is little, has an index, and lies anywhere in the order: no walk would find it soon.
        if may_read:
            await may_read.require()
        return page.cut(await reader.fetch(_shown(_GATHERED, names), *page.arguments))
    visible = may_read.visible(len(page.arguments) + 1) if may_read else Visible("true", [])
    walked = _shown(_WALKED, {**names, "visible": f"WHERE {visible.sql}" if may_read else ""})
    rows = await reader.fetch(walked, *page.arguments, *visible.arguments)
    if may_read and not rows:
        await may_read.require()
    if condition.sql and len(rows) < limit:
        rows = await reader.fetch(_shown(_GATHERED, names), *page.arguments)
    return page.cut(rows)


def _shown(keys: str, names: dict[str, Any]) -> str:
    return _SHOWN.format(keys=keys.format(**names), turn=names["turn"])


async def read_finding(source: Reader | AsyncSession, finding_id: uuid.UUID) -> Any | None:
    """Return everything of one finding but its history."""
    return await first_row(source, _DETAIL, finding_id)


async def seen_by(reader: Reader, finding_id: uuid.UUID, limit: int) -> Sequence[Any]:
    """Return the scans and imports that saw a finding, newest first."""
    return await reader.fetch(_SEEN_BY, finding_id, limit)


async def newest_history(source: Reader | AsyncSession, finding_id: uuid.UUID, limit: int) -> Sequence[Any]:
    """Return what happened to a finding last, newest first."""
    sql = f"{_HISTORY} WHERE v.finding_id = $1 ORDER BY v.id DESC LIMIT {limit}"
    return await all_rows(source, sql, finding_id)


async def history_entry(session: AsyncSession, event_id: uuid.UUID) -> Any | None:
    """Return one entry of a history."""
    return await first_row(session, f"{_HISTORY} WHERE v.id = $1", event_id)


async def list_history(
    reader: Reader, finding_id: uuid.UUID, query: PageQuery, key: bytes
) -> tuple[Sequence[Any], str | None]:
    """Return a page of the history of a finding."""
    page = keyset(query, HISTORY_ORDERS, default="-at", key=key, id_sql="v.id", arguments=[finding_id])
    sql = _HISTORY.replace("SELECT v.id", f"SELECT {page.key_sql}, v.id", 1)
    rows = await reader.fetch(
        f"{sql} WHERE v.finding_id = $1 {page.and_where} {page.order_sql}", *page.arguments
    )
    return page.cut(rows)

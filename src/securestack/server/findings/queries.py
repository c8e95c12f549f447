"""Reading findings: pages of lists, one finding, and what is around it.

Each order has an index that also holds everything filters look at. So the worst a page can cost is one way along that
index, a tenth of a microsecond an entry, however filter and order hang together; often the planner knows a shorter one.

Words are found in a table of their own. Some thousand rows are first walked in the order asked for and their words read,
which finds a page of anything frequent; then all findings with the words are gathered.
"""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.findings.queries_filter import DUE, OVERDUE, PRIORITY_LEVEL, SEVERITY_WORDS, Condition
from securestack.server.findings.schemas import FindingQuery
from securestack.server.kit.caller import Caller
from securestack.server.kit.database import Reader
from securestack.server.kit.pages import Order, PageQuery, keyset
from securestack.server.teams.permissions import (
    ACCESS_CONDITION,
    ACCESS_JOIN,
    Visible,
    access_arguments,
    first_row,
)

ORDERS = {
    "severity": Order("f.severity", "smallint"),
    "priority": Order("f.priority", "smallint"),
    "first_seen_at": Order("f.first_seen_at", "timestamptz"),
    "last_seen_at": Order("f.last_seen_at", "timestamptz"),
    "due_at": Order(DUE, "timestamptz"),
    "title": Order("f.title", "text"),
    "rule_id": Order("f.rule_id", "text"),
}
"""What lists can be sorted by; all are indexed with the project in front."""

_DEFAULT = "-severity"


class MayRead(NamedTuple):
    """How a list makes sure of the caller's right: by a condition on `$1`, whose arguments begin at a place, and,
    where nothing comes back, by what raises the problem there is."""

    visible: Callable[[int], Visible]
    require: Callable[[], Awaitable[object]]


_WALK = 6_000  # rows whose words are read in the order asked for
_WALK_OF_MANY = 1_500  # the same where each of many projects has to offer as many
_RARE = 5_000  # findings with some words; as many are looked up one by one
_ITEM = f"""f.id, f.project_id, p.name AS project_name, t.name AS target_name, f.rule_id, f.title, {SEVERITY_WORDS}[f.severity + 1] AS severity, f.state, f.confidence,
    f.location_text AS location, left(f.summary, 300) AS summary, f.origin, f.target_id, f.first_seen_at, f.last_seen_at,
    f.times_seen, f.assignee_id, u.name AS assignee_name, f.due_at, {OVERDUE} AS overdue, f.priority,
    {PRIORITY_LEVEL} AS priority_level, f.version"""
_NAMES = """JOIN projects p ON p.id = f.project_id
LEFT JOIN targets t ON t.id = f.target_id
LEFT JOIN users u ON u.id = f.assignee_id"""
_SHOWN = f"""
SELECT {_ITEM}, m.key::text AS page_key FROM ({{keys}}) m JOIN findings f ON f.id = m.id
{_NAMES} ORDER BY m.key {{turn}}, m.id {{turn}}
"""
_PAGE = """
SELECT f.id, {order} AS key FROM findings f WHERE f.project_id = {project} {after} {condition}
ORDER BY {order} {turn}, f.id {turn} LIMIT {limit}
"""
_PAGE_OF_MANY = """
SELECT w.id, w.key FROM unnest($1::uuid[]) AS project (id) CROSS JOIN LATERAL ({page}) w
ORDER BY w.key {turn}, w.id {turn} LIMIT {limit}
"""
_WITH_WORDS = """
SELECT f.id, f.key FROM ({page}) f WHERE (SELECT {words} FROM finding_words w WHERE w.finding_id = f.id)
ORDER BY f.key {turn}, f.id {turn} LIMIT {limit}
"""
_NEXT_STEP = """
SELECT (SELECT count(*) FROM ({page}) f) = {walk} AS more,
    (SELECT count(*) <= {rare} FROM (SELECT FROM finding_words w WHERE {words} LIMIT {rare} + 1) w) AS rare
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
    v.scan_id, v.before, CASE WHEN v.kind = 'assignment' AND v.after->>'assignee_id' IS NOT NULL
        THEN v.after || jsonb_build_object('assignee_name', (SELECT a.name FROM users a WHERE a.id = (v.after->>'assignee_id')::uuid))
        ELSE v.after END AS after, v.text
FROM finding_events v LEFT JOIN users u ON u.id = v.user_id
"""

_DETAIL = f"""
SELECT {_ITEM.replace("left(f.summary, 300) AS summary", "f.summary")},
    f.location AS place, f.fingerprint, {SEVERITY_WORDS}[f.rule_severity + 1] AS rule_severity, f.severity_by_person,
    f.due_by_person, f.state_reason, f.state_changed_at, f.accepted_until, f.fixed_at, f.updated_at,
    r.title AS rule_title, {SEVERITY_WORDS}[r.severity + 1] AS rule_own_severity, r.cwe AS rule_cwe,
    r.texts AS rule_texts, r.origin AS rule_origin, e.evidence,
    (SELECT coalesce(json_agg(h), '[]') FROM ({_HISTORY} WHERE v.finding_id = $1 ORDER BY v.id DESC LIMIT $5) h) AS history,
    (SELECT coalesce(json_agg(o), '[]') FROM ({_SEEN_BY.replace("$2", "$6")}) o) AS seen_by,
    p.team_id, m.role AS project_role, p.archived_at IS NOT NULL AS project_archived
FROM findings f {_NAMES} {ACCESS_JOIN}
LEFT JOIN rules r ON r.project_id = f.project_id AND r.id = f.rule_id
LEFT JOIN finding_evidence e ON e.finding_id = f.id
WHERE f.id = $1 AND {ACCESS_CONDITION}
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

    Where the caller's right to a single project has not been made sure of before, `may_read` does: a row that comes back
    with its condition proves the right, so that only who gets none is asked about.
    """
    page = keyset(
        query,
        ORDERS,
        default=_DEFAULT,
        key=key,
        id_sql="f.id",
        arguments=[projects[0] if len(projects) == 1 else list(projects), *condition.arguments],
    )
    sort = query.sort or _DEFAULT
    asked = _Asked(
        order=ORDERS[sort.removeprefix("-")].sql,
        turn="DESC" if sort.startswith("-") else "ASC",
        after=page.and_where,
        limit=query.limit + 1,
        one=len(projects) == 1,
    )
    if condition.words:
        if may_read:
            await may_read.require()
        return page.cut(await _with_words(reader, asked, condition, page.arguments))
    visible = may_read.visible(len(page.arguments) + 1) if may_read else Visible("true", [])
    proven = f"{condition.sql} AND (SELECT {visible.sql})" if may_read else condition.sql
    rows = await reader.fetch(asked.shown(asked.page(proven)), *page.arguments, *visible.arguments)
    if may_read and not rows:
        await may_read.require()
    return page.cut(rows)


class _Asked(NamedTuple):
    """Where a page begins, in which order, and how much of it."""

    order: str
    turn: str
    after: str
    limit: int
    one: bool  # project; `$1` is it, or an array of them

    def page(self, condition: str, limit: int = 0) -> str:
        """Return the statement that finds identifiers and keys of the first that fit."""
        names = {**self._asdict(), "limit": limit or self.limit}
        page = _PAGE.format(project="$1::uuid" if self.one else "project.id", condition=condition, **names)
        return page if self.one else _PAGE_OF_MANY.format(page=page, **names)

    def shown(self, keys: str) -> str:
        """Return the statement that shows what another one finds."""
        return _SHOWN.format(keys=keys, turn=self.turn)


async def _with_words(
    reader: Reader, asked: _Asked, condition: Condition, arguments: Sequence[Any]
) -> Sequence[Any]:
    names = {"words": condition.words, "turn": asked.turn, "limit": asked.limit}
    walk = _WALK if asked.one else min(_WALK, _WALK_OF_MANY)
    page = asked.page(condition.sql, walk)
    rows = await reader.fetch(asked.shown(_WITH_WORDS.format(page=page, **names)), *arguments)
    if len(rows) == asked.limit:
        return rows
    step = await reader.fetch_one(_NEXT_STEP.format(page=page, walk=walk, rare=_RARE, **names), *arguments)
    assert step is not None
    if not step["more"]:
        return rows
    found = condition.by_word if step["rare"] else condition.by_hash
    return await reader.fetch(asked.shown(asked.page(found)), *arguments)


async def read_finding(
    reader: Reader, caller: Caller, finding_id: uuid.UUID, *, history: int, seen_by: int
) -> Any | None:
    """Return everything of one finding, with so much of its history and of who saw it, and what `access_of` judges.

    None where it is missing or foreign. One statement: each costs both sides more than what it reads.
    """
    return await reader.fetch_one(_DETAIL, finding_id, *access_arguments(caller), history, seen_by)


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

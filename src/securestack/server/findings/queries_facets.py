"""Counting findings: values of filters, and how a project stands.

Up to `EXACT` rows are counted one by one. Where more fit, as many are looked at in a sample of the table's pages, and
the counts are estimates: of a million findings nobody reads the last digits, and exact counts would cost a second.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from securestack.server.findings.queries_filter import (
    DUE,
    OVERDUE,
    PRIORITY_LEVEL,
    SEVERITY_WORDS,
    Condition,
)
from securestack.server.kit.database import Reader

EXACT = 20_000
_MOST_VALUES = 30
_SAMPLE = 40_000  # rows of the table that are looked at
_SAMPLE_OF_WORDS = 15_000  # where the words of each are read too
_DIMENSIONS = {
    "state": "state",
    "severity": f"{SEVERITY_WORDS}[severity + 1]",
    "priority_level": PRIORITY_LEVEL,
    "confidence": "confidence",
    "origin": "origin",
    "rule": "rule_id",
    "target": "target_id::text",
    "assignee": "coalesce(assignee_id::text, 'none')",
}
_COLUMNS = """f.project_id, f.state, f.severity, f.priority, f.confidence, f.origin, f.rule_id, f.target_id, f.assignee_id,
    f.due_at"""
_ENOUGH = """
SELECT (SELECT count(*) FROM (
        SELECT FROM findings f WHERE f.project_id = ANY($1::uuid[]) {condition} LIMIT {exact} + 1
    ) f) AS fit, {words} AS with_words
"""
_WITH_WORDS = "(SELECT count(*) FROM (SELECT FROM finding_words w WHERE {words} LIMIT {exact} + 1) w)"
_FITS = """
WITH fits AS MATERIALIZED (
    SELECT {columns} FROM findings f {sample} WHERE f.project_id = ANY($1::uuid[]) {condition}
)
"""
_COUNTS = {
    "total": "SELECT 'total' AS name, '' AS value, count(*) AS count FROM fits",
    "overdue": f"SELECT 'overdue' AS name, '' AS value, count(*) AS count FROM fits f WHERE {OVERDUE}",
    "cwe": f"""(SELECT 'cwe' AS name, c.cwe::text AS value, sum(g.count)::bigint AS count
        FROM (SELECT project_id, rule_id, count(*) AS count FROM fits GROUP BY 1, 2) g
        JOIN rules r ON r.project_id = g.project_id AND r.id = g.rule_id CROSS JOIN unnest(r.cwe) c (cwe)
        GROUP BY 2 ORDER BY 3 DESC, 2 LIMIT {_MOST_VALUES})""",
    **{
        name: f"""(SELECT '{name}' AS name, {sql} AS value, count(*) AS count FROM fits f WHERE {sql} IS NOT NULL
            GROUP BY 2 ORDER BY 3 DESC, 2 LIMIT {_MOST_VALUES})"""
        for name, sql in _DIMENSIONS.items()
    },
}
COUNTED = tuple(_COUNTS)
"""What can be counted: how many fit, how many of them are overdue, and values."""

_LABELS = """
SELECT 'target' AS name, t.id::text AS value, t.name AS label FROM targets t WHERE t.id = ANY($1::uuid[])
UNION ALL SELECT 'assignee', u.id::text, u.name FROM users u WHERE u.id = ANY($2::uuid[])
UNION ALL SELECT DISTINCT ON (r.id) 'rule', r.id, r.title FROM rules r
    WHERE r.project_id = ANY($3::uuid[]) AND r.id = ANY($4::text[])
"""
# In the order of an index, which holds all that is counted.
_STANDING = f"""
SELECT f.state, f.severity, count(*) AS count, count(*) FILTER (WHERE {DUE} < now()) AS overdue,
    count(*) FILTER (WHERE f.assignee_id IS NULL) AS unassigned
FROM findings f WHERE f.project_id = $1 AND f.state IN ('open', 'confirmed', 'reopened', 'accepted') GROUP BY 1, 2
"""
_NEW = """
SELECT date_trunc('week', f.first_seen_at, 'UTC') AS week, count(*) AS count FROM findings f
WHERE f.project_id = $1 AND f.first_seen_at >= date_trunc('week', now(), 'UTC') - interval '11 weeks' GROUP BY 1
"""
_FIXED = """
SELECT date_trunc('week', f.fixed_at, 'UTC') AS week, count(*) AS count,
    sum(extract(epoch FROM f.fixed_at - f.first_seen_at)) FILTER (WHERE f.fixed_at >= now() - interval '90 days') AS seconds,
    count(*) FILTER (WHERE f.fixed_at >= now() - interval '90 days') AS recent
FROM findings f
WHERE f.project_id = $1 AND f.fixed_at >= least(date_trunc('week', now(), 'UTC') - interval '11 weeks', now() - interval '90 days')
GROUP BY 1
"""
_WEEKS = """
SELECT week FROM generate_series(date_trunc('week', now(), 'UTC') - interval '11 weeks', date_trunc('week', now(), 'UTC'),
    interval '1 week') week ORDER BY 1
"""


async def count_values(
    reader: Reader, projects: Sequence[uuid.UUID], condition: Condition, names: Sequence[str] = COUNTED
) -> tuple[Sequence[Any], float]:
    """Return rows of name, value and count, and by what the counts are to be multiplied; 1 where they are exact.

    `names` are some of `COUNTED`. The condition's arguments begin at `$2`.
    """
    arguments = (list(projects), *condition.arguments)
    words = _WITH_WORDS.format(words=condition.words, exact=EXACT) if condition.words else "0"
    enough = await reader.fetch_one(
        _ENOUGH.format(condition=condition.sql, words=words, exact=EXACT), *arguments
    )
    assert enough is not None
    counted = " UNION ALL ".join(_COUNTS[name] for name in names)
    if enough["fit"] <= EXACT or (condition.words and enough["with_words"] <= EXACT):
        fits = condition.by_row if enough["fit"] <= EXACT else condition.by_word
        sql = _FITS.format(columns=_COLUMNS, sample="", condition=fits) + counted
        return await reader.fetch(sql, *arguments), 1.0
    size = await reader.fetch_value("SELECT reltuples FROM pg_class WHERE oid = 'findings'::regclass")
    share = min(1.0, (_SAMPLE_OF_WORDS if condition.words else _SAMPLE) / max(float(size), 1.0))
    sample = f"TABLESAMPLE SYSTEM ({share * 100:.4f}) REPEATABLE (1)"
    sql = _FITS.format(columns=_COLUMNS, sample=sample, condition=condition.by_row) + counted
    return await reader.fetch(sql, *arguments), 1.0 / share


async def labels(
    reader: Reader,
    projects: Sequence[uuid.UUID],
    *,
    targets: Sequence[str],
    assignees: Sequence[str],
    rules: Sequence[str],
) -> Sequence[Any]:
    """Return what people call these targets, users and rules."""
    return await reader.fetch(_LABELS, list(targets), list(assignees), list(projects), list(rules))


async def standing(reader: Reader, project_id: uuid.UUID) -> Sequence[Any]:
    """Return counts of what is open or accepted, by state and severity rank."""
    return await reader.fetch(_STANDING, project_id)


async def weeks(reader: Reader, project_id: uuid.UUID) -> tuple[Sequence[Any], Sequence[Any], Sequence[Any]]:
    """Return the last twelve weeks, and rows of what was new and what was fixed in weeks."""
    return (
        await reader.fetch(_WEEKS),
        await reader.fetch(_NEW, project_id),
        await reader.fetch(_FIXED, project_id),
    )

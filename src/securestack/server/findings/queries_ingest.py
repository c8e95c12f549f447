"""The statements that merge what a scan saw: each takes a whole batch, as arrays."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.kit.database import Reader
from securestack.server.kit.problems import Problem
from securestack.server.teams.permissions import all_rows, first_row

_LOCK_NOT_AVAILABLE = "55P03"

# Batches of one project come one after the other, so that two scans that see the same flaw at once make one finding,
# and no two of them wait for each other's rows in a circle.
_PROJECT = """
SELECT p.sla_days, p.exposure, p.importance, p.data_sensitivity, y.version AS policy_version, y.points AS policy_points{more}
FROM projects p LEFT JOIN LATERAL (
    SELECT y.version, y.points::text FROM priority_policies y WHERE y.team_id = p.team_id ORDER BY y.version DESC LIMIT 1
) y ON true WHERE p.id = $1
"""
_LOCK = _PROJECT.format(more=", pg_advisory_xact_lock(hashtextextended('findings:' || p.id::text, 0))")

_RULES = """
INSERT INTO rules (project_id, id, title, severity, cwe, texts, origin, updated_at)
SELECT $1::uuid, b.id, b.title, b.severity, translate(b.cwe, '[]', '{}')::int[], b.texts::jsonb, $2::text, now()
FROM unnest($3::text[], $4::text[], $5::smallint[], $6::text[], $7::text[]) AS b (id, title, severity, cwe, texts)
WHERE NOT EXISTS (
    SELECT FROM rules r WHERE r.project_id = $1 AND r.id = b.id AND r.title = b.title AND r.severity = b.severity
    AND r.cwe = translate(b.cwe, '[]', '{}')::int[] AND r.texts = b.texts::jsonb
)
ON CONFLICT (project_id, id) DO UPDATE SET title = excluded.title, severity = excluded.severity, cwe = excluded.cwe,
    texts = excluded.texts, origin = excluded.origin, updated_at = excluded.updated_at
"""

_BATCH = """
unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::smallint[], $8::text[], $9::text[], $10::text[], $11::text[],
    $16::smallint[], $17::bytea[])
    AS b (id, fingerprint, rule_id, title, severity, confidence, location, location_text, summary, priority, priority_key)
"""

# New findings. Known ones are left out before the index would refuse them: that is cheaper than being refused.
_INSERT = f"""
INSERT INTO findings (id, project_id, fingerprint, rule_id, title, severity, rule_severity, severity_by_person, state,
    confidence, location, location_text, summary, origin, target_id, first_seen_at, last_seen_at, first_scan_id,
    last_scan_id, times_seen, due_at, due_by_person, priority, priority_key, version, updated_at)
SELECT b.id, $1::uuid, b.fingerprint, b.rule_id, b.title, b.severity, b.severity, false, 'open', b.confidence,
    b.location::jsonb, b.location_text, b.summary, $12::text, $13::uuid, $2::timestamptz, $2, $14::uuid, $14::uuid, 1,
    $2 + make_interval(days => ($15::int[])[b.severity + 1]), false, b.priority, b.priority_key, 1, now()
FROM {_BATCH}
WHERE NOT EXISTS (
    SELECT FROM findings f WHERE f.project_id = $1 AND f.fingerprint = b.fingerprint
)
ON CONFLICT (project_id, fingerprint) DO NOTHING
RETURNING id, fingerprint
"""

_OBSERVE = """
INSERT INTO observations (scan_id, finding_id, severity, is_new, observed_at)
SELECT $2::uuid, f.id, b.severity, f.id = ANY($6::uuid[]), $3::timestamptz
FROM unnest($4::text[], $5::smallint[]) AS b (fingerprint, severity)
JOIN findings f ON f.project_id = $1 AND f.fingerprint = b.fingerprint
ON CONFLICT DO NOTHING
RETURNING finding_id, is_new
"""

# What was known before and is seen by this scan for the first time. The newest observation tells the finding's words;
# an older one that comes late only moves its beginning. So the order of arrival does not matter.
_SEEN_AGAIN = f"""
WITH known AS (
    SELECT f.id, f.state AS before_state, ($2::timestamptz, $14::uuid) > (f.last_seen_at, f.last_scan_id) AS newest,
        f.state = 'fixed' AND $2::timestamptz > f.fixed_at AS reopens,
        (f.rule_id, f.title, f.location_text, f.summary) IS DISTINCT FROM (b.rule_id, b.title, b.location_text, b.summary)
            AS retold,
        b.rule_id, b.title, b.severity, b.confidence, b.location, b.location_text, b.summary, b.priority, b.priority_key,
        CASE WHEN f.severity_by_person OR ($2::timestamptz, $14::uuid) <= (f.last_seen_at, f.last_scan_id) THEN f.severity
            ELSE b.severity END AS now_severity
    FROM {_BATCH}
    JOIN findings f ON f.project_id = $1 AND f.fingerprint = b.fingerprint
    WHERE f.id = ANY($18::uuid[])
)
UPDATE findings f SET
    times_seen = f.times_seen + 1,
    first_scan_id = CASE WHEN ($2::timestamptz, $14::uuid) < (f.first_seen_at, f.first_scan_id) THEN $14::uuid ELSE f.first_scan_id END,
    first_seen_at = least(f.first_seen_at, $2::timestamptz),
    last_scan_id = CASE WHEN k.newest THEN $14::uuid ELSE f.last_scan_id END,
    last_seen_at = greatest(f.last_seen_at, $2::timestamptz),
    rule_id = CASE WHEN k.newest THEN k.rule_id ELSE f.rule_id END,
    title = CASE WHEN k.newest THEN k.title ELSE f.title END,
    severity = k.now_severity,
    -- Where a person rated it, their word counts: what was scored here is the scanner's.
    priority = CASE WHEN k.newest AND NOT f.severity_by_person THEN k.priority ELSE f.priority END,
    priority_key = CASE WHEN k.newest AND NOT f.severity_by_person THEN k.priority_key ELSE f.priority_key END,
    rule_severity = CASE WHEN k.newest THEN k.severity ELSE f.rule_severity END,
    confidence = CASE WHEN k.newest THEN k.confidence ELSE f.confidence END,
    location = CASE WHEN k.newest THEN k.location::jsonb ELSE f.location END,
    location_text = CASE WHEN k.newest THEN k.location_text ELSE f.location_text END,
    summary = CASE WHEN k.newest THEN k.summary ELSE f.summary END,
    origin = CASE WHEN k.newest THEN $12::text ELSE f.origin END,
    target_id = CASE WHEN k.newest THEN coalesce($13::uuid, f.target_id) ELSE f.target_id END,
    state = CASE WHEN k.reopens THEN 'reopened' ELSE f.state END,
    state_reason = CASE WHEN k.reopens THEN NULL ELSE f.state_reason END,
    state_changed_at = CASE WHEN k.reopens THEN $2::timestamptz ELSE f.state_changed_at END,
    fixed_at = CASE WHEN k.reopens THEN NULL ELSE f.fixed_at END,
    due_at = CASE WHEN f.due_by_person AND NOT k.reopens THEN f.due_at ELSE
        CASE WHEN k.reopens THEN $2::timestamptz WHEN f.state = 'reopened' THEN f.state_changed_at ELSE least(f.first_seen_at, $2::timestamptz) END
        + make_interval(days => ($15::int[])[k.now_severity + 1]) END,
    due_by_person = f.due_by_person AND NOT k.reopens,
    version = f.version + 1,
    updated_at = now()
FROM known k WHERE f.id = k.id
RETURNING f.id, k.newest, k.reopens, k.newest AND k.retold AS retold
"""

# Title first, then rule and place, then what was seen. Words of titles, rules and places are kept as they are.
_WORDS = """
INSERT INTO finding_words (finding_id, words)
SELECT f.id, setweight(to_tsvector('simple', f.title), 'A')
    || setweight(to_tsvector('simple', translate(f.rule_id || ' ' || f.location_text, './?&=:-_', '        ')), 'B')
    || setweight(to_tsvector('english', f.summary), 'C')
FROM findings f WHERE f.id = ANY($1::uuid[])
ON CONFLICT (finding_id) DO UPDATE SET words = excluded.words
"""

_EXPLANATIONS = """
INSERT INTO priority_explanations (project_id, key, priority, subject, created_at)
SELECT $1::uuid, b.key, b.priority::jsonb, b.subject::jsonb, now()
FROM unnest($2::bytea[], $3::text[], $4::text[]) AS b (key, priority, subject)
ON CONFLICT (project_id, key) DO NOTHING
"""

_EVIDENCE = """
INSERT INTO finding_evidence (finding_id, evidence, updated_at)
SELECT f.id, b.evidence::jsonb, now()
FROM unnest($2::text[], $3::text[]) AS b (fingerprint, evidence)
JOIN findings f ON f.project_id = $1 AND f.fingerprint = b.fingerprint
WHERE f.id = ANY($4::uuid[])
ON CONFLICT (finding_id) DO UPDATE SET evidence = excluded.evidence, updated_at = excluded.updated_at
WHERE finding_evidence.evidence <> excluded.evidence
"""

_EVENTS = """
INSERT INTO finding_events (id, finding_id, kind, user_id, scan_id, at, before, after, text)
SELECT b.id, b.finding_id, b.kind, $1::uuid, $2::uuid, $3::timestamptz, b.before::jsonb, b.after::jsonb, $9::text
FROM unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[]) AS b (id, finding_id, kind, before, after)
"""

_MISSING = """
WITH missing AS (
    SELECT f.id, f.state FROM findings f
    WHERE f.project_id = $1 AND f.target_id IS NOT DISTINCT FROM $2::uuid AND f.origin = $3
        AND f.rule_id = ANY($4::text[]) AND f.state IN ('open', 'confirmed', 'reopened') AND f.last_seen_at <= $5::timestamptz
        AND NOT EXISTS (SELECT FROM observations o WHERE o.scan_id = $6::uuid AND o.finding_id = f.id)
    ORDER BY f.id FOR UPDATE
)
UPDATE findings f SET state = 'fixed', state_reason = $7::text, state_changed_at = $5, fixed_at = $5,
    version = f.version + 1, updated_at = now()
FROM missing m WHERE f.id = m.id
RETURNING f.id, m.state AS before_state
"""


async def lock_project(session: AsyncSession, project_id: uuid.UUID) -> Any | None:
    """Wait until no other batch of the project is merged, and return the row with its `sla_days`; None without it.

    Raises the problem `busy` when that takes long.
    """
    try:
        return await first_row(session, _LOCK, project_id)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
            raise
        raise Problem(
            503,
            "busy",
            "Another change of this project takes long; try again shortly.",
            headers={"Retry-After": "10"},
        ) from error


async def read_project_for_scoring(reader: Reader, project_id: uuid.UUID) -> Any | None:
    """Return the same row without waiting."""
    return await reader.fetch_one(_PROJECT.format(more=""), project_id)


async def save_rules(
    session: AsyncSession, project_id: uuid.UUID, origin: str, columns: Sequence[Sequence[Any]]
) -> None:
    """Write the rules that are new or differ. Columns: id, title, severity, cwe as JSON, texts as JSON."""
    await _run(session, _RULES, project_id, origin, *map(list, columns))


async def save_explanations(
    session: AsyncSession, project_id: uuid.UUID, columns: Sequence[Sequence[Any]]
) -> None:
    """Keep what explains priorities, where it is not kept yet. Columns: key, priority and subject as JSON."""
    await _run(session, _EXPLANATIONS, project_id, *columns)


async def insert_new(session: AsyncSession, arguments: Sequence[Any]) -> Sequence[Any]:
    """Write the findings the project does not have yet and return their id and fingerprint."""
    return await all_rows(session, _INSERT, *arguments)


async def observe(session: AsyncSession, *arguments: Any) -> Sequence[Any]:
    """Write that the scan saw these findings and return those it had not told of before."""
    return await all_rows(session, _OBSERVE, *arguments)


async def see_again(session: AsyncSession, arguments: Sequence[Any]) -> Sequence[Any]:
    """Merge new observations into findings that were known and return `id`, `newest`, `reopens` and `retold` of each."""
    return await all_rows(session, _SEEN_AGAIN, *arguments)


async def save_words(session: AsyncSession, finding_ids: Sequence[uuid.UUID]) -> None:
    """Keep the words of findings whose text is new, for searches."""
    await _run(session, _WORDS, list(finding_ids))


async def save_evidence(session: AsyncSession, *arguments: Any) -> None:
    """Keep the newest proof of findings."""
    await _run(session, _EVIDENCE, *arguments)


async def fix_missing(session: AsyncSession, *arguments: Any) -> Sequence[Any]:
    """Set to fixed what the scan should have seen and did not, and return the ids and their states before."""
    return await all_rows(session, _MISSING, *arguments)


async def insert_events(
    session: AsyncSession,
    columns: Sequence[Sequence[Any]],
    *,
    at: datetime,
    user_id: uuid.UUID | None = None,
    scan_id: uuid.UUID | None = None,
    text: str | None = None,
) -> None:
    """Write history. Columns: id, finding_id, kind, before and after as JSON or None."""
    await _run(session, _EVENTS, user_id, scan_id, at, *map(list, columns), text)


async def _run(session: AsyncSession, sql: str, *arguments: Any) -> None:
    await (await session.connection()).exec_driver_sql(sql, arguments)

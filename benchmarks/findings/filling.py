"""Fills a database with findings that look like those of a large company: skewed, and with everything correlated.

Severity, title, tool and confidence hang together by rule; what is old is fixed; what is fixed was last seen long ago;
due dates follow severities. Independent columns would make every plan look good.
"""

from __future__ import annotations

import asyncpg

_PEOPLE = """
INSERT INTO users (id, email, name, is_administrator, is_active, created_at, updated_at, locale, timezone, version)
SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'user' || n || '@example.test', 'User ' || n,
    false, true, now(), now(), 'en', 'UTC', 1 FROM generate_series(1, 20) n
"""
_TEAM = """
WITH team AS (
    INSERT INTO teams (id, name, slug, description, created_at, updated_at, version)
    VALUES (gen_random_uuid(), 'Payments', 'payments', '', now(), now(), 1) RETURNING id
), member AS (
    INSERT INTO memberships (team_id, user_id, role, created_at)
    SELECT team.id, users.id, 'owner', now() FROM team, users
)
INSERT INTO projects (id, team_id, name, slug, description, importance, data_sensitivity, exposure, sla_days,
    max_concurrent_scans, created_at, updated_at, version)
SELECT ('00000000-0000-7000-8001-' || lpad(n::text, 12, '0'))::uuid, team.id, 'Project ' || n, 'project-' || n, '',
    'medium', 'medium', 'internet', '{"critical": 7, "high": 30, "medium": 90, "low": 180}', 3, now(), now(), 1
FROM team, generate_series(0, $1::int) n
"""
_TARGETS = """
INSERT INTO targets (id, project_id, kind, name, locator, verification_token, created_at, updated_at, version)
SELECT gen_random_uuid(), p.id, 'web', 'Site ' || n, 'https://site' || n || '.example.com/', 'x', now(), now(), 1
FROM projects p, generate_series(0, 9) n
"""
_FINDINGS = """
INSERT INTO findings (id, project_id, fingerprint, rule_id, title, severity, rule_severity, severity_by_person, state,
    state_changed_at, confidence, location, location_text, summary, origin, target_id, first_seen_at, last_seen_at,
    first_scan_id, last_scan_id, times_seen, assignee_id, due_at, due_by_person, accepted_until, fixed_at, priority,
    version, updated_at)
SELECT id, project_id, md5(id::text), tool || '.rule-' || rule, (ARRAY['Cross-site scripting', 'SQL injection',
        'Path traversal', 'Missing header', 'Weak cipher', 'Outdated library', 'Open redirect', 'Secret in source'])[rule % 8 + 1]
        || ' of kind ' || rule,
    severity, severity, false, state, CASE WHEN state <> 'open' THEN last_seen END,
    (ARRAY['certain', 'firm', 'tentative'])[rule % 3 + 1],
    jsonb_build_object('type', 'http', 'method', 'GET', 'url', url, 'parameter', 'p' || rule, 'position', 'query'),
    'GET ' || url || ' query parameter p' || rule,
    'The value of the parameter came back in the page without being escaped, so a script of an attacker runs (' || n || ').',
    tool, target_id, first_seen, last_seen, scan_id, scan_id, 1 + (random() * 20)::int,
    CASE WHEN random() < 0.1 THEN ('00000000-0000-7000-8000-' || lpad((1 + floor(power(random(), 3) * 19))::int::text, 12, '0'))::uuid END,
    first_seen + make_interval(days => (ARRAY[NULL, 180, 90, 30, 7])[severity + 1]), false,
    CASE WHEN state = 'accepted' THEN now() + interval '90 days' END, CASE WHEN state = 'fixed' THEN last_seen END,
    severity * 18 + (random() * 18)::int, 1, last_seen
FROM (
    SELECT *, (ARRAY['web', 'semgrep', 'trivy', 'gitleaks', 'zap'])[rule % 5 + 1] AS tool,
        (ARRAY[0, 1, 1, 2, 2, 2, 3, 3, 4, 1])[rule % 10 + 1]::smallint AS severity,
        'https://site' || place || '.example.com/section/' || (n % 997) || '/page/' || n AS url,
        CASE WHEN state = 'fixed' OR state = 'accepted' THEN first_seen + (now() - first_seen) * random() * 0.5
            ELSE now() - random() * interval '3 days' END AS last_seen,
        (SELECT array_agg(t.id ORDER BY t.locator) FROM targets t WHERE t.project_id = seeded.project_id)[place + 1] AS target_id,
        md5((n / 500)::text)::uuid AS scan_id
    FROM (
        SELECT n, uuidv7(first_seen - now()) AS id, $1::uuid AS project_id, floor(power(random(), 2) * 200)::int AS rule,
            floor(n * 10 / $2::numeric)::int % 10 AS place, first_seen,
            CASE WHEN random() < 0.75 * age THEN 'fixed' WHEN random() < 0.1 THEN 'accepted'
                WHEN random() < 0.1 THEN 'false-positive' WHEN random() < 0.2 THEN 'confirmed' WHEN random() < 0.02 THEN 'reopened'
                ELSE 'open' END AS state
        FROM (SELECT n, 1 - n / $2::float AS age, now() - (1 - n / $2::float) * interval '1000 days' AS first_seen
            FROM generate_series(0, $2::int - 1) n) numbered
    ) seeded
) told
"""
_OBSERVATIONS = """
INSERT INTO observations (scan_id, finding_id, severity, is_new, observed_at)
SELECT last_scan_id, id, severity, true, last_seen_at FROM findings
"""
_WORDS = """
INSERT INTO finding_words (finding_id, words)
SELECT id, setweight(to_tsvector('simple', title), 'A')
    || setweight(to_tsvector('simple', translate(rule_id || ' ' || location_text, './?&=:-_', '        ')), 'B')
    || setweight(to_tsvector('english', summary), 'C')
FROM findings
"""
_EVIDENCE = """
INSERT INTO finding_evidence (finding_id, evidence, updated_at)
SELECT id, jsonb_build_object('type', 'http', 'exchanges', jsonb_build_array(jsonb_build_object('request',
    jsonb_build_object('method', 'GET', 'url', location ->> 'url'), 'response', jsonb_build_object('status', 200,
    'body', repeat('<p>some text of the page', 40))))), now() FROM findings
"""
_EVENTS = """
INSERT INTO finding_events (id, finding_id, kind, scan_id, at, after)
SELECT gen_random_uuid(), id, 'found', first_scan_id, first_seen_at, '{"state": "open"}' FROM findings
"""


def project(number: int) -> str:
    """Return the id of a project; 0 is the large one."""
    return f"00000000-0000-7000-8001-{number:012}"


async def fill(url: str, *, large: int, small_projects: int, small: int) -> None:
    """Fill a migrated, empty database. Indexes are made afterwards, which is faster."""
    connection = await asyncpg.connect(url)
    await connection.execute(
        "SET synchronous_commit = off; SET maintenance_work_mem = '512MB'; SELECT setseed(0.5)"
    )
    await connection.execute(_PEOPLE)
    await connection.execute(_TEAM.replace("$1::int", str(small_projects)))
    await connection.execute(_TARGETS)
    indexes = await connection.fetch(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ('findings', 'finding_words') "
        "AND indexname NOT IN ('findings_pkey', 'findings_project_id_fingerprint_key', 'finding_words_pkey')"
    )
    for index in indexes:
        await connection.execute(f'DROP INDEX "{index["indexname"]}"')
    await connection.execute(_FINDINGS, project(0), large)
    for number in range(1, small_projects + 1):
        await connection.execute(_FINDINGS, project(number), small)
    for sql in (_WORDS, _OBSERVATIONS, _EVIDENCE, _EVENTS):
        await connection.execute(sql)
    for index in indexes:
        await connection.execute(index["indexdef"])
    for table in ("findings", "finding_words", "observations", "finding_evidence", "finding_events"):
        await connection.execute(f"VACUUM ANALYZE {table}")
    await connection.close()

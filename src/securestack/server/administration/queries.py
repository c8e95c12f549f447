"""The SQL of the administration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from securestack.server.kit.database import Reader

_DATABASE = """
SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS bytes,
    (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) AS connections,
    current_setting('max_connections')::int AS most_connections"""
# A quiet primary gives a replica nothing to replay; it is behind only when it has received more than it has replayed.
_LAG = """
SELECT CASE WHEN NOT pg_is_in_recovery() OR pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
    ELSE extract(epoch FROM now() - pg_last_xact_replay_timestamp())::float8 END"""
_TABLES = """
SELECT c.relname AS name, pg_total_relation_size(c.oid) AS bytes, greatest(c.reltuples, 0)::bigint AS rows
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname = current_schema() ORDER BY 2 DESC, 1 LIMIT 12"""
_DEPTHS = """
SELECT s.queue AS name, count(*) FILTER (WHERE s.status = 'queued') AS waiting,
    count(*) FILTER (WHERE s.status = 'queued' AND p.archived_at IS NULL AND p.max_concurrent_scans >
        (SELECT count(*) FROM scans r WHERE r.project_id = s.project_id AND r.status = 'running')) AS may_begin,
    count(*) FILTER (WHERE s.status = 'running') AS running,
    min(s.queued_at) FILTER (WHERE s.status = 'queued') AS oldest_since
FROM scans s JOIN projects p ON p.id = s.project_id WHERE s.status IN ('queued', 'running') GROUP BY 1"""
_RUNNING = """
SELECT id, scanner, queue, lease_owner AS worker, attempt, started_at, lease_expires_at,
    cancel_requested_at IS NOT NULL AS cancelling
FROM scans WHERE status = 'running' ORDER BY started_at, id LIMIT 200"""
_ENDED = """
SELECT status, count(*) AS count FROM scans WHERE finished_at >= now() - interval '24 hours' GROUP BY 1 ORDER BY 1"""


async def database_facts(reader: Reader) -> Any:
    """Return version, size and connections of the database."""
    return await reader.fetch_one(_DATABASE)


async def replica_lag(reader: Reader) -> float | None:
    """Return how many seconds this server is behind its primary."""
    lag = await reader.fetch_value(_LAG)
    return None if lag is None else float(lag)


async def largest_tables(reader: Reader) -> Sequence[Any]:
    """Return the largest tables with their sizes and estimated rows."""
    return await reader.fetch(_TABLES)


async def queue_depths(reader: Reader) -> Sequence[Any]:
    """Return, for each queue with scans in it, how many wait and run."""
    return await reader.fetch(_DEPTHS)


async def running_scans(reader: Reader) -> Sequence[Any]:
    """Return the scans that workers hold."""
    return await reader.fetch(_RUNNING)


async def ended_today(reader: Reader) -> Sequence[Any]:
    """Return how many scans ended in the last 24 hours, by status."""
    return await reader.fetch(_ENDED)

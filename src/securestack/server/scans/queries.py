"""Statements about scans that people ask for."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.kit.caller import Caller
from securestack.server.kit.database import Reader
from securestack.server.kit.pages import Order, keyset
from securestack.server.scans.schemas import ScanQuery
from securestack.server.teams.permissions import Right, first_row, visible_projects_sql

ORDERS = {
    "created_at": Order("s.created_at", "timestamptz"),
    "finished_at": Order("coalesce(s.finished_at, 'infinity'::timestamptz)", "timestamptz"),
}

_SCAN = """s.id, s.project_id, s.target_id, s.target_text AS target, s.scanner, s.status, s.priority, s.options,
 s.secret_options IS NOT NULL OR coalesce((s.options->>'authenticated')::boolean, false) AS has_credentials,
 s.created_by, s.created_at, s.started_at, s.finished_at, s.attempt,
 s.cancel_requested_at IS NOT NULL AS cancel_requested, s.reason, s.progress, s.statistics,
 (SELECT count(*) FROM observations o WHERE o.scan_id = s.id) AS finding_count,
 (SELECT count(*) FROM observations o WHERE o.scan_id = s.id AND o.is_new) AS new_finding_count,
 s.retry_of, s.version"""
_SHOWN = 1000


async def list_scans(
    reader: Reader, caller: Caller, query: ScanQuery, key: bytes
) -> tuple[Sequence[Any], str | None]:
    """Return a page of the scans the caller may see."""
    visible = visible_projects_sql(caller, Right.SCAN_READ, "s.project_id", place=1)
    arguments = list(visible.arguments)
    where = visible.sql
    for column, value in (
        ("s.project_id", query.project_id),
        ("s.target_id", query.target_id),
        ("s.scanner", query.scanner),
    ):
        if value is not None:
            arguments.append(value)
            where += f" AND {column} = ${len(arguments)}"
    if query.status:
        arguments.append([state.value for state in query.status])
        where += f" AND s.status = ANY(${len(arguments)}::text[])"
    page = keyset(query, ORDERS, default="-created_at", key=key, id_sql="s.id", arguments=arguments)
    rows = await reader.fetch(
        f"SELECT {_SCAN}, {page.key_sql} FROM scans s WHERE {where} {page.and_where} {page.order_sql}",
        *page.arguments,
    )
    return page.cut(rows)


async def read_scan(source: Reader | AsyncSession, scan_id: uuid.UUID) -> Any:
    """Return one scan, which the caller may read, with the account of its checks."""
    return await first_row(
        source, f"SELECT {_SCAN}, s.checks, s.notices FROM scans s WHERE s.id = $1", scan_id
    )


async def findings_of(reader: Reader, scan_id: uuid.UUID, limit: int) -> Sequence[Any]:
    """Return the newest findings a scan has seen so far, for who watches it."""
    return await reader.fetch(
        "SELECT f.id, f.rule_id, f.title, f.severity, f.location_text AS location, f.state, o.is_new "
        "FROM observations o JOIN findings f ON f.id = o.finding_id WHERE o.scan_id = $1 "
        "ORDER BY o.finding_id DESC LIMIT $2",
        scan_id,
        limit,
    )


async def seen_by_one_only(reader: Reader, one: uuid.UUID, other: uuid.UUID) -> tuple[int, Sequence[Any]]:
    """Return how many findings one scan saw and the other did not, and the worst of them."""
    condition = (
        "FROM observations o WHERE o.scan_id = $1 AND NOT EXISTS "
        "(SELECT 1 FROM observations p WHERE p.scan_id = $2 AND p.finding_id = o.finding_id)"
    )
    count = await reader.fetch_value(f"SELECT count(*) {condition}", one, other)
    rows = await reader.fetch(
        "SELECT f.id, f.rule_id, f.title, f.severity, f.location_text AS location, f.state FROM findings f "
        f"WHERE f.id IN (SELECT o.finding_id {condition}) ORDER BY f.severity DESC, f.title, f.id LIMIT {_SHOWN}",
        one,
        other,
    )
    return int(count), rows


async def seen_by_both(reader: Reader, one: uuid.UUID, other: uuid.UUID) -> int:
    """Return how many findings both scans saw."""
    return int(
        await reader.fetch_value(
            "SELECT count(*) FROM observations o JOIN observations p ON p.finding_id = o.finding_id "
            "WHERE o.scan_id = $1 AND p.scan_id = $2",
            one,
            other,
        )
    )

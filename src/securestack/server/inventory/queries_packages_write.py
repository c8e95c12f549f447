"""Statements that write what a scan saw: the packages of a target, all at once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

COLUMNS = (
    ("id", "uuid"),
    ("manifest", "text"),
    ("kind", "text"),
    ("line", "integer"),
    ("purl", "text"),
    ("ecosystem", "text"),
    ("name", "text"),
    ("version", "text"),
    ("scope", "text"),
    ("direct", "boolean"),
    ("licence", "text"),
    ("flaw_count", "integer"),
    ("severity", "smallint"),
    ("upgrade", "text"),
    ("fingerprints", "jsonb"),
    ("details", "jsonb"),
)
"""The columns of a row, in the order in which rows are given."""

_INSERT = f"""
INSERT INTO packages (project_id, target_id, scan_id, {", ".join(name for name, _ in COLUMNS)})
SELECT $1::uuid, $2::uuid, $3::uuid, {
    ", ".join(
        f"ARRAY(SELECT jsonb_array_elements_text(b.{name}))" if name == "fingerprints" else f"b.{name}"
        for name, _ in COLUMNS
    )
}
FROM unnest({
    ", ".join(
        f"${4 + place}::{kind if kind != 'jsonb' else 'text'}[]" for place, (_, kind) in enumerate(COLUMNS)
    )
})
    AS a ({", ".join(name for name, _ in COLUMNS)}),
LATERAL (SELECT {", ".join(f"a.{name}::{kind} AS {name}" for name, kind in COLUMNS)}) b
"""


async def replace_packages(
    session: AsyncSession,
    project_id: uuid.UUID,
    target_id: uuid.UUID,
    scan_id: uuid.UUID,
    rows: Sequence[Sequence[Any]],
    batch: int = 1_000,
) -> None:
    """Write the packages of a target in the place of those of the scan before."""
    await session.execute(text("DELETE FROM packages WHERE target_id = :target_id"), {"target_id": target_id})
    connection = await session.connection()
    for start in range(0, len(rows), batch):
        columns = [list(column) for column in zip(*rows[start : start + batch], strict=True)]
        await connection.exec_driver_sql(_INSERT, (project_id, target_id, scan_id, *columns))

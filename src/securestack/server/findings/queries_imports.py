"""The statements of imports."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.kit.database import Reader
from securestack.server.kit.pages import Order, PageQuery, keyset
from securestack.server.teams.permissions import all_rows, first_row

ORDERS = {"created_at": Order("i.created_at", "timestamptz")}
"""What the list can be sorted by."""

_SHOWN = (
    "i.id, i.project_id, i.target_id, i.format, i.tool, i.file_name, i.statistics, i.created_by, i.created_at"
)
_SAVE = """
INSERT INTO finding_imports (id, project_id, target_id, format, tool, file_name, statistics, created_by, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7::text::jsonb, $8, $9)
"""


async def read_import(
    source: Reader | AsyncSession, project_id: uuid.UUID, import_id: uuid.UUID
) -> Any | None:
    """Return an import of a project; None when there is none."""
    sql = f"SELECT {_SHOWN} FROM finding_imports i WHERE i.project_id = $1 AND i.id = $2"
    return await first_row(source, sql, project_id, import_id)


async def list_imports(
    reader: Reader, project_id: uuid.UUID, query: PageQuery, key: bytes
) -> tuple[Sequence[Any], str | None]:
    """Return a page of the imports of a project."""
    page = keyset(query, ORDERS, default="-created_at", key=key, id_sql="i.id", arguments=[project_id])
    rows = await reader.fetch(
        f"SELECT {_SHOWN}, {page.key_sql} FROM finding_imports i WHERE i.project_id = $1 {page.and_where} {page.order_sql}",
        *page.arguments,
    )
    return page.cut(rows)


async def save_import(session: AsyncSession, *values: Any) -> None:
    """Write an import. Values: id, project, target, format, tool, file name, statistics as JSON, user, time."""
    await (await session.connection()).exec_driver_sql(_SAVE, values)


async def has_target(session: AsyncSession, project_id: uuid.UUID, target_id: uuid.UUID) -> bool:
    """Return whether a target is one of the project."""
    sql = "SELECT 1 FROM targets t WHERE t.project_id = $1 AND t.id = $2"
    return bool(await all_rows(session, sql, project_id, target_id))

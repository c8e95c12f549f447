"""The statements of saved views."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.findings.schemas_views import ViewQuery
from securestack.server.kit.database import Reader
from securestack.server.kit.pages import Order, keyset
from securestack.server.teams.permissions import Visible, first_row

ORDERS = {"name": Order("lower(v.name)", "text"), "created_at": Order("v.created_at", "timestamptz")}
"""What the list can be sorted by."""

_SHOWN = """v.id, v.project_id, v.name, v.query, v.shared, v.user_id IS NOT DISTINCT FROM $1 AS mine, u.name AS owner_name,
    v.created_at, v.updated_at, v.version"""
_FROM = "FROM saved_views v JOIN users u ON u.id = v.user_id"


def _seen(visible: Visible) -> str:
    """Return which views a caller sees; `$1` is the caller. Of a project they left they see not even their own."""
    return f"((v.project_id IS NULL AND v.user_id = $1) OR ((v.user_id = $1 OR v.shared) AND {visible.sql}))"


async def list_views(
    reader: Reader, user_id: uuid.UUID | None, visible: Visible, query: ViewQuery, key: bytes
) -> tuple[Sequence[Any], str | None]:
    """Return a page of views. The arguments of `visible` begin at `$2`."""
    arguments: list[Any] = [user_id, *visible.arguments]
    where = _seen(visible)
    if query.project is not None:
        arguments.append(query.project)
        where += f" AND v.project_id = ${len(arguments)}"
    page = keyset(query, ORDERS, default="name", key=key, id_sql="v.id", arguments=arguments)
    rows = await reader.fetch(
        f"SELECT {_SHOWN}, {page.key_sql} {_FROM} WHERE {where} {page.and_where} {page.order_sql}",
        *page.arguments,
    )
    return page.cut(rows)


async def read_view(
    source: Reader | AsyncSession, user_id: uuid.UUID | None, visible: Visible, view_id: uuid.UUID
) -> Any | None:
    """Return a view the caller sees; None where there is none. The arguments of `visible` begin at `$2`."""
    place = 2 + len(visible.arguments)
    sql = f"SELECT {_SHOWN} {_FROM} WHERE {_seen(visible)} AND v.id = ${place}"
    return await first_row(source, sql, user_id, *visible.arguments, view_id)

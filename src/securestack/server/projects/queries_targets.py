"""Statements about targets and allowed hosts."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.kit.database import Reader
from securestack.server.kit.pages import Order, keyset
from securestack.server.models.projects import AllowedHost, Target, TargetKind
from securestack.server.projects.schemas_targets import AllowedHostQuery, TargetQuery
from securestack.server.teams.permissions import all_rows, first_row

TARGET_ORDERS = {
    "name": Order("lower(t.name)", "text"),
    "locator": Order("t.locator", "text"),
    "created_at": Order("t.created_at", "timestamptz"),
}
HOST_ORDERS = {"host": Order("h.host", "text"), "created_at": Order("h.created_at", "timestamptz")}

_TARGET = """t.id, t.project_id, t.kind, t.name, t.locator, t.verified_at, t.verification_method, t.verification_token,
 t.verification_checked_at, t.verification_error, t.created_at, t.updated_at, t.version"""
_HOST = "h.id, h.host, h.reason, h.added_by, h.created_at"


async def list_targets(
    reader: Reader, project_id: uuid.UUID, query: TargetQuery, key: bytes
) -> tuple[Sequence[Any], str | None]:
    """Return a page of the targets of a project."""
    arguments: list[Any] = [project_id]
    where = "t.project_id = $1"
    if query.kind is not None:
        arguments.append(query.kind)
        where += f" AND t.kind = ${len(arguments)}"
    page = keyset(query, TARGET_ORDERS, default="name", key=key, id_sql="t.id", arguments=arguments)
    rows = await reader.fetch(
        f"SELECT {_TARGET}, {page.key_sql} FROM targets t WHERE {where} {page.and_where} {page.order_sql}",
        *page.arguments,
    )
    return page.cut(rows)


async def read_target(source: Reader | AsyncSession, target_id: uuid.UUID) -> Any | None:
    """Return one target, or None."""
    return await first_row(source, f"SELECT {_TARGET} FROM targets t WHERE t.id = $1", target_id)


async def lock_target(session: AsyncSession, target_id: uuid.UUID) -> Target | None:
    """Return a target that nobody else changes until the transaction ends, or None."""
    return await session.get(Target, target_id, with_for_update=True, populate_existing=True)


async def same_target(session: AsyncSession, target: Target) -> uuid.UUID | None:
    """Return another target of the project with the same kind and locator, or None."""
    return await session.scalar(
        select(Target.id).where(
            Target.project_id == target.project_id,
            Target.kind == target.kind,
            Target.locator == target.locator,
            Target.id != target.id,
        )
    )


async def target_by_locator(
    session: AsyncSession, project_id: uuid.UUID, kinds: Collection[TargetKind], locator: str
) -> Target | None:
    """Return the target of a project with this locator that is of one of these kinds, or None."""
    return await session.scalar(
        select(Target)
        .where(Target.project_id == project_id, Target.kind.in_(kinds), Target.locator == locator)
        .order_by(Target.id)
        .limit(1)
    )


async def allowed_hosts(source: Reader | AsyncSession) -> list[str]:
    """Return every host that administrators allow."""
    return [row["host"] for row in await all_rows(source, "SELECT host FROM allowed_hosts")]


async def list_allowed_hosts(
    reader: Reader, query: AllowedHostQuery, key: bytes
) -> tuple[Sequence[Any], str | None]:
    """Return a page of the allowed hosts."""
    page = keyset(query, HOST_ORDERS, default="host", key=key, id_sql="h.id")
    rows = await reader.fetch(
        f"SELECT {_HOST}, {page.key_sql} FROM allowed_hosts h WHERE true {page.and_where} {page.order_sql}",
        *page.arguments,
    )
    return page.cut(rows)


async def host_is_allowed(session: AsyncSession, host: str) -> bool:
    """Return whether exactly this host is on the list."""
    return await session.scalar(select(AllowedHost.id).where(AllowedHost.host == host)) is not None


async def remove_allowed_host(session: AsyncSession, host_id: uuid.UUID) -> AllowedHost | None:
    """Take a host off the list and return it, or None."""
    return await session.scalar(delete(AllowedHost).where(AllowedHost.id == host_id).returning(AllowedHost))

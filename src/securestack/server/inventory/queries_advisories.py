"""Statements about updates of the advisory store."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.inventory.schemas_advisories import AdvisoryUpdateQuery
from securestack.server.kit.database import Reader
from securestack.server.kit.pages import Order, keyset
from securestack.server.models.inventory import UpdateState
from securestack.server.teams.permissions import first_row

ORDERS = {"created_at": Order("a.created_at", "timestamptz")}

_UPDATE = (
    "a.id, a.state, a.source, a.started_by, a.created_at, a.started_at, a.finished_at, a.reason, a.report"
)
_LOCK = 0xAD71CE
_LONGEST = "2 hours"  # of an update; what runs longer has lost its worker
_KEPT = 200


async def list_updates(
    reader: Reader, query: AdvisoryUpdateQuery, key: bytes
) -> tuple[Sequence[Any], str | None]:
    """Return a page of the updates."""
    page = keyset(query, ORDERS, default="-created_at", key=key, id_sql="a.id")
    rows = await reader.fetch(
        f"SELECT {_UPDATE}, {page.key_sql} FROM advisory_updates a WHERE true {page.and_where} {page.order_sql}",
        *page.arguments,
    )
    return page.cut(rows)


async def read_update(source: Reader | AsyncSession, update_id: uuid.UUID) -> Any | None:
    """Return one update, or None."""
    return await first_row(source, f"SELECT {_UPDATE} FROM advisory_updates a WHERE a.id = $1", update_id)


async def last_update(source: Reader | AsyncSession) -> Any | None:
    """Return the newest update, or None."""
    return await first_row(
        source, f"SELECT {_UPDATE} FROM advisory_updates a ORDER BY a.created_at DESC, a.id DESC LIMIT 1"
    )


async def is_going_on(session: AsyncSession) -> bool:
    """Return whether an update waits or runs; nobody else begins one until the transaction ends."""
    await session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    going_on = text("SELECT EXISTS (SELECT 1 FROM advisory_updates WHERE state IN ('queued', 'running'))")
    return bool(await session.scalar(going_on))


async def claim(session: AsyncSession) -> uuid.UUID | None:
    """Begin the update that waits, and return its id; give up those whose worker must have died."""
    await session.execute(
        text(
            "UPDATE advisory_updates SET state = 'failed', finished_at = now(), reason = 'Its worker died.' "
            f"WHERE state = 'running' AND started_at < now() - interval '{_LONGEST}'"
        )
    )
    found: uuid.UUID | None = await session.scalar(
        text(
            "UPDATE advisory_updates SET state = 'running', started_at = now() WHERE id = (SELECT id FROM advisory_updates "
            "WHERE state = 'queued' ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id"
        )
    )
    return found


async def end(
    session: AsyncSession,
    update_id: uuid.UUID,
    state: UpdateState,
    report: dict[str, Any],
    reason: str | None,
) -> None:
    """Write how an update ended, and forget the oldest."""
    await session.execute(
        text(
            "UPDATE advisory_updates SET state = :state, finished_at = now(), report = CAST(:report AS jsonb), "
            "reason = :reason WHERE id = :id AND state = 'running'"
        ),
        {
            "id": update_id,
            "state": state.value,
            "report": msgspec.json.encode(report).decode(),
            "reason": reason,
        },
    )
    await session.execute(
        text(
            "DELETE FROM advisory_updates WHERE id IN (SELECT id FROM advisory_updates "
            f"ORDER BY created_at DESC, id DESC OFFSET {_KEPT})"
        )
    )

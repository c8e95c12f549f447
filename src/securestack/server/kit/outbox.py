"""Events: how something low causes something high without knowing it.

A feature writes an event in the transaction of the change it tells of; a higher feature reads events and acts. An event
is never lost when a process dies between the two, and never told of a change that was rolled back.
"""

from __future__ import annotations

import uuid
from typing import Any

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.kit.identifiers import new_id

_INSERT = text(
    "INSERT INTO outbox_events (id, at, kind, project_id, data) "
    "VALUES (:id, now(), :kind, :project_id, CAST(:data AS jsonb))"
)


async def write_event(
    session: AsyncSession, kind: str, data: dict[str, Any], *, project_id: uuid.UUID | None = None
) -> uuid.UUID:
    """Write an event into the transaction of the change it tells of and return its id. `kind` is such as `scan.ended`."""
    identifier = new_id()
    await session.execute(
        _INSERT,
        {
            "id": identifier,
            "kind": kind,
            "project_id": project_id,
            "data": msgspec.json.encode(data).decode(),
        },
    )
    return identifier

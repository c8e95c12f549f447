"""Statements about uploads."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.inventory.schemas_uploads import UploadQuery
from securestack.server.kit.database import Reader
from securestack.server.kit.pages import Order, keyset
from securestack.server.models.inventory import Upload, UploadPiece
from securestack.server.teams.permissions import first_row

ORDERS = {"created_at": Order("u.created_at", "timestamptz")}

_UPLOAD = """u.id, u.project_id, u.target_id, u.kind, u.format, u.file_name, u.size, encode(u.sha256, 'hex') AS sha256,
 u.created_by, u.created_at"""


async def list_uploads(
    reader: Reader, project_id: uuid.UUID, query: UploadQuery, key: bytes
) -> tuple[Sequence[Any], str | None]:
    """Return a page of the uploads of a project."""
    arguments: list[Any] = [project_id]
    where = "u.project_id = $1"
    if query.target_id is not None:
        arguments.append(query.target_id)
        where += " AND u.target_id = $2"
    page = keyset(query, ORDERS, default="-created_at", key=key, id_sql="u.id", arguments=arguments)
    rows = await reader.fetch(
        f"SELECT {_UPLOAD}, {page.key_sql} FROM uploads u WHERE {where} {page.and_where} {page.order_sql}",
        *page.arguments,
    )
    return page.cut(rows)


async def read_upload(source: Reader | AsyncSession, upload_id: uuid.UUID) -> Any | None:
    """Return one upload, or None."""
    return await first_row(source, f"SELECT {_UPLOAD} FROM uploads u WHERE u.id = $1", upload_id)


async def newest_upload(
    source: Reader | AsyncSession, target_id: uuid.UUID, upload_id: uuid.UUID | None = None
) -> Any | None:
    """Return an upload of a target, the newest where none is named, or None."""
    return await first_row(
        source,
        f"SELECT {_UPLOAD} FROM uploads u WHERE u.target_id = $1 AND ($2::uuid IS NULL OR u.id = $2) "
        "ORDER BY u.id DESC LIMIT 1",
        target_id,
        upload_id,
    )


async def save(session: AsyncSession, upload: Upload) -> None:
    """Write an upload, whose pieces follow."""
    session.add(upload)
    await session.flush()


async def save_piece(session: AsyncSession, upload_id: uuid.UUID, place: int, data: bytes) -> None:
    """Write one piece of an upload."""
    statement = text("INSERT INTO upload_pieces (upload_id, place, data) VALUES (:upload_id, :place, :data)")
    await session.execute(statement, {"upload_id": upload_id, "place": place, "data": data})


async def pieces(session: AsyncSession, upload_id: uuid.UUID) -> AsyncIterator[bytes]:
    """Yield the content of an upload, piece by piece."""
    place = 0
    statement = select(UploadPiece.data).where(UploadPiece.upload_id == upload_id)
    while (piece := await session.scalar(statement.where(UploadPiece.place == place))) is not None:
        yield piece
        place += 1


async def bytes_of_project(session: AsyncSession, project_id: uuid.UUID) -> int:
    """Return how many bytes the uploads of a project have."""
    total = text("SELECT coalesce(sum(size), 0) FROM uploads WHERE project_id = :project_id")
    return int(await session.scalar(total, {"project_id": project_id}) or 0)


async def forget_old(session: AsyncSession, days: int) -> int:
    """Delete uploads that are older, but for the newest of each target and those that a scan still needs."""
    statement = text(
        f"DELETE FROM uploads u WHERE u.created_at < now() - interval '{int(days)} days' "
        "AND EXISTS (SELECT FROM uploads newer WHERE newer.target_id = u.target_id AND newer.id > u.id) "
        "AND NOT EXISTS (SELECT FROM scans s WHERE s.target_id = u.target_id AND s.status IN ('queued', 'running') "
        "AND s.options->>'upload_id' = u.id::text)"
    )
    return int(getattr(await session.execute(statement), "rowcount", 0))

"""Statements about bills of materials."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, text
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.inventory.schemas_sboms import SbomQuery
from securestack.server.kit.database import Reader
from securestack.server.kit.pages import Order, keyset
from securestack.server.models.inventory import Sbom
from securestack.server.teams.permissions import first_row

ORDERS = {
    "created_at": Order("s.created_at", "timestamptz"),
    "name": Order("lower(s.name)", "text"),
}

_SBOM = """s.id, s.project_id, s.target_id, s.scan_id, s.origin, s.name, s.subject, s.subject_version, s.format,
 s.package_count, s.notices, s.size, encode(s.sha256, 'hex') AS sha256, s.created_by, s.created_at"""


async def list_sboms(
    reader: Reader, project_id: uuid.UUID, query: SbomQuery, key: bytes
) -> tuple[Sequence[Any], str | None]:
    """Return a page of the SBOMs of a project."""
    arguments: list[Any] = [project_id]
    where = "s.project_id = $1"
    for column, value in (("s.target_id", query.target_id), ("s.origin", query.origin)):
        if value is not None:
            arguments.append(value)
            where += f" AND {column} = ${len(arguments)}"
    page = keyset(query, ORDERS, default="-created_at", key=key, id_sql="s.id", arguments=arguments)
    rows = await reader.fetch(
        f"SELECT {_SBOM}, {page.key_sql} FROM sboms s WHERE {where} {page.and_where} {page.order_sql}",
        *page.arguments,
    )
    return page.cut(rows)


async def read_sbom(source: Reader | AsyncSession, sbom_id: uuid.UUID) -> Any | None:
    """Return one SBOM without its content, or None."""
    return await first_row(source, f"SELECT {_SBOM} FROM sboms s WHERE s.id = $1", sbom_id)


async def read_content(source: Reader | AsyncSession, sbom_id: uuid.UUID) -> Any | None:
    """Return the origin, name and content of an SBOM, or None."""
    return await first_row(source, "SELECT s.origin, s.name, s.content FROM sboms s WHERE s.id = $1", sbom_id)


async def subject_of(
    source: Reader | AsyncSession, project_id: uuid.UUID, target_id: uuid.UUID | None
) -> Any | None:
    """Return the name of a project, or of a target of it, and the scan its packages are from; None for no such target."""
    return await first_row(
        source,
        "SELECT coalesce(t.name, p.name) AS name, "
        "(SELECT k.scan_id FROM packages k WHERE k.target_id = t.id LIMIT 1) AS scan_id "
        "FROM projects p LEFT JOIN targets t ON t.project_id = p.id AND t.id = $2 "
        "WHERE p.id = $1 AND ($2::uuid IS NULL OR t.id IS NOT NULL)",
        project_id,
        target_id,
    )


async def count_sboms(session: AsyncSession, project_id: uuid.UUID) -> tuple[int, int]:
    """Return how many SBOMs a project has, and how many bytes they take."""
    row = (
        await session.execute(
            text(
                "SELECT count(*) AS number, coalesce(sum(octet_length(content)), 0) AS size FROM sboms "
                "WHERE project_id = :project_id"
            ),
            {"project_id": project_id},
        )
    ).one()
    return int(row.number), int(row.size)


async def delete_sbom(session: AsyncSession, sbom_id: uuid.UUID) -> Sbom | None:
    """Delete an SBOM and return it, or None."""
    return await session.scalar(delete(Sbom).where(Sbom.id == sbom_id).returning(Sbom))

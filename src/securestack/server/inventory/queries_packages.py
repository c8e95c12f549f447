"""Statements about the packages of a project."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.core.severity import Severity
from securestack.server.inventory.schemas_packages import NO_LICENCE, PackageQuery
from securestack.server.kit.database import Reader
from securestack.server.kit.pages import Order, keyset
from securestack.server.teams.permissions import all_rows, first_row

ORDERS = {
    "worst": Order("((4 - p.severity)::text || lower(p.name))", "text"),
    "name": Order("lower(p.name)", "text"),
    "ecosystem": Order("p.ecosystem", "text"),
    "licence": Order("p.licence", "text"),
    "manifest": Order("p.manifest", "text"),
}

_RANKS = {severity.value: severity.rank for severity in Severity}
_PACKAGE = """p.id, p.target_id, t.name AS target, p.manifest, p.kind, p.line, p.purl, p.ecosystem, p.name, p.version,
 p.scope, p.direct, p.licence, p.flaw_count, p.severity, p.upgrade,
 CASE WHEN p.flaw_count = 0 THEN 0 ELSE (SELECT count(*) FROM findings f WHERE f.project_id = p.project_id
  AND f.fingerprint = ANY(p.fingerprints) AND f.state IN ('open', 'confirmed', 'reopened'))::integer END AS open_flaw_count"""
_FROM = "FROM packages p JOIN targets t ON t.id = p.target_id"
_MANIFESTS = 500
_ELSEWHERE = 100


async def list_packages(
    reader: Reader,
    project_id: uuid.UUID,
    query: PackageQuery,
    key: bytes,
    *,
    licences: list[str] | None = None,
) -> tuple[Sequence[Any], str | None]:
    """Return a page of the packages of a project; `licences` narrows them to those that have one of these."""
    where, arguments = _filter(project_id, query, licences)
    page = keyset(query, ORDERS, default="worst", key=key, id_sql="p.id", arguments=arguments)
    rows = await reader.fetch(
        f"SELECT {_PACKAGE}, {page.key_sql} {_FROM} WHERE {where} {page.and_where} {page.order_sql}",
        *page.arguments,
    )
    return page.cut(rows)


async def count_packages(
    reader: Reader, project_id: uuid.UUID, query: PackageQuery, *, licences: list[str] | None = None
) -> int:
    """Return how many packages fit the filters."""
    where, arguments = _filter(project_id, query, licences)
    return int(await reader.fetch_value(f"SELECT count(*) {_FROM} WHERE {where}", *arguments))


def _filter(project_id: uuid.UUID, query: PackageQuery, licences: list[str] | None) -> tuple[str, list[Any]]:
    arguments: list[Any] = [project_id]
    conditions = ["p.project_id = $1"]

    def narrow(condition: str, value: Any) -> None:
        arguments.append(value)
        conditions.append(condition.replace("$?", f"${len(arguments)}"))

    if query.search:
        escaped = query.search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        narrow("(p.name ILIKE $? OR p.purl ILIKE $?)", f"%{escaped}%")
    if query.ecosystem:
        narrow("p.ecosystem = ANY($?::text[])", query.ecosystem)
    if query.target_id is not None:
        narrow("p.target_id = $?", query.target_id)
    if query.manifest is not None:
        narrow("p.manifest = $?", query.manifest)
    if query.vulnerable is not None:
        conditions.append("p.flaw_count > 0" if query.vulnerable else "p.flaw_count = 0")
    if query.severity:
        narrow("p.severity = ANY($?::smallint[])", [_RANKS[one.value] for one in query.severity])
    if query.direct is not None:
        narrow("p.direct = $?", query.direct)
    if query.scope:
        narrow("p.scope = ANY($?::text[])", list(query.scope))
    if query.licence is not None:
        narrow("p.licence = $?", "" if query.licence == NO_LICENCE else query.licence)
    if licences is not None:
        narrow("p.licence = ANY($?::text[])", licences)
    return " AND ".join(conditions), arguments


async def read_package(reader: Reader, package_id: uuid.UUID) -> Any | None:
    """Return one package with what only its own page shows, or None."""
    return await first_row(
        reader,
        f"SELECT {_PACKAGE}, p.project_id, p.details, p.fingerprints, p.scan_id, s.finished_at AS seen_at {_FROM} "
        "LEFT JOIN scans s ON s.id = p.scan_id WHERE p.id = $1",
        package_id,
    )


async def same_file(reader: Reader, target_id: uuid.UUID, manifest: str) -> Sequence[Any]:
    """Return all packages that a file names, with whom each asks for."""
    return await reader.fetch(
        "SELECT p.id, p.purl, p.name, p.version, p.severity, p.direct, p.details->'dependencies' AS dependencies "
        "FROM packages p WHERE p.target_id = $1 AND p.manifest = $2",
        target_id,
        manifest,
    )


async def elsewhere(reader: Reader, row: Any) -> Sequence[Any]:
    """Return where else in the project a package is, in any version."""
    return await reader.fetch(
        f"SELECT p.id, t.name AS target, p.manifest, p.version, p.severity {_FROM} WHERE p.project_id = $1 "
        f"AND lower(p.name) = lower($2) AND p.ecosystem = $3 AND p.id <> $4 ORDER BY t.name, p.manifest, p.id LIMIT {_ELSEWHERE}",
        row["project_id"],
        row["name"],
        row["ecosystem"],
        row["id"],
    )


async def findings_about(reader: Reader, project_id: uuid.UUID, fingerprints: list[str]) -> Sequence[Any]:
    """Return the findings with these fingerprints and their proof, the worst first."""
    return await reader.fetch(
        "SELECT f.id, f.summary, f.severity, f.state, e.evidence FROM findings f "
        "LEFT JOIN finding_evidence e ON e.finding_id = f.id "
        "WHERE f.project_id = $1 AND f.fingerprint = ANY($2::text[]) ORDER BY f.severity DESC, f.id",
        project_id,
        fingerprints,
    )


async def details_of(
    source: Reader | AsyncSession, project_id: uuid.UUID, target_id: uuid.UUID | None
) -> list[Any]:
    """Return the whole of each package of a project, or of one of its targets, in a fixed order."""
    rows = await all_rows(
        source,
        "SELECT p.details::text AS details FROM packages p WHERE p.project_id = $1 "
        "AND ($2::uuid IS NULL OR p.target_id = $2) ORDER BY p.target_id, p.manifest, p.purl",
        project_id,
        target_id,
    )
    return [row["details"] for row in rows]


async def totals(reader: Reader, project_id: uuid.UUID) -> Any:
    """Return how many packages there are, how many have flaws, and how many the project asks for itself."""
    return await first_row(
        reader,
        "SELECT count(*)::integer AS packages, count(*) FILTER (WHERE p.flaw_count > 0)::integer AS vulnerable, "
        "count(*) FILTER (WHERE p.direct)::integer AS direct FROM packages p WHERE p.project_id = $1",
        project_id,
    )


async def ecosystems(reader: Reader, project_id: uuid.UUID) -> Sequence[Any]:
    """Return how many packages of each ecosystem there are."""
    return await reader.fetch(
        "SELECT p.ecosystem AS value, count(*)::integer AS count FROM packages p WHERE p.project_id = $1 "
        "GROUP BY p.ecosystem ORDER BY count DESC, p.ecosystem",
        project_id,
    )


async def manifests(reader: Reader, project_id: uuid.UUID) -> Sequence[Any]:
    """Return the files that name packages, with how many each names."""
    return await reader.fetch(
        "SELECT p.target_id, t.name AS target, p.manifest, p.kind, count(*)::integer AS count, "
        "count(*) FILTER (WHERE p.flaw_count > 0)::integer AS vulnerable, p.scan_id, s.finished_at AS seen_at "
        f"{_FROM} LEFT JOIN scans s ON s.id = p.scan_id WHERE p.project_id = $1 "
        "GROUP BY p.target_id, t.name, p.manifest, p.kind, p.scan_id, s.finished_at "
        f"ORDER BY t.name, p.manifest LIMIT {_MANIFESTS}",
        project_id,
    )

"""The SQL of the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.audit.chain import Head
from securestack.server.audit.schemas import AuditFilter
from securestack.server.kit.database import Reader
from securestack.server.kit.pages import Order
from securestack.server.models.audit import AuditEntry

_CHAIN_LOCK = 0x5EC5A0D1  # any number of ours
_TABLE = cast(Table, AuditEntry.__table__)
_INSERT = insert(_TABLE)
_COLUMNS = (
    "seq, id, at, actor_user_id, actor_api_key_id, ip, user_agent, request_id, action, object_type, object_id, "
    "team_id, project_id, before, after, position, previous_hash, hash"
)
_WAITING = text(
    f"SELECT {_COLUMNS} FROM audit_entries WHERE position IS NULL ORDER BY seq LIMIT :limit"
).columns(before=_TABLE.c.before.type, after=_TABLE.c.after.type)
_LAST_LINK = text(
    "SELECT position, hash FROM audit_entries WHERE position IS NOT NULL ORDER BY position DESC LIMIT 1"
)
_SAVE_LINKS = text(
    "UPDATE audit_entries SET position = link.position, previous_hash = link.previous_hash, hash = link.hash "
    "FROM unnest(CAST(:seqs AS bigint[]), CAST(:positions AS bigint[]), CAST(:previous AS bytea[]), "
    "CAST(:hashes AS bytea[])) AS link (seq, position, previous_hash, hash) WHERE audit_entries.seq = link.seq"
)
_CHAINED = f"SELECT {_COLUMNS} FROM audit_entries WHERE position > $1 ORDER BY position LIMIT $2"

ORDERS = {"at": Order("e.seq", "bigint")}
"""What the list can be sorted by."""

_SHOWN = """
SELECT e.id, e.at, e.action, e.actor_user_id, u.name AS actor_name, u.email AS actor_email, e.actor_api_key_id,
    e.ip, e.user_agent, e.request_id, e.object_type, e.object_id, e.team_id, e.project_id, e.before, e.after,
    e.position, encode(e.hash, 'hex') AS hash"""
_FROM = "FROM audit_entries e LEFT JOIN users u ON u.id = e.actor_user_id"


async def insert_entry(session: AsyncSession, values: dict[str, Any]) -> None:
    """Write an entry."""
    await session.execute(_INSERT, values)


async def lock_chain(session: AsyncSession) -> bool:
    """Return whether this transaction may chain, because no other does now."""
    return bool(await session.scalar(text(f"SELECT pg_try_advisory_xact_lock({_CHAIN_LOCK})")))


async def last_link(session: AsyncSession) -> tuple[int, bytes] | None:
    """Return the place and the hash of the last chained entry."""
    row = (await session.execute(_LAST_LINK)).first()
    return None if row is None else (row.position, row.hash)


async def waiting(session: AsyncSession, limit: int) -> Sequence[Any]:
    """Return entries that are not chained yet, the oldest first."""
    return (await session.execute(_WAITING, {"limit": limit})).mappings().all()


async def save_links(session: AsyncSession, links: Sequence[tuple[int, int, bytes, bytes]]) -> None:
    """Give entries their places: the number, position, hash before and hash of each."""
    seqs, positions, previous, hashes = zip(*links, strict=True)
    await session.execute(
        _SAVE_LINKS,
        {
            "seqs": list(seqs),
            "positions": list(positions),
            "previous": list(previous),
            "hashes": list(hashes),
        },
    )


async def chained_after(reader: Reader, position: int, limit: int) -> list[Any]:
    """Return the chained entries that follow a place."""
    return await reader.fetch(_CHAINED, position, limit)


async def head_before_newest(reader: Reader, newest: int) -> Head | None:
    """Return the entry before so many at the end of the chain; None where there are no more than that."""
    row = await reader.fetch_one(
        "SELECT position, hash FROM audit_entries WHERE position IS NOT NULL ORDER BY position DESC OFFSET $1 LIMIT 1",
        newest,
    )
    return None if row is None else Head(row["position"], row["hash"] or b"")


async def count_waiting(reader: Reader) -> tuple[int, datetime | None]:
    """Return how many entries are not chained yet, and since when the oldest waits."""
    row = await reader.fetch_one("SELECT count(*), min(at) FROM audit_entries WHERE position IS NULL")
    return (row[0], row[1]) if row is not None else (0, None)


def conditions(wanted: AuditFilter) -> tuple[str, list[Any]]:
    """Return the condition of a filter and its arguments."""
    parts, arguments = ["true"], list[Any]()
    for name, sql in _CONDITIONS.items():
        value = getattr(wanted, name)
        if value is None:
            continue
        if name == "action" and value.endswith("."):
            sql = "starts_with(e.action, {})"
        arguments.append(value)
        parts.append(sql.format(f"${len(arguments)}"))
    return " AND ".join(parts), arguments


_CONDITIONS = {
    "actor": "e.actor_user_id = {}",
    "api_key": "e.actor_api_key_id = {}",
    "action": "e.action = {}",
    "object_type": "e.object_type = {}",
    "object_id": "e.object_id = {}",
    "team_id": "e.team_id = {}",
    "project_id": "e.project_id = {}",
    "ip": "e.ip = {}",
    "since": "e.at >= {}",
    "until": "e.at < {}",
}


def page_sql(where: str, key_sql: str, and_where: str, order_sql: str) -> str:
    """Return the statement of one page of the list."""
    return f"{_SHOWN}, {key_sql} {_FROM} WHERE {where} {and_where} {order_sql}"


async def export_after(reader: Reader, wanted: AuditFilter, seq: int, limit: int) -> list[Any]:
    """Return the entries that follow a number, with their numbers, the oldest first."""
    where, arguments = conditions(wanted)
    place = len(arguments) + 1
    return await reader.fetch(
        f"{_SHOWN}, e.seq {_FROM} WHERE {where} AND e.seq > ${place} ORDER BY e.seq LIMIT {limit}",
        *arguments,
        seq,
    )

"""Pages of lists by keyset: constant cost at any depth, and stable while rows come and go.

A feature offers orders, each an indexed SQL expression that is never null; the identifier breaks ties. Rows carry the
value they are sorted by as text in the column `page_key`, and the cursor is that value and the identifier, signed, so
that it says nothing and cannot be made up.

    keyset = pages.keyset(query, ORDERS, default="-severity", id_sql="f.id", arguments=[project_id])
    sql = f"SELECT f.id, f.title, {keyset.key_sql} FROM findings f WHERE f.project_id = $1 {keyset.and_where} {keyset.order_sql}"
    items, cursor = keyset.cut(await reader.fetch(sql, *keyset.arguments))
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec
from pydantic import BaseModel, ConfigDict, Field

from securestack.server.kit.problems import invalid

Item = TypeVar("Item")
_SEAL_BYTES = 10


class PageQuery(BaseModel):
    """What every list takes; a feature's query model adds its filters: `query: Annotated[FindingQuery, Query()]`."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(default=50, ge=1, le=200, description="How many items to return at most.")
    cursor: str | None = Field(default=None, max_length=1000, description="`next` of the page before.")
    sort: str | None = Field(
        default=None, max_length=50, description="Name of an order; `-` before it turns it round."
    )


class Page(BaseModel, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next: str | None = Field(description="Cursor of the next page; null on the last.")


@dataclass(frozen=True)
class Order:
    """One way to sort a list: an SQL expression, never null, and the type of its values."""

    sql: str
    type: str


@dataclass(frozen=True)
class Keyset:
    """The pieces of SQL of one page."""

    key_sql: str  # a column for the SELECT list
    and_where: str  # begins with AND, or is empty on the first page
    order_sql: str  # ORDER BY and LIMIT
    arguments: list[Any]  # all arguments of the statement
    _limit: int
    _sort: str
    _key: bytes

    def cut(self, rows: Sequence[Any]) -> tuple[Sequence[Any], str | None]:
        """Return the rows of this page and the cursor of the next, from rows fetched with this statement."""
        if len(rows) <= self._limit:
            return rows, None
        rows = rows[: self._limit]
        return rows, _seal([self._sort, rows[-1]["page_key"], str(rows[-1]["id"])], self._key)


def keyset(
    query: PageQuery,
    orders: Mapping[str, Order],
    *,
    default: str,
    key: bytes,
    id_sql: str = "id",
    arguments: Sequence[Any] = (),
) -> Keyset:
    """Return the SQL of a page. `arguments` are those before; the page's own come after them.

    `key` signs cursors (`platform.cursor_key`). Raises the problem `invalid-request` for an unknown order or cursor.
    """
    sort = query.sort or default
    down = sort.startswith("-")
    order = orders.get(sort.removeprefix("-"))
    if order is None:
        raise invalid("query.sort", f"It is one of {', '.join(orders)}, with - before it to turn it round.")
    direction, beyond = ("DESC", "<") if down else ("ASC", ">")
    filled = list(arguments)
    where = ""
    if query.cursor is not None:
        value, identifier = _opened(query.cursor, sort, key)
        filled += [value, identifier]
        place = len(filled) - 1
        where = (
            f"AND ({order.sql}, {id_sql}) {beyond} "
            f"((${place}::text)::{order.type}, (${place + 1}::text)::uuid)"
        )
    return Keyset(
        key_sql=f"({order.sql})::text AS page_key",
        and_where=where,
        order_sql=f"ORDER BY {order.sql} {direction}, {id_sql} {direction} LIMIT {query.limit + 1}",
        arguments=filled,
        _limit=query.limit,
        _sort=sort,
        _key=key,
    )


def _seal(content: list[str], key: bytes) -> str:
    body = msgspec.json.encode(content)
    return base64.urlsafe_b64encode(_digest(body, key) + body).rstrip(b"=").decode()


def _opened(cursor: str, sort: str, key: bytes) -> tuple[str, str]:
    try:
        sealed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except (binascii.Error, ValueError):
        sealed = b""
    digest, body = sealed[:_SEAL_BYTES], sealed[_SEAL_BYTES:]
    if not hmac.compare_digest(digest, _digest(body, key)):
        raise invalid("query.cursor", "It is not a cursor of this server; take `next` of the page before.")
    made_for, value, identifier = msgspec.json.decode(body, type=tuple[str, str, str])
    if made_for != sort:
        raise invalid("query.cursor", f"It was made for sort={made_for}; begin again without a cursor.")
    return value, identifier


def _digest(body: bytes, key: bytes) -> bytes:
    return hashlib.blake2b(body, key=key, digest_size=_SEAL_BYTES).digest()

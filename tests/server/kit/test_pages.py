"""Pages by keyset: every row once, in order, whatever is inserted meanwhile; cursors cannot be made up."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.server.kit.database import Database
from securestack.server.kit.pages import Order, PageQuery, keyset
from securestack.server.kit.problems import Problem
from securestack.server.settings import Settings
from tests.server.support import Server, serve

KEY = b"k" * 32
ORDERS = {
    "size": Order("size", "integer"),
    "due": Order("coalesce(due, 'infinity'::timestamptz)", "timestamptz"),
}
ROWS = (
    "(SELECT md5(n::text)::uuid AS id, n % 7 AS size, "
    "CASE WHEN n % 3 = 0 THEN NULL ELSE to_timestamp(n % 11 + 0.123456) END AS due FROM generate_series(1, 50) n) r"
)


async def _all(database: Database, sort: str, limit: int) -> list[tuple[str, str]]:
    seen: list[tuple[str, str]] = []
    cursor = None
    while True:
        page = keyset(
            PageQuery(sort=sort, limit=limit, cursor=cursor), ORDERS, default="size", key=KEY, arguments=[0]
        )
        sql = f"SELECT id, {page.key_sql} FROM {ROWS} WHERE size >= $1 {page.and_where} {page.order_sql}"
        async with database.read() as reader:
            rows, cursor = page.cut(await reader.fetch(sql, *page.arguments))
        seen += [(row["page_key"], str(row["id"])) for row in rows]
        if cursor is None:
            return seen


def test_pages_hold_every_row_once_in_order(settings: Settings) -> None:
    async def story(server: Server) -> None:
        for sort in ("size", "-size", "due", "-due"):
            one_page = await _all(server.platform.database, sort, 200)
            assert await _all(server.platform.database, sort, 7) == one_page
            assert len({identifier for _, identifier in one_page}) == 50
        sizes = [int(key) for key, _ in await _all(server.platform.database, "-size", 9)]
        assert sizes == sorted(sizes, reverse=True)

    serve(settings, story)


@given(
    st.one_of(
        st.text(max_size=80), st.binary(max_size=80).map(lambda raw: base64.urlsafe_b64encode(raw).decode())
    )
)
def test_a_made_up_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(Problem, match="not valid"):
        keyset(PageQuery(cursor=cursor), ORDERS, default="size", key=KEY)


def test_a_cursor_is_bound_to_its_order_and_its_key() -> None:
    page = keyset(PageQuery(limit=1), ORDERS, default="size", key=KEY)
    row = {"page_key": "3", "id": "00000000-0000-7000-8000-000000000000"}
    _, cursor = page.cut([row, row])
    assert keyset(PageQuery(cursor=cursor), ORDERS, default="size", key=KEY).arguments == ["3", row["id"]]
    for key, sort in ((KEY, "-size"), (b"x" * 32, "size")):
        with pytest.raises(Problem):
            keyset(PageQuery(cursor=cursor, sort=sort), ORDERS, default="size", key=key)


def test_an_unknown_order_is_refused_with_those_there_are() -> None:
    with pytest.raises(Problem) as caught:
        keyset(PageQuery(sort="-secret"), ORDERS, default="size", key=KEY)
    assert "size, due" in str(caught.value.extra)

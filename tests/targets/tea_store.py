"""A small shop's database in memory, made anew for each request, so that no page can change another's answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

_SCRIPT = """
CREATE TABLE tea (id INTEGER PRIMARY KEY, name TEXT, origin TEXT, price INTEGER, note TEXT);
INSERT INTO tea VALUES
    (1, 'Darjeeling', 'India', 9, 'flowery'), (2, 'Sencha', 'Japan', 7, 'fresh'),
    (3, 'Oolong', 'Taiwan', 12, 'roasted'), (4, 'Assam', 'India', 6, 'malty'), (5, 'Gyokuro', 'Japan', 24, 'mild');
CREATE TABLE visitor (name TEXT, password TEXT);
INSERT INTO visitor VALUES ('anna', 'kettle');
"""

Row = tuple[object, ...]


def ask_store(
    statement: str, values: tuple[object, ...] = (), *, sleep: Callable[[float], float] | None = None
) -> list[Row]:
    """Run one statement on a new database and return its rows. `sleep` becomes a function of SQL.

    Raises sqlite3.Error as SQLite does.
    """
    store = sqlite3.connect(":memory:")
    try:
        store.executescript(_SCRIPT)
        if sleep is not None:
            store.create_function("SLEEP", 1, sleep)
        return list(store.execute(statement, values))
    finally:
        store.close()

"""The shop's memory: an SQLite database without a file, opened anew with each shop."""

from __future__ import annotations

import sqlite3
from typing import Any

from tests.targets.shop.catalogue import ORDERS, PRODUCTS, QUESTIONS, REVIEWS

DEMO_USER = "demo"
DEMO_PASSWORD = "second-steep"
_KEPT = 300  # rows of what visitors write; older ones are forgotten

_SCHEMA = """
CREATE TABLE products (id INTEGER PRIMARY KEY, category TEXT, name TEXT, origin TEXT, price INTEGER, stock INTEGER,
                       picture TEXT, colour TEXT, text TEXT);
CREATE TABLE users (name TEXT PRIMARY KEY, password TEXT, is_keeper INTEGER);
CREATE TABLE orders (number TEXT PRIMARY KEY, user TEXT, items TEXT, total INTEGER, state TEXT);
CREATE TABLE reviews (id INTEGER PRIMARY KEY, product INTEGER, author TEXT, text TEXT);
CREATE TABLE questions (id INTEGER PRIMARY KEY, product INTEGER, author TEXT, text TEXT);
"""

Row = dict[str, Any]


class Store:
    """Products, users, orders and what visitors write."""

    def __init__(self) -> None:
        self._database = sqlite3.connect(":memory:", isolation_level=None)
        self._database.row_factory = sqlite3.Row
        self._database.executescript(_SCHEMA)
        self._fill()
        # A probe may ask for something huge, such as randomblob(500000000): refused here, so a laptop stays quiet.
        self._database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1_000_000)

    def _fill(self) -> None:
        add = self._database.executemany
        add("INSERT INTO products VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", PRODUCTS)
        add("INSERT INTO orders VALUES (?, ?, ?, ?, ?)", ORDERS)
        add("INSERT INTO reviews (product, author, text) VALUES (?, ?, ?)", REVIEWS)
        add("INSERT INTO questions (product, author, text) VALUES (?, ?, ?)", QUESTIONS)
        users = [(DEMO_USER, DEMO_PASSWORD, 0), ("marguerite", "gaiwan", 0), ("keeper", "tea-chest", 1)]
        add("INSERT INTO users VALUES (?, ?, ?)", users)

    def rows(self, statement: str, *values: object) -> list[Row]:
        """Return the rows of one statement; SQLite runs no second one."""
        return [dict(row) for row in self._database.execute(statement, values)]

    def products(self, category: str = "") -> list[Row]:
        """Return the products of a category, or all of them."""
        return self.rows("SELECT * FROM products WHERE ? IN ('', category) ORDER BY id", category)

    def products_named(self, words: str) -> list[Row]:
        """Return the products whose name or text holds these words."""
        return self.rows(
            "SELECT * FROM products WHERE instr(lower(name || ' ' || text), lower(?)) ORDER BY id", words
        )

    def product(self, number: int) -> Row | None:
        """Return a product, or None."""
        return next(iter(self.rows("SELECT * FROM products WHERE id = ?", number)), None)

    def product_by_text(self, number: str) -> Row | None:
        """Return a product, or None. WEAK: the visitor's text becomes part of the statement. Raises sqlite3.Error."""
        return next(iter(self.rows(f"SELECT * FROM products WHERE id = {number}")), None)

    def user_by_login(self, name: str, password: str) -> Row | None:
        """Return the user who logs in, or None. WEAK: as `product_by_text`. Raises sqlite3.Error."""
        statement = f"SELECT * FROM users WHERE name = '{name}' AND password = '{password}'"
        return next(iter(self.rows(statement)), None)

    def user(self, name: str) -> Row | None:
        """Return a user, or None."""
        return next(iter(self.rows("SELECT * FROM users WHERE name = ?", name)), None)

    def orders_of(self, user: str) -> list[Row]:
        """Return a user's orders."""
        return self.rows("SELECT * FROM orders WHERE user = ? ORDER BY number DESC", user)

    def order(self, number: str) -> Row | None:
        """Return an order, or None."""
        return next(iter(self.rows("SELECT * FROM orders WHERE number = ?", number)), None)

    def written(self, table: str, product: int) -> list[Row]:
        """Return what visitors wrote about a product, newest first."""
        return self.rows(f"SELECT * FROM {table} WHERE product = ? ORDER BY id DESC LIMIT 60", product)

    def write(self, table: str, product: int, author: str, text: str) -> None:
        """Keep a review or a question."""
        self.rows(f"INSERT INTO {table} (product, author, text) VALUES (?, ?, ?)", product, author, text)
        self.rows(f"DELETE FROM {table} WHERE id <= (SELECT max(id) FROM {table}) - ?", _KEPT)

    def close(self) -> None:
        """Forget everything."""
        self._database.close()

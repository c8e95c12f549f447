"""Pages that look up tea: one pastes the value into its statement, its twin sends it as a parameter."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

from aiohttp import web

from tests.targets.case import Case, Handler, html
from tests.targets.tea_store import Row, ask_store

RULE = "web.sql-injection"

Ask = Callable[[str], Sequence[Row]]  # a value from the request to rows; raises sqlite3.Error
Show = Callable[[Sequence[Row]], str]
Failure = Callable[[sqlite3.Error], web.Response]


def _table(rows: Sequence[Row]) -> str:
    if not rows:
        return "<p>We have no such tea.</p>"
    cells = ("".join(f"<td>{escape(str(cell))}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def _count(rows: Sequence[Row]) -> str:
    return f"<p>{rows[0][0] if rows else 0} kinds of tea.</p>"


def _done(_: Sequence[Row]) -> str:
    return "<p>Thank you, we wrote it down.</p>"


def _greeting(rows: Sequence[Row]) -> str:
    return f"<p>Good morning, {escape(str(rows[0][0]))}.</p>" if rows else "<p>Wrong name or password.</p>"


def _shown(error: sqlite3.Error) -> web.Response:
    return html(
        f"<pre>{type(error).__module__}.{type(error).__name__}: {escape(str(error))}</pre>", status=500
    )


def _hidden(error: sqlite3.Error) -> web.Response:
    return html("<p>Something went wrong on our side.</p>", status=500)


def _as_nothing(error: sqlite3.Error) -> web.Response:
    return html(_table([]))


def _as_none(error: sqlite3.Error) -> web.Response:
    return html(_count([]))


def page(ask: Ask, show: Show, failure: Failure, parameter: str) -> Handler:
    """Return a page that shows what the statement finds for a value of the query or of a form."""

    async def handler(request: web.Request) -> web.Response:
        given = (await request.post()) if request.method == "POST" else request.query
        try:
            return html(show(ask(str(given.get(parameter, "")))))
        except sqlite3.Error as error:
            return failure(error)

    return handler


class _Twins(NamedTuple):
    name: str
    parameter: str
    value: str
    weak: Ask
    safe: Ask
    show: Show = _table
    failure: Failure = _as_nothing
    form: str = ""


def _pasted(statement: str) -> Ask:
    return lambda value: ask_store(statement.replace("{}", value))


def _bound(statement: str) -> Ask:
    return lambda value: ask_store(statement, (value,))


_COLUMNS = ("name", "origin", "price")


def _sorted_by_known_column(value: str) -> Sequence[Row]:
    column = value if value in _COLUMNS else "id"
    return ask_store(f"SELECT name, origin, price FROM tea ORDER BY {column}")


_SELECT = "SELECT name, origin, price FROM tea WHERE "
_TWINS = (
    _Twins(
        "error-shown",
        "name",
        "Sencha",
        _pasted(_SELECT + "name='{}'"),
        _bound(_SELECT + "name=?"),
        failure=_shown,
    ),
    _Twins(
        "error-hidden",
        "name",
        "none",
        _pasted(_SELECT + "name='{}'"),
        _bound(_SELECT + "name=?"),
        failure=_hidden,
    ),
    _Twins("text", "name", "Sencha", _pasted(_SELECT + "name='{}'"), _bound(_SELECT + "name=?")),
    _Twins(
        "double-quoted",
        "name",
        "Oolong",
        _pasted(_SELECT + 'name="{}"'),
        _bound(_SELECT + "name=?"),
        failure=_hidden,
    ),
    _Twins("number", "id", "3", _pasted(_SELECT + "id={}"), _bound(_SELECT + "id=?")),
    _Twins(
        "number-error-shown", "id", "3", _pasted(_SELECT + "id={}"), _bound(_SELECT + "id=?"), failure=_shown
    ),
    _Twins(
        "parentheses",
        "id",
        "2",
        _pasted(_SELECT + "(price>1 AND (id={}))"),
        _bound(_SELECT + "(price>1 AND (id=?))"),
    ),
    _Twins("list", "id", "4", _pasted(_SELECT + "id IN (1,{})"), _bound(_SELECT + "id IN (1,?)")),
    _Twins(
        "search",
        "q",
        "Assam",
        _pasted(_SELECT + "name LIKE '%{}%'"),
        _bound(_SELECT + "name LIKE '%'||?||'%'"),
    ),
    _Twins(
        "count",
        "origin",
        "Japan",
        _pasted("SELECT COUNT(*) FROM tea WHERE origin='{}'"),
        _bound("SELECT COUNT(*) FROM tea WHERE origin=?"),
        show=_count,
        failure=_as_none,
    ),
    _Twins(
        "sorting",
        "sort",
        "name",
        _pasted("SELECT name, origin, price FROM tea ORDER BY {}"),
        _sorted_by_known_column,
    ),
    _Twins(
        "login",
        "name",
        "anna",
        _pasted("SELECT name FROM visitor WHERE name='{}' AND password='guess'"),
        _bound("SELECT name FROM visitor WHERE name=? AND password='guess'"),
        show=_greeting,
        failure=_hidden,
        form="<input name=name value=anna><input name=password type=password value=guess>",
    ),
    _Twins(
        "update",
        "note",
        "strong",
        _pasted("UPDATE tea SET note='{}' WHERE id=1"),
        _bound("UPDATE tea SET note=? WHERE id=1"),
        show=_done,
        failure=_hidden,
        form="<input name=note value=strong>",
    ),
    _Twins(
        "insert",
        "note",
        "sweet",
        _pasted("INSERT INTO tea (name, note) VALUES ('Matcha', '{}')"),
        _bound("INSERT INTO tea (name, note) VALUES ('Matcha', ?)"),
        show=_done,
        failure=_shown,
        form="<input name=note value=sweet>",
    ),
)


def _cases(twins: _Twins) -> tuple[Case, Case]:
    query = "" if twins.form else f"{twins.parameter}={twins.value}"
    method = "POST" if twins.form else "GET"
    weak, safe = (
        Case(
            f"/sql/{twins.name}{suffix}",
            page(ask, twins.show, twins.failure, twins.parameter),
            RULE,
            is_weak,
            query=query,
            form=twins.form,
            method=method,
            parameter=twins.parameter,
        )
        for suffix, ask, is_weak in (("", twins.weak, True), ("-safe", twins.safe, False))
    )
    return weak, safe


CASES = [case for twins in _TWINS for case in _cases(twins)]

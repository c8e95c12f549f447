"""Conditions and delays: versions that a page cannot tell apart by length, and that reach no more rows."""

import re
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.probing import sql_forms
from securestack.probing.needs import Profile
from securestack.probing.sql_delays import MYSQL_DELAY, delays
from securestack.probing.sql_errors import MYSQL, ORACLE
from securestack.probing.sql_forms import QUOTED_FORMS, Form, Version, bare_forms, condition, stands_bare
from tests.targets.tea_store import ask_store

_FORMS = [value for value in vars(sql_forms).values() if isinstance(value, Form)]
_CONSTANTS = st.integers(10, 49)


@given(st.sampled_from(_FORMS), st.integers(0, 5), _CONSTANTS, st.text(max_size=8))
def test_the_versions_have_equal_length_and_equal_signs(
    form: Form, number: int, constant: int, value: str
) -> None:
    sent = [form.payload(value, condition(number, version, constant)) for version in Version]
    assert len({len(text) for text in sent}) == 1
    assert len({re.sub(r"[a-z0-9]", "", text) for text in sent}) == 1
    assert len(set(sent)) == 3


@given(st.integers(0, 5), _CONSTANTS)
def test_a_database_agrees_with_what_conditions_claim(number: int, constant: int) -> None:
    def ask(version: Version) -> object:
        return ask_store(f"SELECT {condition(number, version, constant)}")[0][0]

    assert ask(Version.TRUE) == 1
    assert ask(Version.FALSE) == 0
    with pytest.raises(sqlite3.OperationalError, match="no such function"):
        ask(Version.BROKEN)


_PLACES = [
    "SELECT id FROM tea WHERE name='{}' AND origin='Japan'",
    "SELECT id FROM tea WHERE (name='{}' AND origin='Japan')",
    "SELECT id FROM tea WHERE origin='Japan' AND name LIKE '%{}%'",
    "SELECT id FROM tea WHERE name IN ('Sencha','{}')",
    'SELECT id FROM tea WHERE name="{}"',
]


@given(st.sampled_from(_PLACES), st.sampled_from(_FORMS), st.sampled_from(Version), _CONSTANTS)
def test_no_form_reaches_more_rows_than_the_value(
    place: str, form: Form, version: Version, constant: int
) -> None:
    sent = form.payload("Sencha", condition(0, version, constant))
    meant = set(ask_store(place.replace("{}", "Sencha")))
    try:
        reached = set(ask_store(place.replace("{}", sent)))
    except sqlite3.Error:
        return
    assert reached <= meant


def test_nothing_joins_by_or_or_ends_a_statement() -> None:
    for form in _FORMS:
        assert not re.search(r"\bOR\b|--|#|/\*|;", form.template, re.IGNORECASE)
    assert "--" not in MYSQL_DELAY.template


@pytest.mark.parametrize(
    ("value", "words", "names"),
    [
        ("7", {"id"}, ["a value without quotes", "a value without quotes, in parentheses or a list", "a number in an expression"]),
        ("2010-02-02", {"date"}, ["a value without quotes", "a value without quotes, in parentheses or a list", "a number in an expression"]),
        ("price", {"sort", "by"}, ["what the rows are sorted by"]),
        ("price", {"name"}, []),
        ("desc", {"order"}, ["the direction of sorting"]),
        ("green tea", {"sort"}, []),
    ],
)  # fmt: skip
def test_what_a_value_without_quotes_may_need(value: str, words: set[str], names: list[str]) -> None:
    assert [form.name for form in bare_forms(value, words)] == names


def test_what_stands_without_quotes() -> None:
    assert [stands_bare(value) for value in ("-1.5", "2010-02-02", "10:30", "a1", "", "1e5")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip


def test_which_delays_are_worth_asking_for() -> None:
    def chosen(
        profile: Profile,
        database: str = "",
        *,
        windows: bool = False,
        silent: bool = False,
        bare: bool = False,
    ) -> set[str]:
        return {
            delay.database for delay in delays(profile, database, windows=windows, silent=silent, bare=bare)
        }

    assert chosen(Profile.QUICK, MYSQL) == set()
    assert chosen(Profile.STANDARD) == {MYSQL}
    assert chosen(Profile.STANDARD, ORACLE) == {ORACLE}
    assert len(chosen(Profile.STANDARD, silent=True)) == 2
    assert len(chosen(Profile.DEEP)) == 5
    assert len(QUOTED_FORMS) == len(set(QUOTED_FORMS))

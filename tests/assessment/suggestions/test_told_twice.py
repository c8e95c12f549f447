from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from securestack.assessment.suggestions.told_twice import Told, suggest_told_twice

_ONE = "SQL injection: the parameter name of the login form reaches a database statement"
_OTHER = "Possible SQL injection, the login form's parameter name reaches a database statement"


def _pairs(*rows: Told) -> list[tuple[int, int]]:
    return [(pair.first, pair.second) for pair in suggest_told_twice(rows)]


def test_two_scanners_that_tell_one_flaw_are_suggested() -> None:
    rows = (
        Told(1, _ONE, "src/login.py:40"),
        Told(2, "Missing header", "src/login.py:41"),
        Told(3, _OTHER, "src/login.py:42:7"),
    )
    assert _pairs(*rows) == [(1, 3)]


def test_equal_texts_at_other_places_are_other_flaws() -> None:
    assert _pairs(Told(1, _ONE, "src/login.py:40"), Told(2, _ONE, "src/shop.py:40")) == []
    assert _pairs(Told(1, _ONE, "src/login.py:40"), Told(2, _ONE, "src/login.py:90")) == []
    assert _pairs(Told(1, _ONE, ""), Told(2, _ONE, "")) == []


def test_two_cves_are_never_one_flaw() -> None:
    first = Told(1, _ONE, "pom.xml", "CVE-2024-0001")
    assert _pairs(first, Told(2, _ONE, "pom.xml", "CVE-2024-0002")) == []
    assert _pairs(first, Told(2, _ONE, "pom.xml", "CVE-2024-0001")) == [(1, 2)]


@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=20)), max_size=10))
def test_nothing_breaks_it(rows: list[tuple[str, str]]) -> None:
    told = [Told(number, text, place) for number, (text, place) in enumerate(rows)]
    for pair in suggest_told_twice(told):
        assert pair.first < pair.second

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from securestack.assessment.suggestions.duplicates import suggest_duplicates

TEXTS = [
    "SQL injection in the name parameter of the login page of the tea shop",
    "Missing Content-Security-Policy header on every page",
    "SQL injection in the parameter name of the login page of the tea shop",
    "SQL injection in the search parameter of the catalogue of the tea shop",
    "Outdated TLS version offered by the mail server",
]


def test_texts_that_tell_the_same_are_suggested_and_alike_ones_are_not() -> None:
    pairs = suggest_duplicates(TEXTS, least=0.6)
    assert [(pair.first, pair.second) for pair in pairs] == [(0, 2)]
    assert 0.6 <= pairs[0].likeness < 1


def test_equal_texts_are_fully_alike() -> None:
    (pair,) = suggest_duplicates([TEXTS[1], TEXTS[4], TEXTS[1]])
    assert pair == (0, 2, 1.0)


@given(st.lists(st.text(max_size=60), max_size=12))
def test_no_texts_break_it_and_none_is_its_own_duplicate(texts: list[str]) -> None:
    for pair in suggest_duplicates(texts):
        assert pair.first < pair.second
        assert 0.8 <= pair.likeness <= 1

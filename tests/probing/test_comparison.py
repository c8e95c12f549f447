"""Comparing answers: what was sent and what varies by itself does not count, everything else does."""

from html import escape
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.net.message import Response
from securestack.probing.comparison import Comparison, text_words, without_echo

_PAYLOADS = st.text(st.sampled_from("ab7'\"<>&`() =%-"), min_size=1, max_size=30)
_TEXTS = st.lists(st.sampled_from(["tea", "cup", "7", "kettle", "and"]), max_size=20).map(" ".join)


def _answer(text: str, status: int = 200, **headers: str) -> Response:
    return Response(status, tuple(headers.items()), f"<html><body>{text}</body></html>".encode())


@given(_TEXTS)
def test_an_answer_is_the_same_as_itself(text: str) -> None:
    answer = _answer(text)
    assert Comparison(answer).distance(answer, _answer(text)) == 0
    assert not Comparison(answer).different(answer, _answer(text))


@given(_TEXTS, _TEXTS)
def test_the_distance_is_the_same_both_ways(left: str, right: str) -> None:
    comparison = Comparison(_answer(""))
    assert comparison.distance(_answer(left), _answer(right)) == comparison.distance(
        _answer(right), _answer(left)
    )
    assert (comparison.distance(_answer(left), _answer(right)) == 0) == (left == right)


@pytest.mark.parametrize(
    "show", [str, escape, lambda text: quote(text, safe=""), lambda text: escape(escape(text))]
)
def test_what_was_sent_does_not_count_however_it_is_escaped(show: type[str]) -> None:
    one, other = "tea' AND abs(7)=7 AND 'k' LIKE 'k", "tea' AND abq(7)=7 AND 'k' LIKE 'k"
    left, right = (_answer(f"<p>Nothing for <b>{show(text)}</b> here.</p>") for text in (one, other))
    comparison = Comparison(left)
    assert comparison.same(left, right, one, other)
    assert comparison.different(left, right)


@given(_PAYLOADS, _PAYLOADS, _TEXTS)
def test_echoed_values_do_not_count(one: str, other: str, text: str) -> None:
    page = f"{text} | {{}} | {text}"
    left, right = _answer(page.format(escape(one))), _answer(page.format(escape(other)))
    words = [set(text_words(value)) & set(text_words(text)) for value in (one, other)]
    if not any(words):  # words that the page has anyway may go with the echo
        assert Comparison(left).same(left, right, one, other)


def test_status_and_redirect_outweigh_everything() -> None:
    answer = _answer("tea")
    comparison = Comparison(answer)
    comparison.learn(_answer("tea cup saucer"))
    assert comparison.different(answer, _answer("tea", 500))
    here, there = _answer("", 302, location="/inside"), _answer("", 302, location="/login")
    assert comparison.different(here, there)
    assert comparison.same(here, _answer("", 302, location="/inside"))


def test_numbers_that_vary_by_themselves_are_left_out() -> None:
    def page(clock: str, text: str) -> Response:
        return _answer(f"<p>{text}</p><footer>made at {clock} by node 7f3a9</footer>")

    comparison = Comparison(page("12:00:01", "Welcome back"))
    assert comparison.different(page("12:00:01", "Welcome back"), page("12:00:02", "Welcome back"))
    comparison.learn(page("12:00:02", "Welcome back"))
    assert comparison.same(page("12:00:01", "Welcome back"), page("13:47:33", "Welcome back"))
    assert comparison.different(page("12:00:01", "Welcome back"), page("12:00:01", "Wrong name"))


def test_words_that_vary_by_themselves_are_tolerated() -> None:
    def page(advertisement: str, rows: int) -> Response:
        return _answer("<tr><td>green tea from far away</td></tr>" * rows + f"<aside>{advertisement}</aside>")

    comparison = Comparison(page("buy a lamp", 5))
    comparison.learn(page("try our boat", 5))
    assert comparison.same(page("buy a lamp", 5), page("get one kite", 5))
    assert not comparison.different(page("buy a lamp", 5), page("get one kite", 5))
    assert comparison.different(page("buy a lamp", 5), page("buy a lamp", 0))


def test_a_short_value_of_its_own_stays_and_a_longer_one_goes() -> None:
    assert Comparison(_answer(""), "3").distance(_answer("3 cups"), _answer("cups")) > 0
    assert Comparison(_answer(""), "sencha").distance(_answer("sencha cups"), _answer("cups")) == 0


@given(
    st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), min_size=1, max_size=3)
)
def test_taking_out_an_echo_leaves_no_new_words(words: list[str], sent: list[str]) -> None:
    left = without_echo(words, [" ".join(sent)])
    assert len(left) <= len(words)
    assert (len(words) - len(left)) % len(sent) == 0


def test_bytes_that_are_no_text_compare() -> None:
    one, other = Response(200, (), b"\xff\xfe%zz&#xD800;"), Response(200, (), b"\xff\xfd%ff&#0;")
    assert Comparison(one).distance(one, other) >= 0

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.probing.pattern_text import text_matching
from securestack.scanners.web.crawl.form_values import Control, ValueMemory, fill


@pytest.mark.parametrize(
    "pattern",
    [
        "[A-Z]{2}[0-9]{6}",
        r"\d{3}-\d{2}-\d{4}",
        "[a-z]+",
        "(red|green)",
        r"^\w{3,10}$",
        "[^@]+@[^@]+",
        "(?:[0-9]{4} ){3}[0-9]{4}",
        "#[0-9a-f]{6}",
        "a|b",
        ".{8,}",
    ],
)
def test_patterns_of_real_forms_are_met(pattern: str) -> None:
    value = fill(Control(name="x", kind="text", pattern=pattern), ValueMemory())
    assert re.fullmatch(pattern, value)


def test_what_a_browser_would_refuse_is_not_chosen_from_memory() -> None:
    memory = ValueMemory()
    memory.learn("x", "abc")
    memory.learn("x", "12")
    assert fill(Control(name="x", kind="text", pattern="[0-9]+"), memory) == "12"


def test_memory_is_bounded() -> None:
    memory = ValueMemory()
    for number in range(2_000):
        memory.learn(f"name{number}", "v")
        memory.learn("same", str(number))
    memory.learn("long", "x" * 1_000)
    assert memory.seen("name0") == ()
    assert memory.seen("name1999") == ("v",)
    assert memory.seen("long") == ()
    assert len(memory.seen("same")) <= 4


@given(st.text(max_size=40))
def test_any_pattern_is_survived(pattern: str) -> None:
    text_matching(pattern)
    fill(Control(name="x", kind="text", pattern=pattern), ValueMemory())


@given(
    st.sampled_from(["text", "number", "date", "email", "hidden", "range", "strange"]),
    st.text(max_size=8),
    st.text(max_size=8),
    st.integers(0, 50),
    st.none() | st.integers(0, 50),
)
def test_the_longest_length_is_kept(
    kind: str, least: str, most: str, shortest: int, longest: int | None
) -> None:
    control = Control(name="x", kind=kind, least=least, most=most, min_length=shortest, max_length=longest)
    value = fill(control, ValueMemory())
    assert longest is None or len(value) <= longest

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.advisories.versions.pypi import SCHEME
from securestack.scanners.dependencies.upgrades.python_ranges import (
    admits_python,
    lowest_python,
    raise_python,
)


@pytest.mark.parametrize(
    ("wanted", "version", "raised"),
    [
        ("==2.10", "3.1.3", "==3.1.3"),
        ("== 2.10", "3.1.3", "== 3.1.3"),
        ("===2.10", "2.11", "===2.11"),
        ("(==2.10)", "2.11", "==2.11"),
        (">=1.0", "1.2", ">=1.2"),
        (">= 1.21, < 1.26", "1.25.8", ">= 1.25.8, < 1.26"),
        (">=1.21,<1.26", "2.7.0", ">=2.7.0,<3"),
        (">1.0,!=1.5", "1.6", ">=1.6,!=1.5"),
        ("<3", "2.5", ">=2.5,<3"),
        ("!=1.5", "1.6", ">=1.6,!=1.5"),
        ("~=1.4.2", "1.4.9", "~=1.4.9"),
        ("~=1.4", "1.6.1", ">=1.6.1,==1.*"),
        ("~=3.2.0", "4.2", "~=4.2.0"),
        ("==5.*", "5.4", "~=5.4"),
        ("==5.*", "6.0.1", ">=6.0.1,<7"),
        ("", "1.0", ">=1.0"),
        ("*", "1.0", ">=1.0"),
        ("^3.7.0", "3.9.1", "^3.9.1"),
        ("~8.1", "8.2", "~8.2"),
        ("3.2", "46.0.7", "46.0.7"),
        ("^1 || ^2", "2.1", ""),
        ("@ https://a.example/x.zip", "2.1", ""),
    ],
)
def test_a_range_is_raised_in_its_own_form(wanted: str, version: str, raised: str) -> None:
    assert raise_python(wanted, version) == raised


@pytest.mark.parametrize(
    ("wanted", "lowest"),
    [
        ("==1.2", "1.2"),
        (">=1,>=2", "2"),
        ("~=1.4.2", "1.4.2"),
        ("^1.2", "1.2"),
        ("1.2", "1.2"),
        ("==1.*", "1"),
    ]
    + [(wanted, "") for wanted in ("", "*", "<3", ">1", "!=1", "nonsense")],
)
def test_the_lowest_version_a_range_lets_in(wanted: str, lowest: str) -> None:
    assert lowest_python(wanted) == lowest


@pytest.mark.parametrize(
    ("wanted", "inside", "outside"),
    [
        ("^1.2.3", "1.9", "2.0"),
        ("^0.2.3", "0.2.9", "0.3"),
        ("~1.2", "1.2.9", "1.3"),
        ("~1", "1.9", "2"),
        ("1.2", "1.2.0", "1.3"),
        (">=1,<2", "1.5", "2"),
        ("1.*", "1.5", "2"),
    ],
)
def test_what_a_range_lets_in(wanted: str, inside: str, outside: str) -> None:
    assert admits_python(wanted, inside)
    assert not admits_python(wanted, outside)
    assert admits_python("*", outside)
    assert not admits_python("as you like", inside)


NUMBERS = st.lists(st.integers(0, 30), min_size=1, max_size=4).map(lambda parts: ".".join(map(str, parts)))
CLAUSE = st.tuples(st.sampled_from([">=", "<", "<=", ">", "==", "~=", "!="]), NUMBERS).map("".join)


@given(st.lists(CLAUSE, max_size=3).map(",".join), NUMBERS)
def test_a_raised_range_lets_the_version_in_and_nothing_older(wanted: str, version: str) -> None:
    raised = raise_python(wanted, version)
    if not raised:
        return
    assert SCHEME.parse_range(raised).contains(version)
    lowest = lowest_python(raised)
    assert SCHEME.compare(lowest, version) == 0


@given(st.text(max_size=40), st.text(max_size=20))
def test_any_text_is_answered(wanted: str, version: str) -> None:
    lowest_python(wanted)
    admits_python(wanted, version)
    raise_python(wanted, version)

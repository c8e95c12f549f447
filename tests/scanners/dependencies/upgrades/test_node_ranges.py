from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.scanners.dependencies.upgrades.node_ranges import admits_node, lowest_node, raise_node


@pytest.mark.parametrize(
    ("wanted", "version", "raised"),
    [
        ("4.17.4", "4.17.21", "4.17.21"),
        ("=4.17.4", "4.17.21", "=4.17.21"),
        ("^4.17.4", "4.17.21", "^4.17.21"),
        ("^4.17.4", "5.0.1", "^5.0.1"),
        ("~1.2.3", "1.2.9", "~1.2.9"),
        (">=1.2.3", "2.0.0", ">=2.0.0"),
        (">=1.2.3 <2.0.0", "1.9.0", ">=1.9.0 <2.0.0"),
        (">=1.2.3 <2.0.0", "2.1.0", "^2.1.0"),
        ("1.2.x", "1.2.9", "~1.2.9"),
        ("1.x", "1.3.0", "^1.3.0"),
        ("1", "2.3.0", "^2.3.0"),
        ("*", "1.3.0", ">=1.3.0"),
        ("", "1.3.0", ">=1.3.0"),
        ("^1.0.0 || ^2.0.0", "2.1.0", "^2.1.0"),
        ("1.0.0 - 2.0.0", "1.5.0", "^1.5.0"),
        ("latest", "1.5.0", ""),
    ],
)
def test_a_range_is_raised_in_its_own_form(wanted: str, version: str, raised: str) -> None:
    assert raise_node(wanted, version) == raised
    assert not raised or admits_node(raised, version)


@pytest.mark.parametrize(
    ("wanted", "lowest"),
    [
        ("^4.17.4", "4.17.4"),
        ("v1.0.0", "1.0.0"),
        ("1.x", "1.0.0"),
        ("1.2", "1.2.0"),
        ("^2.0.0 || ^1.0.0", "1.0.0"),
        ("1.0.0 - 2.0.0", "1.0.0"),
        (">=1.2.3 <2", "1.2.3"),
        ("*", ""),
        ("<2.0.0", ""),
        ("latest", ""),
        ("^1.0.0 || *", ""),
    ],
)
def test_the_lowest_version_a_range_lets_in(wanted: str, lowest: str) -> None:
    assert lowest_node(wanted) == lowest


@given(st.text(max_size=40), st.text(max_size=20))
def test_any_text_is_answered(wanted: str, version: str) -> None:
    lowest_node(wanted)
    admits_node(wanted, version)
    raise_node(wanted, version)

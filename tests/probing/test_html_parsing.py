from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.probing.html_parsing import harmless_part, parse_html


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000,
        "<p>" + "".join(f"<b id={number}>" for number in range(500)) + "<p>x" * 20_000,
        "<p>" + "".join(f"<b id={number}></z>" for number in range(500)) + "<p>x</p></z>" * 20_000,
        "<script></SCRIPT>" + "<!-->" + "<div></z>" * 100_000,
        "<select>" + "<option>x" * 50_000,
        "<table><tr><td>" * 20_000,
        "".join(f"<b id={number}>" for number in range(500)) + "<table><td></table>" + "<p>x" * 20_000,
    ],
)
def test_a_page_that_would_grow_without_bound_is_cut(html: str) -> None:
    document = parse_html(html)
    assert document.root is not None
    assert sum(1 for _ in document.root.traverse(include_text=False)) < 500_000
    assert len(harmless_part(html)) < len(html)


@pytest.mark.parametrize(
    "html",
    [
        "<ul>" + "<li><a href=/x>x</a><br>" * 5_000,
        "<p>line<br>" * 5_000,
        "<table>" + "<tr><td><b>x<td>y" * 5_000,
        "<div><span>x</div>" * 5_000,
        "<div><b>x</b><i>y</i></div>" * 5_000,
        "<font color=red>x" * 2 + "<p>x</p>" * 5_000,
        "<script>var a = '" + "<div>" * 5_000 + "'</script><p>end</p>",
        "<textarea>" + "<div>" * 5_000 + "</textarea><p>end</p>",
        "<select>" + "<option>x" * 1_000 + "</select>" + "<select>" + "<option>x" * 3_500 + "</select>",
    ],
)
def test_large_pages_of_real_sites_are_whole(html: str) -> None:
    assert harmless_part(html) == html


@given(st.text(alphabet="<>/b i=1divspanselectoption p-!", max_size=200), st.integers(1, 200))
def test_what_is_left_is_the_beginning_of_the_text(text: str, times: int) -> None:
    html = text * times
    assert html.startswith(harmless_part(html))

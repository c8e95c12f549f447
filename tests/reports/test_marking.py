from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from securestack.core.evidence import Exchange, Mark, Part, RequestRecord, ResponseRecord
from securestack.reports.marking import request_stretches, response_stretches

MARKS = st.lists(
    st.builds(Mark, st.sampled_from(Part), st.integers(-5, 60), st.integers(-5, 60)), max_size=8
).map(tuple)


def test_marks_that_overlap_or_lead_outside_are_cut() -> None:
    response = ResponseRecord(200, "OK", (), "abcdef", 0, 6)
    marks = (Mark(Part.RESPONSE_BODY, 1, 3), Mark(Part.RESPONSE_BODY, 2, 4), Mark(Part.RESPONSE_BODY, 5, 99))
    shown = [stretch.text for stretch in response_stretches(response, marks) if stretch.marked]
    assert shown == ["bc", "d", "f"]


def test_what_was_cut_from_a_long_body_is_said() -> None:
    response = ResponseRecord(200, "OK", (("A", "b"),), "middle", 1500, 9000)
    text = "".join(stretch.text for stretch in response_stretches(response, ()))
    assert text == (
        "200 OK\nA: b\n\n[… 1,500 characters before this are not shown]\n\nmiddle"
        "\n[… 7,494 characters after this are not shown]"
    )


@given(MARKS, st.text(max_size=50), st.text(max_size=50))
def test_no_mark_loses_or_repeats_a_character(marks: tuple[Mark, ...], url: str, body: str) -> None:
    request = RequestRecord("GET", url, (("A", "b"),), body)
    text = "".join(stretch.text for stretch in request_stretches(Exchange(request, None, marks=marks)))
    assert text == f"GET {url}\nA: b" + (f"\n\n{body}" if body else "")

"""JSON: keys keep their lines, relaxed JSON is read, and what is no JSON says where."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.inventory.formats import json_text
from securestack.inventory.manifest import UnreadableFile

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(), children, max_size=4),
    max_leaves=12,
)


def test_keys_and_elements_have_lines() -> None:
    source = b'{\n "a": {"b": 1,\n  "c": [\n   {"d": 2},\n   3, {"e": "{\\"f\\": 1}"}]},\n "\\u0067": null\n}'
    assert json_text.key_lines(source, 3) == {
        ("a",): 2,
        ("a", "b"): 2,
        ("a", "c"): 3,
        ("a", "c", 0): 4,
        ("a", "c", 2): 5,
        ("g",): 6,
    }


@given(values)
def test_every_key_has_the_line_it_is_written_on(value: object) -> None:
    source = json.dumps(value, indent=1, ensure_ascii=False)
    lines = source.split("\n")
    for path, line in json_text.key_lines(source.encode(), 20).items():
        if isinstance(path[-1], str):
            assert lines[line - 1].lstrip().startswith(json.dumps(path[-1], ensure_ascii=False) + ":")


@given(values)
def test_relaxed_reading_takes_plain_json_as_it_is(value: object) -> None:
    assert json_text.decode_relaxed(json.dumps(value).encode()) == value


def test_comments_and_trailing_commas_are_read_over() -> None:
    source = b'{\n// one\n"a": "// no comment, ]", /* two\n*/ "b": [1, 2, // three\n],\n}'
    assert json_text.decode_relaxed(source) == {"a": "// no comment, ]", "b": [1, 2]}


@pytest.mark.parametrize(
    ("source", "line"),
    [(b'{\n"a": 1,\n"b" 2}', 3), (b"{\n}}", 2), (b"", 0), (b"[" * 100_000, 0), (b'{"a": \xff}', 1)],
)
def test_what_is_no_json_says_where(source: bytes, line: int) -> None:
    with pytest.raises(UnreadableFile) as problem:
        json_text.decode(source)
    assert problem.value.line == line


def test_a_byte_order_mark_is_read_over() -> None:
    assert json_text.decode(b"\xef\xbb\xbf{}") == {}

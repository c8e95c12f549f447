"""YAML: scalars stay text, lines are known, and aliases cannot multiply."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.inventory.formats import yaml_text
from securestack.inventory.formats.yaml_text import YamlMapping, YamlSequence
from securestack.inventory.manifest import UnreadableFile


def test_scalars_stay_as_they_are_written() -> None:
    assert yaml_text.decode(b"a: 1.10\nb: yes\nc: 2024-01-01\nd: ~\ne:\n") == {
        "a": "1.10",
        "b": "yes",
        "c": "2024-01-01",
        "d": "~",
        "e": "",
    }


def test_lines_of_keys_and_elements() -> None:
    document = yaml_text.decode(b"a:\n  b: 1\n\n  c:\n    - x\n    - {y: 2}\n")
    assert isinstance(document, YamlMapping)
    assert document["a"].lines == {"b": 2, "c": 4}
    assert isinstance(document["a"]["c"], YamlSequence)
    assert document["a"]["c"].lines == [5, 6]


def test_aliases_and_merge_keys_are_resolved() -> None:
    document = yaml_text.decode(b"base: &b {x: '1', y: '2'}\none: {<<: *b, x: '3'}\ntwo: *b\n")
    assert document == {
        "base": {"x": "1", "y": "2"},
        "one": {"x": "3", "y": "2"},
        "two": {"x": "1", "y": "2"},
    }


def test_several_documents() -> None:
    assert yaml_text.decode_all(b"--- a\n--- [b]\n") == ["a", ["b"]]
    assert yaml_text.decode(b"") == ""


def test_a_billion_laughs_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 12)]
    with pytest.raises(UnreadableFile) as problem:
        yaml_text.decode("\n".join(lines).encode())
    assert problem.value.line == 7


@pytest.mark.parametrize("source", [b"[" * 100_000, b"- " * 100_000, b"{a: " * 100_000, b"? " * 100_000])
def test_deep_nesting_is_refused(source: bytes) -> None:
    with pytest.raises(UnreadableFile):
        yaml_text.decode(source)


@pytest.mark.parametrize(
    ("source", "line"), [(b"a: 1\nb: *c\n", 2), (b"a: 1\n b: [\n", 2), (b"a: \x00", 0), (b"\xff", 0)]
)
def test_what_is_no_yaml_says_where(source: bytes, line: int) -> None:
    with pytest.raises(UnreadableFile) as problem:
        yaml_text.decode(source)
    assert problem.value.line in (line, line + 1)


@given(st.binary(max_size=80) | st.text(alphabet="a:-[]{}&*?!|>'\"\n #%,", max_size=80).map(str.encode))
def test_any_bytes_are_read_or_refused(source: bytes) -> None:
    with contextlib.suppress(UnreadableFile):
        yaml_text.decode_all(source)

"""TOML: tables have lines, and what would take for ever is refused."""

import pytest

from securestack.inventory.formats import toml_text
from securestack.inventory.manifest import UnreadableFile


def test_tables_have_lines() -> None:
    source = b'a = 1\n[[package]]\nx = 1\n\n  [[ package ]]\n[deps."My.Package"]\n[versions]\nx = 2\n[libraries]\nx = 3\n'
    assert toml_text.table_lines(source, "package") == [2, 5]
    assert toml_text.header_lines(source)["deps.My.Package"] == 6
    assert toml_text.assigned_lines(source)[("libraries", "x")] == 10
    assert toml_text.assigned_lines(source)[("", "a")] == 1


def test_a_value_is_no_table() -> None:
    assert toml_text.table_lines(b'a = [["package"], [1]]\n', "package") == []


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (b"a = 1\nb == 2\n", 2),
        (b"a = \xff", 1),
        (b"a = " + b"[" * 50_000, 0),
        (b"x = 1\n" + b"a." * 100_000 + b"b = 1", 2),
        (b"[" + b"a." * 100_000 + b"b]", 1),
        (b"a = 1" + b"0" * 10_000, 0),
    ],
    ids=["syntax", "encoding", "nesting", "long key", "long header", "long number"],
)
def test_what_cannot_be_read_is_refused(source: bytes, line: int) -> None:
    with pytest.raises(UnreadableFile) as problem:
        toml_text.decode(source)
    assert problem.value.line == line

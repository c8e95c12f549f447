"""XML: a tree with lines; entities and deep nesting are refused."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.inventory.formats import xml_text
from securestack.inventory.manifest import UnreadableFile

BILLION_LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE project [
  <!ENTITY a "ha">
  <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
]>
<project>&b;</project>"""


def test_elements_have_text_attributes_and_lines() -> None:
    root = xml_text.decode(b'<p:a xmlns:p="urn:x">\n <b c="1"> text <![CDATA[<more>]]></b>\n <b/>\n</p:a>')
    assert root.name == "a"
    assert [(child.name, child.line) for child in root.children] == [("b", 2), ("b", 3)]
    assert root.value("b") == "text <more>"
    assert root.children[0].attributes == {"c": "1"}
    assert [element.name for element in root.walk()] == ["a", "b", "b"]


def test_entities_are_refused_where_they_are_declared() -> None:
    with pytest.raises(UnreadableFile) as problem:
        xml_text.decode(BILLION_LAUGHS)
    assert problem.value.line == 3


@pytest.mark.parametrize(
    ("source", "line"),
    [(b"<a>\n<b></a>", 2), (b"", 1), (b"<a/><b/>", 1), (b"<a>" * 10_000, 1), (b"<?xml encoding='x'?>", 1)],
)
def test_what_is_no_xml_says_where(source: bytes, line: int) -> None:
    with pytest.raises(UnreadableFile) as problem:
        xml_text.decode(source)
    assert problem.value.line == line


@given(st.binary(max_size=80) | st.text(alphabet="<>/a&;!=\"'[]? \n", max_size=80).map(str.encode))
def test_any_bytes_are_read_or_refused(source: bytes) -> None:
    with contextlib.suppress(UnreadableFile):
        xml_text.decode(source)

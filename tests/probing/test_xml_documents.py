"""Documents made from other documents stay well-formed, and keep what they were made from."""

import xml.etree.ElementTree as ElementTree
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.probing.xml_documents import with_content, with_doctype

ENTITY = '<!ENTITY word "found">'


def text(document: str) -> str:
    return "".join(ElementTree.fromstring(document).itertext())


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("<a><b>x</b><c>y</c></a>", "xfoundyfound"),
        ("<a><b>x</b><c>12.5</c></a>", "xfound12.5"),
        ("<a><c>12</c></a>", "12found"),
        ("<a/>", "found"),
        ('<a href="x"/>', "found"),
        ("", "found"),
        ("no xml at all", "found"),
        ('<?xml version="1.0" encoding="UTF-8"?>\n<a>x</a>', "xfound"),
        ('<!DOCTYPE a [<!ENTITY old "1">]><a>x</a>', "xfound"),
        ('<!DOCTYPE a [<!ENTITY old SYSTEM "urn:1">]><a>&old;x&amp;&#65;</a>', "x&Afound"),
        ('<!DOCTYPE a SYSTEM "a.dtd"><s:a xmlns:s="urn:s">x</s:a>', "xfound"),
    ],
)
def test_content_stands_behind_the_text(document: str, expected: str) -> None:
    assert text(with_doctype(document, ENTITY, "&word;")) == expected
    assert text(with_content(document, "<i>found</i>")) == expected


names = st.sampled_from(["a", "tea", "x:y", "order-line", "_z"])
words = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=10)


@given(st.lists(st.tuples(names, words), max_size=5))
def test_well_formed_documents_stay_well_formed(leaves: list[tuple[str, str]]) -> None:
    inner = "".join(f"<{name}>{escape(word)}</{name}>" for name, word in leaves)
    document = f'<root xmlns:x="urn:x">{inner}</root>'
    assert "found" in text(with_doctype(document, ENTITY, "&word;"))


@given(st.text(max_size=60))
def test_any_text_is_taken(document: str) -> None:
    assert ENTITY in with_doctype(document, ENTITY, "&word;")
    with_content(document, "<i/>")

"""What a parameter seems to hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.core.location import Position
from securestack.probing.insertion import InsertionPoint, RequestTemplate
from securestack.probing.value_hints import (
    is_java,
    is_windows,
    looks_like_address,
    looks_like_file,
    looks_like_xml,
    name_words,
)


def point(name: str, value: str, position: Position = Position.QUERY) -> InsertionPoint:
    return InsertionPoint(position, name, value)


@pytest.mark.parametrize(
    ("name", "value", "file", "address"),
    [
        ("x", "kettle.txt", True, True),
        ("x", "/srv/manuals/kettle", True, True),
        ("x", "..\\\\kettle", True, False),
        ("x", "http://shop.test/1.png", True, True),
        ("x", "//shop.test", True, True),
        ("x", "www.shop.com", False, True),
        ("file", "", True, True),
        ("returnUrl", "", False, True),
        ("template_name", "red", True, False),
        ("page", "2", False, False),
        ("q", "green tea", False, False),
        ("mail", "mei@shop.test", False, False),
        ("price", "12.50", False, False),
        ("id", "7", False, False),
    ],
)
def test_files_and_addresses(name: str, value: str, file: bool, address: bool) -> None:
    assert looks_like_file(point(name, value)) is file
    assert looks_like_address(point(name, value)) is address


def test_names_of_path_segments_are_only_numbers() -> None:
    assert not looks_like_file(point("1", "manuals", Position.PATH))
    assert looks_like_file(point("2", "kettle.pdf", Position.PATH))


@pytest.mark.parametrize(
    ("name", "value", "xml"),
    [
        ("d", "<order/>", True),
        ("d", '<?xml version="1.0"?><a>1</a>', True),
        ("xml", "", True),
        ("d", "a < b", False),
        ("d", "", False),
    ],
)
def test_xml(name: str, value: str, xml: bool) -> None:
    assert looks_like_xml(point(name, value)) is xml


def test_words_of_names() -> None:
    assert name_words("redirectURL") >= {"redirect", "url"}
    assert name_words("next_page") >= {"next", "page"}


def test_servers() -> None:
    java, windows = (
        RequestTemplate.from_url("http://a.test/x.jsp"),
        RequestTemplate.from_url("http://a.test/x.aspx"),
    )
    assert is_java(java, "")
    assert not is_java(windows, "Server: nginx")
    assert is_java(windows, "Set-Cookie: JSESSIONID=1")
    assert is_windows(windows, "")
    assert is_windows(java, "Server: Microsoft-IIS/10.0")
    assert not is_windows(java, "Server: nginx")


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_taken(name: str, value: str) -> None:
    for hint in (looks_like_file, looks_like_address, looks_like_xml):
        assert hint(point(name, value)) in (True, False)

"""Requests and answers as values, whatever a server declares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.net.message import Request, Response


def typed(content_type: str, body: bytes = b"") -> Response:
    return Response(200, (("content-TYPE", content_type),), body)


@pytest.mark.parametrize(
    ("content_type", "body", "text"),
    [
        ("text/html", "é".encode(), "é"),
        ("text/html; charset=ISO-8859-1", b"\xe9", "é"),
        ('text/html; charset="utf-16-le"', "é".encode("utf-16-le"), "é"),
        ("text/html", b'<meta charset="windows-1252">\x80', '<meta charset="windows-1252">€'),
        ("text/html; charset=nonsense", b"\xff", "\ufffd"),
        ("text/html; charset=hex", b"zz", "zz"),
        ("text/html; charset=zlib", b"x", "x"),
        ("text/html; charset=idna", b"a\xff", "a\ufffd"),
        ("", b"\xc3", "\ufffd"),
    ],
)
def test_text_follows_the_declared_character_set_if_there_is_such_a_thing(
    content_type: str, body: bytes, text: str
) -> None:
    assert typed(content_type, body).text == text


@given(st.text(), st.binary(max_size=100))
def test_no_declaration_breaks_the_reading(charset: str, body: bytes) -> None:
    response = typed(f"text/html; charset={charset}", b"<meta charset=" + body)
    assert isinstance(response.text, str)
    assert isinstance(response.is_html, bool)


@pytest.mark.parametrize(
    ("content_type", "body", "expected"),
    [
        ("text/html; charset=utf-8", b"", True),
        ("TEXT/HTML", b"", True),
        ("application/xhtml+xml", b"", True),
        ("application/json", b"<b>", False),
        ("", b"<b>", True),
        ("", b"plain", False),
    ],
)
def test_html_is_what_a_browser_parses(content_type: str, body: bytes, expected: bool) -> None:
    assert typed(content_type, body).is_html is expected


def test_headers_are_found_by_name_in_any_case_and_in_order() -> None:
    response = Response(200, (("Set-Cookie", "a"), ("X", "y"), ("SET-COOKIE", "b")))
    assert response.header("set-cookie") == "a"
    assert response.header_values("Set-Cookie") == ["a", "b"]
    assert response.header("missing") is None


def test_new_headers_take_the_place_of_old_ones() -> None:
    request = Request("GET", "http://h/", (("A", "1"), ("B", "2"), ("a", "3")))
    changed = request.with_headers([("a", "4"), ("A", "5")])
    assert changed.headers == (("B", "2"), ("a", "4"), ("A", "5"))
    assert request.headers == (("A", "1"), ("B", "2"), ("a", "3"))

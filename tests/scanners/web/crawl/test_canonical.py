from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.probing.insertion import Field, FormBody, RequestTemplate
from securestack.scanners.web.crawl.canonical import page_key, path_shape, shape_key, template_of

HOST = "http://shop.test"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/a?x=1&y=2", "/a?y=2&x=1"),
        ("/a;jsessionid=0123456789ABCDEF?x=1", "/a?x=1"),
        ("/a?PHPSESSID=abcdefabcdef123456&x=1", "/a?x=1"),
        ("/a?sid=a8f5f167f44f4964e6c998dee827110c", "/a"),
        ("/a?utm_source=mail&x=1", "/a?x=1"),
        ("/a?x=1&_=1716912345678", "/a?x=1"),
        ("/%7Ealex/", "/~alex/"),
        ("/(S(lit3py55t21z5v55vlm25s55))/a.aspx", "/a.aspx"),
    ],
)
def test_the_same_page(one: str, other: str) -> None:
    assert page_key(template_of(HOST + one)) == page_key(template_of(HOST + other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/a?x=1", "/a?x=2"),
        ("/a?sid=4", "/a?sid=5"),
        ("/a", "/a/"),
        ("/a", "/A"),
        ("/a?x", "/a"),
        ("/a?x=1&x=2", "/a?x=1"),
    ],
)
def test_another_page(one: str, other: str) -> None:
    assert page_key(template_of(HOST + one)) != page_key(template_of(HOST + other))


def test_a_token_does_not_make_another_page() -> None:
    def form(token: str) -> RequestTemplate:
        return RequestTemplate.from_url(
            HOST + "/save", "POST", FormBody((Field("a", "1"), Field("csrf", token)))
        )

    assert page_key(form("x"), ("csrf",)) == page_key(form("y"), ("csrf",))
    assert page_key(form("x")) != page_key(form("y"))


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/item/17", "/item/*"),
        ("/item/17/edit", "/item/*/edit"),
        ("/calendar/2026/11/21", "/calendar/*"),
        ("/o/6f1c2f6e-8a1d-4a8e-9a55-1b7c1f2a3b4c", "/o/*"),
        ("/news/1234.html", "/news/*"),
        ("/index.php/a/b/c", "/index.php/*"),
        ("/api/v2/users", "/api/v2/users"),
        ("/wiki/Main_Page", "/wiki/Main_Page"),
        ("/maze/a8d3/b71c9/x0f2", "/maze/*"),
        ("/page1.html", "/page1.html"),
        ("/Case01-Tag2.jsp", "/Case01-Tag2.jsp"),
        ("/", "/"),
    ],
)
def test_path_shape(path: str, shape: str) -> None:
    assert path_shape(path) == shape


def test_shapes_hold_the_names_of_fields_but_not_their_values() -> None:
    assert shape_key(template_of(HOST + "/s?b=1&a=2")) == shape_key(template_of(HOST + "/s?a=9&b=8"))
    assert shape_key(template_of(HOST + "/s?a=1")) != shape_key(template_of(HOST + "/s?b=1"))


@given(st.text(max_size=80))
def test_any_text_has_a_key_and_a_shape(text: str) -> None:
    template = template_of(f"{HOST}/{text}")
    assert page_key(template) == page_key(template)
    assert shape_key(template) == shape_key(template)

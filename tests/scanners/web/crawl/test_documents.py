from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from securestack.net.message import Response
from securestack.scanners.web.crawl import documents
from securestack.scanners.web.crawl.html import HtmlContent, Link, read_html, refresh_target, source_set


def read(html: str) -> HtmlContent:
    return read_html(LexborHTMLParser(html), html)


def references(links: list[Link]) -> list[str]:
    return [link.reference for link in links]


def test_robots_patterns_are_cut_at_their_wildcard() -> None:
    text = "User-agent: *\r\nDisallow: /private/*.pdf$\nDisallow:\nDisallow: /\nallow: /open # why\nSitemap: http://a.test/s.xml"
    assert references(documents.robots_links(text)) == ["/private/", "/open", "http://a.test/s.xml"]


def test_a_packed_site_map_is_read_and_a_bomb_is_not_unpacked() -> None:
    text = "<urlset><url><loc> http://a.test/x?a=1&amp;b=2 </loc></url><url><loc><![CDATA[/y]]></loc></url></urlset>"
    assert documents.sitemap_text(gzip.compress(text.encode())) == text
    assert references(documents.sitemap_links(text)) == ["http://a.test/x?a=1&b=2", "/y"]
    bomb = gzip.compress(b"<loc>" + b"x" * (30 * 2**20))
    assert len(documents.sitemap_text(bomb)) <= 20 * 2**20
    assert documents.sitemap_text(b"\x1f\x8bbroken") == ""


def test_json_values_that_are_addresses() -> None:
    text = '{"next": "page?n=2", "self": {"href": "/a/b"}, "type": "text/html", "note": "and/or", "u": ["https://a.test/"]}'
    assert references(documents.json_links(text)) == ["page?n=2", "/a/b", "https://a.test/"]
    assert documents.json_links("[" * 5_000) == []
    assert documents.json_links("not json") == []


def test_headers() -> None:
    response = Response(
        200,
        [
            ("Location", "/l"),
            ("Link", '</a>; rel=next, </b>; rel="x"'),
            ("Refresh", "0;URL='/r'"),
            ("Content-Security-Policy", "default-src 'self'; report-uri /csp"),
            ("Server", "x/y"),
        ],
    )
    assert references(documents.header_links(response)) == ["/l", "/a", "/b", "/r", "/csp"]


@pytest.mark.parametrize(
    ("value", "target"),
    [
        ("5; url=/a", "/a"),
        ("0;URL='/a b'", "/a b"),
        ("5", ""),
        ("", ""),
        ("0, /a", "/a"),
        ("1;", ""),
        ('3; url="x"', "x"),
    ],
)
def test_refresh(value: str, target: str) -> None:
    assert refresh_target(value) == target


def test_source_sets() -> None:
    assert source_set("/a.jpg 1x, /b.jpg 2x") == ["/a.jpg", "/b.jpg"]
    assert source_set("/a?x=1,2 100w,\n /b 1.5x") == ["/a?x=1,2", "/b"]
    assert source_set("only") == ["only"]


def test_pages_built_alike_have_one_structure() -> None:
    one = read('<div class="item"><p>a</p><p>b</p></div>')
    same = read('<div class="item"><p>other</p><p>text</p><p>more</p></div>')
    other = read('<div class="item"><p>a</p></div><form><input></form>')
    assert one.structure == same.structure != other.structure


def test_comments_are_no_promises() -> None:
    links = read("<!-- <a href=/old>x</a> --><a href=/new>y</a>").links
    assert {(link.reference, link.guessed) for link in links} == {("/new", False), ("/old", True)}


def test_a_link_with_a_value_carries_its_label_and_method() -> None:
    links = read('<a href="/item?id=1" data-method="delete"> Remove <b>it</b></a>').links
    assert [(link.method, link.label) for link in links] == [("DELETE", "Removeit")]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_an_error(body: bytes) -> None:
    text = body.decode("utf-8", "replace")
    read(f"<!--{text}--><meta http-equiv=refresh content='{text}'><a href='data:text/html,{text}'>{text}")
    documents.robots_links(text)
    documents.xml_links(text)
    documents.json_links(text)
    documents.sitemap_text(body)
    source_set(text)
    list(documents.json_fields(text))

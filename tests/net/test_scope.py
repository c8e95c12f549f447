"""No request leaves the scope, however its URL is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from securestack.net.scope import Scope

SHOP = Scope.of("http://shop.test:8080/start?x=1")


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.test:8080",
        "http://shop.test:8080/",
        "http://shop.test:8080?x",
        "HTTP://Shop.Test:8080/a/../b?c#d",
        "http://user:password@shop.test:8080/",
        "http://shop.test:8080/?next=http://evil.test/",
        "http://shop.test:8080/@evil.test",
        "http://shop.test:8080/a\\b",
        "http://shop.test:8080/ü?%zz",
    ],
)
def test_urls_of_the_same_origin_are_in_scope(url: str) -> None:
    assert SHOP.reason(url) == ""
    assert SHOP.allows(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.test:8080/",
        "http://shop.test/",
        "http://shop.test:80/",
        "http://shop.test:808/",
        "http://evil.test:8080/",
        "http://www.shop.test:8080/",
        "http://shop.test.evil.test:8080/",
        "http://shop.test.:8080/",
        "http://shop.test:8080@evil.test/",
        "http://shop.test:8080\\@evil.test/",
        "http://evil.test\\@shop.test:8080/",
        "http://evil.test\\.shop.test:8080/",
        "http://evil.test#@shop.test:8080/",
        "http://evil.test?@shop.test:8080/",
        "http://evil.test/@shop.test:8080/",
        "http://a@b@shop.test:8080/",
        "http:\\\\shop.test:8080/",
        "http:/shop.test:8080/",
        "http:///shop.test:8080/",
        "//shop.test:8080/",
        " http://shop.test:8080/",
        "ht\ttp://shop.test:8080/",
        "http://shop.test\t:8080/",
        "http://shop.test:8080/a b",
        "http://shop.test:8080/a\r\nHost: evil.test",
        "http://shop.test:8080 .evil.test/",
        "http://shop.test%2e.evil.test:8080/",
        "http://%73hop.test:8080/",
        "http://shop。test:8080/.evil.test",
        "http://[::1]:8080/",
        "http://shop.test:8080:80/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "",
    ],
)
def test_every_other_url_is_not(url: str) -> None:
    assert SHOP.reason(url)
    assert not SHOP.allows(url)


def test_the_reason_names_what_is_wrong() -> None:
    assert SHOP.reason("http://evil.test/") == "http://evil.test is not part of the scan"
    assert SHOP.reason("nonsense") == "it is not a well-formed web address"


def test_international_names_and_numbers_compare_by_what_they_mean() -> None:
    assert Scope.of("http://bücher.test/").allows("http://XN--BCHER-KVA.test/")
    assert Scope.of("http://127.0.0.1:1/").allows("http://0x7f.1:1/")
    assert Scope.of("http://[::1]:1/").allows("http://[0:0::1]:1/x")
    assert not Scope.of("http://bücher.test/").allows("http://bucher.test/")


def test_https_on_the_same_host_is_in_scope_on_default_ports_only() -> None:
    assert Scope.of("http://shop.test/").allows("https://shop.test/")
    assert not Scope.of("http://shop.test/").allows("https://shop.test:8443/")
    assert not Scope.of("http://shop.test:8080/").allows("https://shop.test/")
    assert not Scope.of("https://shop.test/").allows("http://shop.test/")


def test_a_path_narrows_the_scope_to_what_lies_below_it() -> None:
    scope = Scope.of("http://shop.test/app/start", include=["/app/"])
    for inside in (
        "/app",
        "/app/",
        "/app/x",
        "/app?x",
        "/app/a/../b",
        "/%61pp/x",
        "/app/x%2Fy",
        "/x/../app/y",
    ):
        assert scope.reason("http://shop.test" + inside) == "", inside
    for outside in (
        "/",
        "/application",
        "/App/",
        "/app/../admin",
        "/app/..",
        "/app/%2e%2e/admin",
        "/app/%2E%2e%2fadmin",
        "/app/..%2fadmin",
        "/app/..\\admin",
        "/app/..%5cadmin",
        "/app/%252e%252e%252fadmin",
        "/app/..;x/admin",
        "/app%2f..%2fadmin",
        "/admin/app/",
        "//app/",
    ):
        assert not scope.allows("http://shop.test" + outside), outside
    assert scope.allows("https://shop.test/app/x")
    assert not scope.allows("https://shop.test/x")


def test_another_origin_can_be_added_whole_or_from_a_path_downwards() -> None:
    scope = Scope.of("http://shop.test/", include=["https://api.test:8443", "http://cdn.test/shop"])
    assert scope.allows("http://shop.test/anything")
    assert scope.allows("https://api.test:8443/anything")
    assert scope.allows("http://cdn.test/shop/logo.png")
    assert not scope.allows("http://cdn.test/other")
    assert not scope.allows("https://api.test/")


@pytest.mark.parametrize(
    ("pattern", "excluded", "kept"),
    [
        (
            "/admin",
            ["/admin", "/admin/", "/admin/a?b", "/admin?x", "/ADMIN/x", "/%61dmin"],
            ["/administrators", "/x/admin"],
        ),
        ("/admin/", ["/admin/", "/admin/x"], ["/admin", "/administrators"]),
        ("*.pdf", ["/a/b.pdf", "/b.pdf?x"], ["/b.pdfs", "/pdf"]),
        ("/*/edit", ["/1/edit", "/a/2/edit?x"], ["/edit", "/1/editor"]),
        (
            "action=delete",
            ["/?action=delete", "/x?a=1&action=delete&b", "/?action=dele%74e"],
            ["/?action=deleted"],
        ),
        ("http://shop.test/old*", ["/old", "/older/x"], ["/new/old"]),
        (r"regex:/user/\d+/(ban|kick)", ["/user/12/ban", "/USER/1/kick?x"], ["/user/x/ban"]),
    ],
)
def test_exclusions_win(pattern: str, excluded: list[str], kept: list[str]) -> None:
    scope = Scope.of("http://shop.test/", exclude=[pattern])
    for path in excluded:
        assert scope.reason("http://shop.test" + path) == f"it is excluded by {pattern!r}", path
    for path in kept:
        assert scope.reason("http://shop.test" + path) == "", path


@pytest.mark.parametrize(
    ("url", "options", "message"),
    [
        ("shop.test", {}, "is not a web address that can be scanned"),
        ("ftp://shop.test/", {}, "is not a web address that can be scanned"),
        ("http://a b/", {}, "is not a web address that can be scanned"),
        ("http://shop.test/", {"include": ["app"]}, "'app' is neither a path"),
        ("http://shop.test/", {"include": ["//cdn.test/"]}, "is neither a path"),
        ("http://shop.test/", {"exclude": ["regex:("]}, "'regex:\\(' is not a valid regular expression"),
        ("http://shop.test/", {"exclude": ["*"]}, "would exclude everything"),
        ("http://shop.test/", {"exclude": [""]}, "would exclude everything"),
        ("http://shop.test/", {"include": ["/app"]}, "outside its own scope"),
        ("http://shop.test/admin", {"exclude": ["/admin"]}, "outside its own scope"),
    ],
)
def test_what_cannot_be_used_is_one_clear_sentence(
    url: str, options: dict[str, list[str]], message: str
) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        Scope.of(url, **options)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


pieces = st.lists(
    st.sampled_from(
        ["http", "https", ":", "//", "/", "\\", "@", "shop.test", "evil.test", "8080", ".", "#", "?", "%2f"]
    )
    | st.sampled_from(["%40", "%5c", "\t", "[", "]", "::1", "..", ";", "\x00", "。", "Ⓢhop.test"]),
    max_size=12,
).map("".join)


@given(pieces | pieces.map("http://".__add__) | pieces.map("http://shop.test:8080".__add__))
def test_another_parser_never_sees_another_host_in_what_is_allowed(url: str) -> None:
    if SHOP.allows(url):
        seen = URL(url)
        assert (seen.scheme, seen.host, seen.port) == ("http", "shop.test", 8080)


@given(st.text())
def test_no_text_breaks_the_scope(text: str) -> None:
    assert SHOP.allows(text) is not bool(SHOP.reason(text))

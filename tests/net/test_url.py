"""URLs as browsers read and as scanners compare them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.net.url import canonical_url, origin, parse, resolve

BASE = "http://shop.test/a/b?q=1"

url_like = st.lists(
    st.sampled_from(
        [
            "http:",
            "HTTPS:",
            "//",
            "/",
            "\\",
            "shop.test",
            "ü.test",
            "[::1]",
            ":80",
            ":",
            "@",
            "..",
            ".",
            "%2e",
            "%2F",
            "%41",
            "%",
            "%zz",
            "?",
            "#",
            "a=b",
            "&",
            ";",
            "\t",
            " ",
            "\n",
            "\x00",
            "é",
            "\ud800",
            "javascript:",
            "0x7f.1",
        ]
    )
    | st.text(max_size=3),
    max_size=10,
).map("".join)


# The expected values are what `new URL(reference, base)` gives in a browser, the fragment taken off.
@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("c", "http://shop.test/a/c"),
        ("../c", "http://shop.test/c"),
        ("../../../c", "http://shop.test/c"),
        ("./", "http://shop.test/a/"),
        ("..", "http://shop.test/"),
        ("/c/./d/../e", "http://shop.test/c/e"),
        ("/c/%2E%2e/d", "http://shop.test/d"),
        ("", "http://shop.test/a/b?q=1"),
        ("#top", "http://shop.test/a/b?q=1"),
        ("?z", "http://shop.test/a/b?z"),
        ("?", "http://shop.test/a/b?"),
        ("//cdn.test/x", "http://cdn.test/x"),
        ("///cdn.test/x", "http://cdn.test/x"),
        ("\\\\cdn.test\\x", "http://cdn.test/x"),
        ("/\\cdn.test", "http://cdn.test/"),
        ("\\c", "http://shop.test/c"),
        ("http:c", "http://shop.test/a/c"),
        ("http:/c", "http://shop.test/c"),
        ("https:c", "https://c/"),
        ("https:/c.test/d", "https://c.test/d"),
        ("HtTp://SHOP.test:80/", "http://shop.test/"),
        ("https://shop.test:443", "https://shop.test/"),
        ("http://shop.test:0443/", "http://shop.test:443/"),
        (" \t/c\n ", "http://shop.test/c"),
        ("/a\tb\r\nc", "http://shop.test/abc"),
        ("ja\tvascript:alert(1)", None),
        ("/a b?c d'é#f", "http://shop.test/a%20b?c%20d%27%C3%A9"),
        ("/?a\\b", "http://shop.test/?a\\b"),
        ("/%zz%", "http://shop.test/%zz%"),
        ("http://user:pw@shop.test/", "http://shop.test/"),
        ("http://a@b@shop.test/", "http://shop.test/"),
        ("http://shop.test\\@evil.test/", "http://shop.test/@evil.test/"),
        ("http://bücher.test/", "http://xn--bcher-kva.test/"),
        ("http://ＳＨＯＰ.test/", "http://shop.test/"),
        ("http://sh%6Fp.test/", "http://shop.test/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0x7f.0.0.1:8080/", "http://127.0.0.1:8080/"),
        ("http://0177.1/", "http://127.0.0.1/"),
        ("http://[::0001]:8080/x", "http://[::1]:8080/x"),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt:alert(1)", None),
        ("mailto:a@shop.test", None),
        ("data:text/html,x", None),
        ("ftp://shop.test/", None),
        ("http://", None),
        ("http://a b/", None),
        ("http://a:99999/", None),
        ("http://a:x/", None),
        ("http://[::1/", None),
        ("http://256.256.256.256/", None),
        ("http://shop%00.test/", None),
    ],
)
def test_a_reference_leads_where_a_browser_goes(reference: str, expected: str | None) -> None:
    assert resolve(BASE, reference) == expected


def test_without_a_usable_base_only_absolute_references_lead_anywhere() -> None:
    assert resolve("about:blank", "http://shop.test") == "http://shop.test/"
    assert resolve("about:blank", "/x") is None


@pytest.mark.parametrize(
    "spelling",
    [
        "http://shop.test/~a/%C3%A9?b=%2F&a=1",
        "HTTP://SHOP.TEST:80/%7Ea/%c3%a9?b=%2f&a=1#f",
        "http://u:p@shop.test/x/../%7ea/./%c3%A9?%62=%2f&%61=1",
        "http:\\\\shop.test\\~a/é?b=%2f&a=1",
    ],
)
def test_spellings_of_one_address_have_one_canonical_form(spelling: str) -> None:
    assert canonical_url(spelling) == "http://shop.test/~a/%C3%A9?b=%2F&a=1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://shop.test/?a=1&b=2", "http://shop.test/?b=2&a=1"),
        ("http://shop.test/a", "http://shop.test/a/"),
        ("http://shop.test/a", "http://shop.test/A"),
        ("http://shop.test/a%2Fb", "http://shop.test/a/b"),
        ("http://shop.test/", "https://shop.test/"),
        ("http://shop.test/", "http://shop.test:8080/"),
        ("http://shop.test/", "http://shop.test./"),
        ("http://shop.test/", "http://shop.test/?"),
    ],
)
def test_different_addresses_stay_different(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


def test_what_is_no_web_address_stays_as_it_is() -> None:
    assert canonical_url("mailto:a@b") == "mailto:a@b"
    assert origin("mailto:a@b") == ""


def test_an_origin_has_its_port_only_where_it_matters() -> None:
    assert origin("https://SHOP.test:443/a") == "https://shop.test"
    assert origin("https://shop.test:8443/a") == "https://shop.test:8443"


@given(url_like | st.text(), url_like | st.text())
def test_no_text_breaks_anything_and_canonical_forms_are_final(one: str, other: str) -> None:
    canonical = canonical_url(one)
    assert canonical_url(canonical) == canonical
    origin(one)
    resolved = resolve(one, other)
    if resolved is not None:
        assert resolved.isascii()
        assert resolve(resolved, "") == resolved
        assert resolve("", resolved) == resolved
        assert "#" not in resolved
        assert origin(resolved)
        parts = parse(canonical_url(resolved))
        assert parts is not None
        assert not {".", ".."} & set(parts.path.split("/"))

"""A fingerprint stays when what does not matter changes, and changes when the flaw is another one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.core.fingerprint import fingerprint, http_fingerprint
from securestack.core.location import HttpLocation, Position

RULE = "web.reflected-xss"
BASE = HttpLocation("GET", "http://shop.test/search?q=tea", "q", Position.QUERY)


def of(location: HttpLocation, *, site_wide: bool = False) -> str:
    return http_fingerprint(RULE, location, site_wide=site_wide)


def at(url: str) -> HttpLocation:
    return HttpLocation("GET", url, "q", Position.QUERY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://shop.test/search?q=tea", "http://shop.test/search?q=coffee&page=2"),
        ("http://shop.test/search", "http://SHOP.test:80/search"),
        ("http://shop.test", "http://shop.test/"),
        ("http://127.0.0.1:5000/a", "http://localhost:6001/a"),
        ("http://127.0.0.1:5000/a", "http://[::1]/a"),
        ("http://app.localhost:1/a", "http://127.9.9.9/a"),
    ],
)
def test_values_and_loopback_ports_do_not_matter(one: str, other: str) -> None:
    assert of(at(one)) == of(at(other))


@pytest.mark.parametrize(
    "other",
    [
        HttpLocation("POST", "http://shop.test/search?q=tea", "q", Position.QUERY),
        HttpLocation("GET", "http://shop.test/search/", "q", Position.QUERY),
        HttpLocation("GET", "http://shop.test:8080/search", "q", Position.QUERY),
        HttpLocation("GET", "http://other.test/search", "q", Position.QUERY),
        HttpLocation("GET", "http://shop.test/search", "r", Position.QUERY),
        HttpLocation("GET", "http://shop.test/search", "q", Position.BODY),
        HttpLocation("GET", "http://shop.test/search", "", None),
    ],
)
def test_another_place_is_another_flaw(other: HttpLocation) -> None:
    assert of(other) != of(BASE)


def test_another_rule_is_another_flaw() -> None:
    assert http_fingerprint("web.sql-injection", BASE) != of(BASE)


def test_a_flaw_of_the_whole_site_is_one_flaw_whichever_page_shows_it() -> None:
    one = HttpLocation("GET", "http://shop.test/a", "X-Frame-Options", Position.HEADER)
    other = HttpLocation("POST", "http://shop.test/b?c", "X-Frame-Options", Position.HEADER)
    assert of(one, site_wide=True) == of(other, site_wide=True)
    assert of(one) != of(other)
    elsewhere = HttpLocation("GET", "http://other.test/a", "X-Frame-Options", Position.HEADER)
    assert of(one, site_wide=True) != of(elsewhere, site_wide=True)


@given(st.text(), st.lists(st.text(), max_size=4))
def test_any_text_has_a_fingerprint_and_the_same_one_every_time(rule: str, parts: list[str]) -> None:
    value = fingerprint(rule, *parts)
    assert re.fullmatch("[0-9a-f]{32}", value)
    assert fingerprint(rule, *parts) == value


def test_the_order_of_the_parts_matters() -> None:
    assert fingerprint("rule", "a", "b") != fingerprint("rule", "b", "a")
    assert fingerprint("rule", "ab") != fingerprint("rule", "a", "b")

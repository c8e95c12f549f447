"""Where an answer sends a browser."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.net.message import Response
from securestack.probing.redirects import Way, redirect_to, redirects, refresh_target, script_destinations


def page(body: str) -> Response:
    return Response(200, [("Content-Type", "text/html")], body.encode(), url="http://shop.test/cart/list")


@pytest.mark.parametrize(
    ("code", "destinations"),
    [
        ('location = "//a.example"', ["//a.example"]),
        ("window.location.href='/x'", ["/x"]),
        ("top.location.replace(`//a.example/`)", ["//a.example/"]),
        ('location.assign("https:" + "//a.example/" + rest)', ["https://a.example/"]),
        (r'location = "https:\/\/a.example\u002fhome\x21"', ["https://a.example/home!"]),
        ("location.href = `/go?to=${place}`", ["/go?to="]),
        ('if (location == "//a.example") stay()', []),
        ('if (location.href == "//a.example") stay()', []),
        ('shop.location = "//a.example"', []),
        ('var location = "//a.example"', []),
        ('/* location = "//a.example" */ // location = "//b.example"', []),
        ("text = 'location = \"//a.example\"'", []),
        ('location = place + "//a.example"', []),
        ('location.hash = "//a.example"', []),
        ('location = "//a.example', []),
    ],
)
def test_addresses_written_in_a_script(code: str, destinations: list[str]) -> None:
    assert list(script_destinations(code)) == destinations


@pytest.mark.parametrize(
    ("content", "target"),
    [
        ("0; url=/next", "/next"),
        ("5;URL='//a.example/'>", "//a.example/"),
        ("0, //a.example", "//a.example"),
        ("30", ""),
        ("", ""),
    ],
)
def test_refresh_values(content: str, target: str) -> None:
    assert refresh_target(content) == target


def test_a_location_counts_only_where_browsers_follow_it() -> None:
    headers = [("Location", "\\\\a.example")]
    moved = Response(302, headers, url="https://shop.test/")
    assert redirect_to(moved, "https://a.example") is not None
    assert redirect_to(Response(200, headers, url="https://shop.test/"), "https://a.example") is None


def test_markup_and_scripts_are_read_as_parsed_not_as_text() -> None:
    body = (
        '<title><meta http-equiv=refresh content="0;url=//a.example"></title>'
        '<META HTTP-EQUIV="Refresh" content="0;url=//b.example">'
        '<body onload="location=&quot;//c.example&quot;"><p>location="//d.example"</p>'
    )
    found = {(redirect.way, redirect.origin) for redirect in redirects(page(body))}
    assert found == {(Way.META, "http://b.example"), (Way.SCRIPT, "http://c.example")}


@given(st.text(max_size=80))
def test_no_script_or_page_makes_it_fail(text: str) -> None:
    list(script_destinations("location=" + text))
    list(redirects(page(f"<script>location{text}</script><meta http-equiv=refresh content='{text}'>")))

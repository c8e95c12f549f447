"""Set-Cookie is read as a browser reads it, whatever the server writes."""

import email.utils

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.probing.cookies import (
    Cookie,
    SameSite,
    guess_bits,
    names_session,
    parse_cookie_date,
    parse_set_cookie,
)

_TOKEN = st.text("abcXYZ019-_.!", min_size=1, max_size=12)


def test_every_attribute_is_read() -> None:
    text = (
        "sid=a=b; Path=/shop; Domain=.Shop.Test; Secure; HttpOnly; SameSite=lax; "
        "Max-Age=60; Expires=Wed, 21 Oct 2015 07:28:00 GMT"
    )
    assert parse_set_cookie(text) == Cookie(
        name="sid",
        value="a=b",
        domain="shop.test",
        path="/shop",
        secure=True,
        http_only=True,
        same_site=SameSite.LAX,
        max_age=60,
        expires=1445412480.0,
    )


def test_attributes_are_read_without_case_and_the_last_one_wins() -> None:
    cookie = parse_set_cookie(
        "a=1;PATH=/x;path=/y;HTTPONLY;samesite=Strict;SameSite=odd;max-age=9;max-age=soon"
    )
    assert cookie is not None
    assert (cookie.path, cookie.http_only, cookie.same_site, cookie.max_age) == ("/y", True, None, 9)


def test_a_path_that_does_not_begin_with_a_slash_is_left_to_the_browser() -> None:
    assert parse_set_cookie("a=1; Path=shop") == Cookie(name="a", value="1")


@pytest.mark.parametrize(
    "text", ["", "novalue", "=x", " ; Path=/", "a=1\x00", "a=1\r\nb=2", "a=" + "x" * 5000]
)
def test_what_browsers_ignore_is_none(text: str) -> None:
    assert parse_set_cookie(text) is None


@pytest.mark.parametrize(
    "text", ["a=; Path=/", "a=x; Max-Age=0", "a=x; Max-Age=-1", "a=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT"]
)
def test_a_cookie_that_is_taken_away_is_told_from_one_that_is_set(text: str) -> None:
    cookie = parse_set_cookie(text)
    assert cookie is not None
    assert cookie.is_deletion


def test_max_age_wins_over_expires() -> None:
    cookie = parse_set_cookie("a=x; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT")
    assert cookie is not None
    assert not cookie.is_deletion


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Wed, 21 Oct 2015 07:28:00 GMT", 1445412480.0),
        ("Wed, 21-Oct-15 07:28:00 GMT", 1445412480.0),
        ("Wed Oct 21 07:28:00 2015", 1445412480.0),
        ("Thu, 01-Jan-1970 00:00:00 GMT", 0.0),
        ("30 Feb 2015 07:28:00", None),
        ("21 Oct 2015", None),
        ("21 Oct 2015 25:00:00", None),
        ("21 Oct 1500 07:28:00", None),
        ("0", None),
        ("", None),
    ],
)
def test_dates_in_every_old_form(text: str, seconds: float | None) -> None:
    assert parse_cookie_date(text) == seconds


@pytest.mark.parametrize(
    "name",
    [
        "PHPSESSID", "JSESSIONID", "sid", "connect.sid", "session", "sessionid", "ASP.NET_SessionId", "auth_token",
        ".ASPXAUTH", ".AspNetCore.Identity.Application", "remember_me", "access-token", "__Host-session", "jwt",
        "_shop_session", "laravel_session", "CFID",
    ],
)  # fmt: skip
def test_names_of_session_cookies(name: str) -> None:
    assert names_session(name)


@pytest.mark.parametrize(
    "name",
    ["csrftoken", "XSRF-TOKEN", "_ga", "theme", "lang", "cart", "side", "inside", "cookie_consent", "author"],
)
def test_names_of_other_cookies(name: str) -> None:
    assert not names_session(name)


def test_a_long_value_hidden_from_scripts_looks_like_a_session_whatever_its_name() -> None:
    assert Cookie(name="x", value="b7f1c8e0a94d4c2f9e6d", http_only=True).looks_like_session
    assert not Cookie(name="x", value="b7f1c8e0a94d4c2f9e6d").looks_like_session
    assert not Cookie(name="x", value="dark", http_only=True).looks_like_session


def test_bits_that_an_attacker_has_to_guess() -> None:
    assert guess_bits("4711") < 16
    assert guess_bits("1732200000") < 40
    assert guess_bits("00000000000000000000") < 32
    assert guess_bits("9f86d081884c7d65") == 64
    assert guess_bits("q83vEjRWeJCrze8SNFZ4kA") > 100


@given(st.text())
def test_no_text_raises(text: str) -> None:
    parse_set_cookie(text)
    parse_cookie_date(text)
    guess_bits(text)


@given(
    name=_TOKEN,
    value=_TOKEN,
    path=st.none() | _TOKEN.map(lambda text: "/" + text),
    secure=st.booleans(),
    http_only=st.booleans(),
    same_site=st.none() | st.sampled_from(SameSite),
    max_age=st.none() | st.integers(-10, 10**9),
)
def test_what_is_written_is_read_again(
    name: str,
    value: str,
    path: str | None,
    secure: bool,
    http_only: bool,
    same_site: SameSite | None,
    max_age: int | None,
) -> None:
    text = f"{name}={value}"
    text += f"; Path={path}" if path else ""
    text += "; Secure" if secure else ""
    text += "; HttpOnly" if http_only else ""
    text += f"; SameSite={same_site.value.title()}" if same_site else ""
    text += f"; Max-Age={max_age}" if max_age is not None else ""
    assert parse_set_cookie(text) == Cookie(
        name=name,
        value=value,
        path=path or "",
        secure=secure,
        http_only=http_only,
        same_site=same_site,
        max_age=max_age,
    )


@given(st.integers(0, 4_000_000_000))
def test_a_written_date_is_read_again(seconds: int) -> None:
    assert parse_cookie_date(email.utils.formatdate(seconds, usegmt=True)) == seconds

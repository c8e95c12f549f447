import pytest

from securestack.net.message import Exchange, Request, Response
from securestack.probing.canary import Canary, find_canary, has_password_field

URL = "http://shop.example/account"


def page(body: str = "", status: int = 200, location: str = "") -> Exchange:
    headers = [("Content-Type", "text/html")] + ([("Location", location)] if location else [])
    return Exchange(Request("GET", URL), Response(status, headers, body.encode(), url=URL))


@pytest.mark.parametrize(
    ("inside", "outside"),
    [
        (page("orders"), page(status=401)),
        (page("orders"), page(status=302, location="/login")),
        (page("<a href=/out>Log out</a>"), page("<a href=/in>Log in</a>")),
        (page("<a href=/out>abmelden</a>"), page("hallo")),
        (page("Hello mina"), page("Hello")),
        (page("orders"), page("<a href=/in>Sign in</a>")),
    ],
)
def test_a_difference_makes_a_canary_that_tells_both_apart(inside: Exchange, outside: Exchange) -> None:
    canary = find_canary(inside, outside, username="mina")
    assert canary is not None
    assert not canary.is_gone(inside)
    assert canary.is_gone(outside)


@pytest.mark.parametrize(
    ("inside", "outside"),
    [
        (page("welcome"), page("welcome, too")),
        (page(status=302, location="/a"), page(status=302, location="/b")),
        (page(status=403), page(status=401)),
        (page("Log in or log out"), page("Log in or log out")),
    ],
)
def test_without_a_clear_difference_there_is_no_canary(inside: Exchange, outside: Exchange) -> None:
    assert find_canary(inside, outside) is None


def test_where_strangers_are_sent_is_where_the_login_is() -> None:
    canary = find_canary(page("orders"), page(status=302, location="/enter;x=1?next=/account"))
    assert canary is not None
    assert canary.login_path == "/enter"
    assert canary.is_doubtful(page(status=303, location="/enter?next=/basket"))
    assert not canary.is_doubtful(page(status=303, location="/thanks?from=/enter"))


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_server_in_trouble_tells_nothing(status: int) -> None:
    assert not Canary(Request("GET", URL), 200, word="Log out").is_gone(page(status=status))


def test_what_makes_doubtful() -> None:
    canary = Canary(Request("GET", URL), 200)
    assert canary.is_doubtful(page(status=401))
    assert canary.is_doubtful(page(status=403))
    assert canary.is_doubtful(page("<form><input name=p type='password'></form>"))
    assert not canary.is_doubtful(page("<p>Your password was changed</p>"))
    assert not canary.is_doubtful(page(status=302, location="/login"))


def test_a_password_field_is_seen_in_any_spelling() -> None:
    assert has_password_field(page('<INPUT NAME=p TYPE="PASSWORD">').response)
    assert not has_password_field(page("<input type=text name=password>").response)

import pytest

from securestack.probing.credentials import cookie_pairs, is_secret_cookie, secrets_in

TOKEN = "f3a9c2d417b80e65f3a9c2d417b80e65"


@pytest.mark.parametrize(
    ("name", "value", "secrets"),
    [
        ("Authorization", "Bearer abc123", ["abc123"]),
        ("authorization", "abc123", ["abc123"]),
        ("Authorization", "Basic bWluYTpvb2xvbmc=", ["bWluYTpvb2xvbmc=", "oolong"]),
        ("Authorization", "Basic ***", ["***"]),
        ("Cookie", f"lang=en; session=abc; other={TOKEN}", ["abc", TOKEN]),
        ("X-Api-Key", "short", ["short"]),
        ("X-Odd", TOKEN, [TOKEN]),
        ("Accept-Language", "en-GB", []),
        ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101", []),
    ],
)
def test_what_lets_somebody_in_is_a_secret(name: str, value: str, secrets: list[str]) -> None:
    assert secrets_in(((name, value),)) == secrets


def test_cookie_pairs() -> None:
    assert cookie_pairs("a=1; b=2=3;; c") == [("a", "1"), ("b", "2=3"), ("c", "")]


def test_secret_cookies() -> None:
    assert is_secret_cookie("PHPSESSID", "1")
    assert is_secret_cookie("x", TOKEN)
    assert not is_secret_cookie("theme", "dark")

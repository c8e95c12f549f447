import pytest

from securestack.net.message import Response
from securestack.probing.cookie_jar import CookieJar, merge_cookie_header


def answer(*cookies: str, url: str = "http://shop.example/account/login") -> Response:
    return Response(200, [("Set-Cookie", cookie) for cookie in cookies], url=url)


def test_a_cookie_goes_back_to_its_host_and_path() -> None:
    jar = CookieJar()
    assert jar.absorb(answer("a=1; Path=/", "b=2"))
    assert jar.for_url("http://shop.example/account/orders") == [("b", "2"), ("a", "1")]
    assert jar.for_url("http://shop.example/accounting") == [("a", "1")]
    assert jar.for_url("http://other.example/account/") == []


@pytest.mark.parametrize(
    ("domain", "host", "sent"),
    [
        ("shop.example", "www.shop.example", True),
        (".shop.example", "shop.example", True),
        ("shop.example", "bookshop.example", False),
        ("other.example", "shop.example", False),  # nobody sets cookies for others
    ],
)
def test_a_domain_reaches_hosts_below_it(domain: str, host: str, sent: bool) -> None:
    jar = CookieJar()
    jar.absorb(answer(f"a=1; Domain={domain}; Path=/"))
    assert bool(jar.for_url(f"http://{host}/")) is sent


def test_a_secure_cookie_stays_off_plain_http_except_on_this_machine() -> None:
    jar = CookieJar()
    jar.absorb(answer("a=1; Secure; Path=/"))
    assert not jar.for_url("http://shop.example/")
    assert jar.for_url("https://shop.example/")
    local = CookieJar()
    local.absorb(answer("a=1; Secure; Path=/", url="http://127.0.0.1:8000/"))
    assert local.for_url("http://127.0.0.1:8000/")


@pytest.mark.parametrize("deletion", ["a=; Path=/", "a=x; Max-Age=0; Path=/"])
def test_a_deleted_cookie_is_gone(deletion: str) -> None:
    jar = CookieJar()
    jar.absorb(answer("a=1; Path=/"))
    assert jar.absorb(answer(deletion))
    assert len(jar) == 0
    assert not jar.absorb(answer(deletion))


def test_only_a_new_value_is_a_change() -> None:
    jar = CookieJar()
    assert jar.absorb(answer("a=1"))
    assert not jar.absorb(answer("a=1"))
    assert jar.absorb(answer("a=2"))
    assert [cookie.value for cookie in jar.cookies()] == ["2"]


def test_the_cookie_a_request_brings_itself_stays() -> None:
    headers = merge_cookie_header(
        (("Accept", "*/*"), ("cookie", "lang=probe")), [("lang", "en"), ("sid", "7")]
    )
    assert headers == (("Accept", "*/*"), ("Cookie", "lang=probe; sid=7"))
    assert merge_cookie_header((("Accept", "*/*"),), []) == (("Accept", "*/*"),)

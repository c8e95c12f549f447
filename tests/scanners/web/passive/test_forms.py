"""Forms: sent in the open, or from another site."""

import pytest

from securestack.core.severity import Confidence
from securestack.probing.cookies import Cookie, SameSite
from securestack.scanners.web.passive import cross_site_request_forgery, mixed_content, plain_http_forms
from tests.scanners.web.answers import page_of, rules_of

SECURE, OPEN, LOCAL = "https://shop.example/a", "http://shop.example/a", ""
LOGIN = '<form action="{}" method=post><input name=user><input type=password name=pass></form>'
TRANSFER = "<form action=/transfer method=POST>{}<input name=amount></form>"
SESSION = "session=7d1cb2a4f09e4c57a1d3"


@pytest.mark.parametrize(
    ("body", "url", "weak"),
    [
        (LOGIN.format("/login"), OPEN, True),
        (LOGIN.format("http://shop.example/login"), SECURE, True),
        (LOGIN.format("http://shop.example/login"), LOCAL, True),
        ("<form action='http://shop.example/news' method=post><input name=mail></form>", SECURE, True),
        (LOGIN.format("/login"), SECURE, False),
        (LOGIN.format("/login"), LOCAL, False),
        ("<form action=/search><input name=q></form> <p>Forgot your password?", OPEN, False),
    ],
)
def test_forms_in_the_open(body: str, url: str, weak: bool) -> None:
    found = rules_of(plain_http_forms.CHECK, page_of(body, url=url))
    assert found == ({"web.form-over-plain-http"} if weak else set())


@pytest.mark.parametrize(
    ("body", "weak"),
    [
        ("<script src=http://cdn.example/a.js></script>", True),
        ("<link rel=stylesheet href=HTTP://cdn.example/a.css>", True),
        ("<img src='http://cdn.example/a.png'>", True),
        ("<script src=//cdn.example/a.js></script><a href=http://other.example/>x</a>", False),
        ("<link rel=canonical href=http://shop.example/>", False),
        ("<img src=http://localhost/a.png>", False),
    ],
)
def test_mixed_content(body: str, weak: bool) -> None:
    assert bool(rules_of(mixed_content.CHECK, page_of(body, url=SECURE))) is weak
    assert not rules_of(mixed_content.CHECK, page_of(body, url=OPEN))


def test_a_policy_that_upgrades_takes_mixed_content_away() -> None:
    headers = [("Content-Security-Policy", "upgrade-insecure-requests")]
    page = page_of("<img src='http://cdn.example/a.png'>", headers=headers, url=SECURE)
    assert not rules_of(mixed_content.CHECK, page)


@pytest.mark.parametrize(
    ("form", "set_cookie", "weak"),
    [
        (TRANSFER.format(""), SESSION, True),
        (TRANSFER.format("<input type=hidden name=step value=2>"), SESSION, True),
        (TRANSFER.format(""), SESSION + "; SameSite=None; Secure", True),
        (TRANSFER.format(""), SESSION + "; SameSite=Lax", False),
        (TRANSFER.format(""), "theme=dark", False),
        (TRANSFER.format(""), "", False),
        (TRANSFER.format("<input type=hidden name=csrf_token value=abc>"), SESSION, False),
        (TRANSFER.format("<input type=hidden name=x value=9f86d081884c7d659a2feaa0>"), SESSION, False),
        (TRANSFER.format("").replace("POST", "GET"), SESSION, False),
        (TRANSFER.format("").replace("/transfer", "https://pay.example/"), SESSION, False),
        ("<form action=/search method=post><input name=q></form>", SESSION, False),
        ("<meta name=csrf-token content=abc>" + TRANSFER.format(""), SESSION, False),
    ],
)
def test_forms_another_site_can_send(form: str, set_cookie: str, weak: bool) -> None:
    headers = [("Set-Cookie", set_cookie)] if set_cookie else []
    found = list(cross_site_request_forgery.CHECK.run(page_of(form, headers=headers)))
    assert [finding.location.part for finding in found] == (["/transfer"] if weak else [])


def test_what_the_session_knows_of_its_cookies_counts() -> None:
    page = page_of(TRANSFER.format(""), cookies=SESSION)
    (finding,) = cross_site_request_forgery.CHECK.run(page)
    assert finding.confidence is Confidence.TENTATIVE

    page.cookies = (Cookie(name="session", value="7d1cb2a4f09e4c57a1d3", same_site=SameSite.LAX),)
    assert not list(cross_site_request_forgery.CHECK.run(page))
    page.cookies = (Cookie(name="session", value="7d1cb2a4f09e4c57a1d3"),)
    (finding,) = cross_site_request_forgery.CHECK.run(page)
    assert finding.confidence is Confidence.FIRM

"""Header checks: what is weak is told, what is sound is not."""

import pytest

from securestack.core.severity import Severity
from securestack.scanners.web.check import PassiveCheck
from securestack.scanners.web.passive import (
    clickjacking,
    content_security_policy,
    content_type_options,
    referrer_policy,
    server_version,
    shared_caching,
    strict_transport_security,
)
from tests.scanners.web.answers import page_of, rules_of

CSP = "Content-Security-Policy"
HSTS = "Strict-Transport-Security"
FORM = "<form method=post action=/buy><input name=amount></form>"
SHOP = "https://shop.example/"


@pytest.mark.parametrize(
    ("check", "body", "headers", "weak"),
    [
        (content_security_policy.CHECK, "<p>Hi", [], "web.missing-content-security-policy"),
        (
            content_security_policy.CHECK,
            "<p>Hi",
            [(f"{CSP}-Report-Only", "default-src 'self'")],
            "web.missing-content-security-policy",
        ),
        (
            content_security_policy.CHECK,
            "<p>Hi",
            [(CSP, "default-src 'self' 'unsafe-inline'")],
            "web.weak-content-security-policy",
        ),
        (
            content_security_policy.CHECK,
            "<meta http-equiv=Content-Security-Policy content=\"default-src 'self' https:\">",
            [],
            "web.weak-content-security-policy",
        ),
        (content_security_policy.CHECK, "<p>Hi", [(CSP, "default-src 'self'")], ""),
        (
            content_security_policy.CHECK,
            "<meta http-equiv=Content-Security-Policy content=\"default-src 'self'\">",
            [],
            "",
        ),
        (content_type_options.CHECK, "<p>Hi", [], "web.missing-content-type-options"),
        (
            content_type_options.CHECK,
            "<p>Hi",
            [("X-Content-Type-Options", "sniff")],
            "web.missing-content-type-options",
        ),
        (content_type_options.CHECK, "<p>Hi", [("X-Content-Type-Options", "NoSniff")], ""),
        (referrer_policy.CHECK, "<p>Hi", [("Referrer-Policy", "unsafe-url")], "web.unsafe-referrer-policy"),
        (referrer_policy.CHECK, "<p>Hi", [("Referrer-Policy", "unsafe-url, same-origin, future-word")], ""),
        (referrer_policy.CHECK, "<p>Hi", [], ""),
        (clickjacking.CHECK, FORM, [], "web.clickjacking"),
        (clickjacking.CHECK, FORM, [(CSP, "frame-ancestors *")], "web.clickjacking"),
        (clickjacking.CHECK, FORM, [("X-Frame-Options", "ALLOW-FROM https://a.test")], "web.clickjacking"),
        (clickjacking.CHECK, FORM, [("X-Frame-Options", "sameorigin")], ""),
        (clickjacking.CHECK, FORM, [(CSP, "default-src 'self'; frame-ancestors 'self'")], ""),
        (clickjacking.CHECK, "<p>Nothing to click", [], ""),
        (server_version.CHECK, "<p>Hi", [("Server", "Apache/2.4.41 (Ubuntu)")], "web.server-version"),
        (server_version.CHECK, "<p>Hi", [("X-Powered-By", "PHP/7.4.3")], "web.server-version"),
        (server_version.CHECK, "<p>Hi", [("Server", "Apache"), ("X-Powered-By", "Express")], ""),
        (
            shared_caching.CHECK,
            "<p>Hi",
            [("Set-Cookie", "session=9f86d081884c7d65"), ("Cache-Control", "public, max-age=60")],
            "web.publicly-cacheable-private-answer",
        ),
        (
            shared_caching.CHECK,
            "<p>Hi",
            [("Set-Cookie", "session=9f86d081884c7d65"), ("Cache-Control", "private, max-age=60")],
            "",
        ),
        (
            shared_caching.CHECK,
            "<p>Hi",
            [("Set-Cookie", "theme=dark"), ("Cache-Control", "public, max-age=60")],
            "",
        ),
    ],
)
def test_a_header(check: PassiveCheck, body: str, headers: list[tuple[str, str]], weak: str) -> None:
    assert rules_of(check, page_of(body, headers=headers)) == ({weak} if weak else set())


@pytest.mark.parametrize(
    ("headers", "weak"),
    [
        ([], True),
        ([(HSTS, "max-age=300")], True),
        ([(HSTS, "max-age=0; includeSubDomains")], True),
        ([(HSTS, "includeSubDomains")], True),
        ([(HSTS, "Max-Age=31536000; includeSubDomains")], False),
        ([(HSTS, 'includeSubDomains; max-age="31536000"')], False),
    ],
)
def test_staying_on_https(headers: list[tuple[str, str]], weak: bool) -> None:
    found = list(strict_transport_security.CHECK.run(page_of(headers=headers, url=SHOP)))
    assert bool(found) is weak


def test_staying_on_https_is_not_asked_of_plain_http_or_of_this_machine() -> None:
    check = strict_transport_security.CHECK
    assert not list(check.run(page_of(url="http://shop.example/")))
    assert not list(check.run(page_of(url="https://localhost:8443/")))


def test_minor_gaps_of_a_policy_are_informational() -> None:
    page = page_of(headers=[(CSP, "script-src 'self'")])
    (finding,) = content_security_policy.CHECK.run(page)
    assert finding.severity is Severity.INFORMATIONAL
    assert finding.location.part == "object-src"


def test_a_page_of_somebody_that_caches_may_keep() -> None:
    headers = [("Cache-Control", "s-maxage=600")]
    weak = page_of("<p>Your orders", headers=headers, cookies="session=9f86d081884c7d65")
    assert rules_of(shared_caching.CHECK, weak) == {"web.publicly-cacheable-private-answer"}
    assert not rules_of(shared_caching.CHECK, page_of("<p>Our products", headers=headers))


@pytest.mark.parametrize(
    "check", [content_security_policy.CHECK, clickjacking.CHECK, referrer_policy.CHECK], ids=lambda c: c.id
)
def test_what_is_no_page_is_not_judged_as_one(check: PassiveCheck) -> None:
    assert not rules_of(check, page_of('{"form": "<form"}', kind="application/json"))
    assert not rules_of(check, page_of(FORM, status=404))

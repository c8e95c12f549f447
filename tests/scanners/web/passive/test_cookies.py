"""Cookie checks: session cookies without their guards, and tokens that can be guessed."""

import pytest

from securestack.scanners.web.passive import cookie_attributes, session_token
from tests.scanners.web.answers import page_of, rules_of

TOKEN = "7d1cb2a4f09e4c57a1d3"
SOUND = f"session={TOKEN}; Path=/; Secure; HttpOnly; SameSite=Lax"


@pytest.mark.parametrize(
    ("cookie", "weak"),
    [
        (SOUND, ""),
        (f"session={TOKEN}; Path=/; Secure; SameSite=Lax", "web.cookie-without-http-only"),
        (f"session={TOKEN}; Path=/; HttpOnly; SameSite=Lax", "web.cookie-without-secure"),
        (f"session={TOKEN}; Path=/; Secure; HttpOnly", "web.cookie-without-same-site"),
        (f"session={TOKEN}; Path=/; Secure; HttpOnly; SameSite=None", "web.cookie-without-same-site"),
        (SOUND + "; Domain=.shop.example", "web.cookie-for-parent-domain"),
        (SOUND + "; Domain=www.shop.example", ""),
        ("__Host-theme=dark; Path=/shop; Secure", "web.cookie-prefix-violation"),
        ("__Secure-theme=dark; Path=/", "web.cookie-prefix-violation"),
        ("__Host-theme=dark; Path=/; Secure", ""),
        ("theme=dark; Path=/", ""),
        ("csrftoken=" + TOKEN, ""),
        ("session=; Max-Age=0; Path=/", ""),
    ],
)
def test_attributes(cookie: str, weak: str) -> None:
    page = page_of(headers=[("Set-Cookie", cookie)], url="https://www.shop.example/")
    assert rules_of(cookie_attributes.CHECK, page) == ({weak} if weak else set())


def test_secure_is_not_asked_of_plain_http() -> None:
    page = page_of(headers=[("Set-Cookie", f"session={TOKEN}; HttpOnly; SameSite=Lax")])
    assert not rules_of(cookie_attributes.CHECK, page)


@pytest.mark.parametrize(
    ("cookie", "weak"),
    [
        ("session=4711", True),
        ("sessionid=1732200000", True),
        ("session=user%3Dann", True),
        ("auth_token=eyJ1c2VyIjogImFubiIsICJyb2xlIjogInVzZXIifQ==", True),  # {"user": "ann", "role": "user"}
        (f"session={TOKEN}", False),
        ("session=eyJ1c2VyIjoiYW5uIn0.Zz8Q3g.q83vEjRWeJCrze8SNFZ4kAbCdEf", False),  # signed
        ("theme=4711", False),
        ("logged_in=true", False),
    ],
)
def test_tokens(cookie: str, weak: bool) -> None:
    page = page_of(headers=[("Set-Cookie", cookie)])
    assert bool(list(session_token.CHECK.run(page))) is weak

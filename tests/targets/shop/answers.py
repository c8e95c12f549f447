"""What a scan of the shop must find, and what it must not: the flaws on purpose, and their twins done right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit


class Answer(NamedTuple):
    """One place in the shop. `parameter` is empty where the whole page is meant, `path` where the whole site is.

    A forgeable form is named by its action, as the page that shows it does not matter.
    """

    rule: str
    path: str
    parameter: str = ""
    method: str = "GET"
    known_as: str = ""  # what the flaw is, in a few words for a table
    login: bool = False  # whether one has to be logged in, or able to log in, to reach it


WEAKNESSES = (
    Answer("web.reflected-xss", "/search", "q", known_as="search words shown as they came"),
    Answer("web.stored-xss", "/review", "review", "POST", known_as="reviews shown as they came"),
    Answer("web.sql-injection", "/product", "id", known_as="product number in the statement"),
    Answer("web.sql-injection", "/login", "name", "POST", known_as="login name in the statement"),
    Answer("web.sql-injection", "/login", "password", "POST", known_as="password in the statement"),
    Answer("web.path-traversal", "/brochure", "file", known_as="brochure from anywhere on the disk"),
    Answer("web.open-redirect", "/go", "to", known_as="link to anywhere"),
    Answer("web.open-redirect", "/login", "next", "POST", known_as="anywhere after the login", login=True),
    Answer("web.template-injection", "/card", "greeting", "POST", known_as="greeting written as a template"),
    Answer(
        "web.server-side-request-forgery",
        "/growers/picture",
        "address",
        "POST",
        known_as="picture from any address",
    ),
    Answer("web.command-injection", "/delivery", "postcode", known_as="postcode in a command line"),
    Answer("web.header-injection", "/language", "code", known_as="line breaks in a cookie"),
    Answer(
        "web.cross-site-request-forgery",
        "",
        "/newsletter",
        "POST",
        known_as="newsletter without a token",
        login=True,
    ),
    Answer(
        "web.cross-site-request-forgery", "", "/review", "POST", known_as="review without a token", login=True
    ),
    Answer("web.backup-file", "/static/shop.js.bak", known_as="the old script left lying about"),
    Answer("web.stack-trace", "/order-status", known_as="stack trace where the number is missing"),
    Answer("web.missing-content-security-policy", "", known_as="no Content-Security-Policy"),
    Answer("web.clickjacking", "", known_as="pages may be framed"),
    Answer(
        "web.cookie-without-http-only", "", "session", known_as="session cookie open to scripts", login=True
    ),
    Answer(
        "web.cookie-without-same-site",
        "",
        "session",
        known_as="session cookie sent along by other sites",
        login=True,
    ),
)

SAFE = (
    Answer("web.reflected-xss", "/finder", "mood"),
    Answer("web.reflected-xss", "/shelf", "category"),
    Answer("web.stored-xss", "/question", "question", "POST"),
    Answer("web.sql-injection", "/pairing", "id"),
    Answer("web.sql-injection", "/shelf", "category"),
    Answer("web.sql-injection", "/api/stock", "product"),
    Answer("web.sql-injection", "/delivery", "postcode"),
    Answer("web.path-traversal", "/leaflet", "file"),
    Answer("web.open-redirect", "/leave", "to"),
    Answer("web.template-injection", "/label", "words", "POST"),
    Answer("web.server-side-request-forgery", "/growers/logo", "address", "POST"),
    Answer("web.command-injection", "/pickup", "postcode"),
    Answer("web.header-injection", "/currency", "code"),
    Answer("web.cross-site-request-forgery", "", "/contact", "POST"),
    Answer("web.cross-site-request-forgery", "", "/question", "POST"),
    Answer("web.backup-file", "/static/shop.css.bak"),
    Answer("web.stack-trace", "/gift-voucher"),
    Answer("web.missing-content-security-policy", "/checkout"),
    Answer("web.cookie-without-http-only", "", "basket"),
    Answer("web.cookie-without-http-only", "", "visitor"),
)


def tells_of(finding: Mapping[str, Any], answer: Answer) -> bool:
    """Return whether a finding, as a JSON report holds it, is of this place."""
    location = finding["location"]
    return bool(
        finding["rule_id"] == answer.rule
        and answer.path in ("", urlsplit(location["url"]).path)
        and answer.parameter in ("", location.get("parameter", ""))
    )

"""Small questions that several checks ask of a page: is it shown to people, over what, and with whose rights?"""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from urllib.parse import urlsplit

from securestack.probing.cookies import Cookie, names_session, parse_set_cookie
from securestack.scanners.web.page import Page

TEXT_TYPES = frozenset(
    {
        "",
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "text/xml",
        "application/xml",
        "application/json",
        "application/problem+json",
    }
)
SCRIPT_TYPES = frozenset(
    {"application/javascript", "text/javascript", "application/x-javascript", "application/ecmascript"}
)


def shown_headers(page: Page, *names: str) -> tuple[tuple[str, ...], ...] | None:
    """Return every value of these headers where a browser shows the answer as a page, otherwise None."""
    response = page.response
    if not (200 <= response.status < 300 and response.is_html and response.body):
        return None
    return headers_of(page, *names)


def headers_of(page: Page, *names: str) -> tuple[tuple[str, ...], ...]:
    """Return every value of these headers, one tuple a name; names in lower case."""
    found: dict[str, list[str]] = {name: [] for name in names}
    for key, value in page.response.headers:
        values = found.get(key.lower())
        if values is not None:
            values.append(value)
    return tuple(map(tuple, found.values()))


@lru_cache(maxsize=4)
def lowered(body: bytes) -> bytes:
    """Return a body in lower case, made once for all checks that look at the same page."""
    return body.lower()


def is_https(page: Page) -> bool:
    """Whether the page came over HTTPS."""
    return page.url[:6].lower() == "https:"


@lru_cache(maxsize=512)
def is_loopback(url: str) -> bool:
    """Whether the URL's host is this machine: nothing travels over a network."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return False
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def travels_in_the_open(url: str) -> bool:
    """Whether what is sent to a URL can be read on the way.

    HTTP to the machine itself is not: browsers hold loopback hosts to be trustworthy too (W3C Secure Contexts, 3.1),
    and a scan of an application under development should not shout about it.
    """
    return url[:5].lower() == "http:" and not is_loopback(url)


def set_cookies(page: Page) -> list[Cookie]:
    """Return the cookies an answer sets, without those it takes away."""
    values = headers_of(page, "set-cookie")[0]
    return [cookie for value in values if (cookie := parse_set_cookie(value)) and not cookie.is_deletion]


def sent_cookie_names(page: Page) -> list[str]:
    """Return the names of the cookies the request carried."""
    header = page.request.header("cookie")
    return [piece.partition("=")[0].strip() for piece in header.split(";")] if header else []


def asked_as_somebody(page: Page) -> bool:
    """Whether the request said who is asking: by a session cookie or an Authorization header."""
    if page.request.header("authorization"):
        return True
    return any(names_session(name) for name in sent_cookie_names(page))

"""Reading Set-Cookie as browsers do (RFC 6265, section 5.2, with the changes of its successor draft).

Nothing here raises on any text: what a browser would ignore is None.
"""

from __future__ import annotations

import calendar
import enum
import math
import re
import time

import msgspec

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_BLANK = " \t"
_MAX_LENGTH = 4096  # characters of name and value together; browsers ignore more
_MAX_ATTRIBUTE = 1024  # characters of an attribute's value; browsers ignore a longer one
_MAX_AGE = re.compile(r"-?[0-9]+")
_DATE_TOKEN = re.compile(r"[^\t\x20-\x2f\x3b-\x40\x5b-\x60\x7b-\x7e]+")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?![0-9])")
_DAY = re.compile(r"([0-9]{1,2})(?![0-9])")
_YEAR = re.compile(r"([0-9]{2,4})(?![0-9])")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_SESSION_NAME = re.compile(
    r"sess|(?:^|[^a-z])s?sid(?:$|[^a-z])|(?:^|[^a-z])(?:auth|login|remember|token|jwt|sso|ticket)(?:$|[^a-z])"
    r"|(?:auth|login|access|refresh|id|user|remember|bearer|sso)[_.-]?(?:token|cookie|ticket|key|me)"
    r"|auth$|^connect\.sid$|cfid|cftoken|aspxauth|^\.aspnetcore\.|wordpress_(?:logged_in|sec)|laravel_|_identity",
    re.IGNORECASE,
)
_NO_SESSION_NAME = re.compile(
    r"csrf|xsrf|forgery|requestverification|nonce|^_ga|^_gid|^_gat|^_fbp|^_hj|^_pk_|^__utm|consent|analytics|"
    r"^ai_session|^optimizely|^amplitude|tracking|_gcl|^ajs_|affinity|^awsalb|^arr|^bigip|^__cf|^cf_|lang|locale|theme|"
    r"timezone|seen|dismiss|banner|sidebar",
    re.IGNORECASE,
)


class SameSite(enum.StrEnum):
    """On which requests from other sites a browser sends a cookie."""

    STRICT = "strict"
    LAX = "lax"
    NONE = "none"


class Cookie(msgspec.Struct, frozen=True, kw_only=True):
    """One cookie as a server sets it. Empty `domain` or `path` means that the server left it to the browser.

    `expires` is in seconds since 1970, `max_age` in seconds from now; both None for a cookie of the browser session.
    """

    name: str
    value: str
    domain: str = ""  # lower case, without its leading dot
    path: str = ""
    secure: bool = False
    http_only: bool = False
    same_site: SameSite | None = None  # None where the server does not say, or says something unknown
    expires: float | None = None
    max_age: int | None = None

    def expired(self, now: float | None = None) -> bool:
        """Return whether a browser drops the cookie at once. `now` is in seconds since 1970, or the clock's time."""
        if self.max_age is not None:
            return self.max_age <= 0
        return self.expires is not None and self.expires <= (time.time() if now is None else now)

    @property
    def is_deletion(self) -> bool:
        """Whether the server takes the cookie away with this: an empty value, or one that is over already."""
        return not self.value or self.expired()

    @property
    def looks_like_session(self) -> bool:
        """Whether the cookie seems to say who the user is: by its name, or by a long random value only the server reads."""
        if names_session(self.name):
            return True
        return self.http_only and len(self.value) >= 20 and not _NO_SESSION_NAME.search(self.name)


def names_session(name: str) -> bool:
    """Return whether a cookie of this name usually says who the user is."""
    return _SESSION_NAME.search(name) is not None and _NO_SESSION_NAME.search(name) is None


def guess_bits(value: str) -> float:
    """Return how many bits of randomness a value can hold at most, from its length and its kinds of characters."""
    if not value:
        return 0.0
    if value.isascii() and value.isdigit():
        alphabet = 10
    elif re.fullmatch(r"[0-9a-f-]+|[0-9A-F-]+", value):
        alphabet = 16
    elif re.fullmatch(r"[0-9a-z]+|[0-9A-Z]+", value):
        alphabet = 36
    else:
        alphabet = 64
    # A value of few different characters holds less than its alphabet could.
    return len(value) * math.log2(min(alphabet, max(2, len(set(value)) * 2)))


def parse_set_cookie(value: str) -> Cookie | None:
    """Return the cookie of one Set-Cookie value, or None where a browser would ignore it."""
    if _CONTROL.search(value):
        return None
    pair, _, rest = value.partition(";")
    name, equals, content = pair.partition("=")
    name, content = name.strip(_BLANK), content.strip(_BLANK)
    if not equals or not name or len(name) + len(content) > _MAX_LENGTH:
        return None
    found: dict[str, str] = {}
    for attribute in rest.split(";") if rest else ():
        key, _, text = attribute.partition("=")
        text = text.strip(_BLANK)
        key = key.strip(_BLANK).lower()
        if len(text) <= _MAX_ATTRIBUTE and _counts(key, text):
            found[key] = text  # the last one wins
    path = found.get("path", "")
    return Cookie(
        name=name,
        value=content,
        domain=found.get("domain", "").removeprefix(".").lower(),
        path=path if path.startswith("/") else "",
        secure="secure" in found,
        http_only="httponly" in found,
        same_site=_same_site(found.get("samesite", "")),
        expires=parse_cookie_date(found["expires"]) if "expires" in found else None,
        max_age=_bounded(found["max-age"]) if "max-age" in found else None,
    )


def _counts(key: str, text: str) -> bool:
    # A Max-Age or Expires that cannot be read does not take back an earlier one.
    if key == "max-age":
        return _MAX_AGE.fullmatch(text) is not None
    return key != "expires" or parse_cookie_date(text) is not None


def _bounded(text: str) -> int:
    # Thousands of digits are legal, and too long for int().
    return int(text) if len(text) <= 18 else (-1 if text.startswith("-") else 10**18)


def _same_site(text: str) -> SameSite | None:
    try:
        return SameSite(text.lower())
    except ValueError:
        return None


def parse_cookie_date(text: str) -> float | None:
    """Return a cookie's date in seconds since 1970, or None where it is no date (RFC 6265, section 5.1.1)."""
    clock: tuple[int, int, int] | None = None
    day = month = year = None
    for token in _DATE_TOKEN.findall(text):
        if clock is None and (found := _TIME.match(token)):
            clock = int(found[1]), int(found[2]), int(found[3])
        elif day is None and (found := _DAY.match(token)):
            day = int(found[1])
        elif month is None and token[:3].lower() in _MONTHS:
            month = _MONTHS.index(token[:3].lower()) + 1
        elif year is None and (found := _YEAR.match(token)):
            year = int(found[1])
    if clock is None or day is None or month is None or year is None:
        return None
    if 70 <= year <= 99:
        year += 1900
    elif year <= 69:
        year += 2000
    hour, minute, second = clock
    if year < 1601 or hour > 23 or minute > 59 or second > 59:
        return None
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return float(calendar.timegm((year, month, day, hour, minute, second)))

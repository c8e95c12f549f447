"""Session tokens that can be guessed: too short, or readable."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Hashable, Iterator
from urllib.parse import unquote

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.probing.cookies import Cookie, guess_bits, names_session, parse_set_cookie
from securestack.scanners.web.check import PassiveCheck, page_finding
from securestack.scanners.web.page import Page
from securestack.scanners.web.page_traits import headers_of

RULE = Rule(
    id="web.guessable-session-token",
    title="A session token that can be guessed",
    severity=Severity.MEDIUM,
    cwe=(330, 331, 334, 340),
    what="The value of a session cookie is too short to be random, or is readable text that says who the user is.",
    why="Whoever guesses or writes another user's value is that user, without any password.",
    fix=(
        "Let the framework make session identifiers: at least 128 bits from the system's secure random source, with "
        "nothing in them. Values that must carry data need a signature that the server verifies."
    ),
    vulnerable_example='response.set_cookie("session", str(user.id))',
    fixed_example='response.set_cookie("session", secrets.token_urlsafe(32), httponly=True, secure=True)',
    owasp=("A02:2021", "A07:2021"),
    references=(
        Reference(
            "OWASP: Session Management Cheat Sheet, session ID entropy",
            "https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html",
        ),
    ),
)

_ENOUGH_BITS = 64  # what OWASP asks for at the least
_SAYS_WHO = re.compile(
    r"(?:user(?:_?(?:name|id))?|login|uid|e-?mail|role|admin|is_?admin)[\"']?\s*[:=]\s*[\"']?[\w@.+-]",
    re.IGNORECASE,
)
# A signature follows: signed values may be readable.
_SIGNED = re.compile(r"(?:[.:|]|--|%3a|%7c)[A-Za-z0-9_+/=-]{16,}$", re.IGNORECASE)
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
# Names that carry something else than the identifier of a session.
_STRONG_NAME = re.compile(r"sess|sid$|^sid|token|auth|jwt", re.IGNORECASE)


def _key(page: Page) -> Hashable | None:
    values = headers_of(page, "set-cookie")[0]
    if not values:
        return None
    pairs = (value.partition(";")[0].partition("=") for value in values)
    return tuple((name, len(token)) for name, _, token in pairs)


def _run(page: Page) -> Iterator[Finding]:
    for value in headers_of(page, "set-cookie")[0]:
        cookie = parse_set_cookie(value)
        if cookie is None or cookie.is_deletion:
            continue
        if not names_session(cookie.name) or not _STRONG_NAME.search(cookie.name):
            continue
        if reason := _guessable(cookie):
            yield page_finding(
                page,
                RULE,
                CHECK.id,
                f"The session cookie {cookie.name} {reason}.",
                cookie.name + "=",
                parameter=cookie.name,
                site_wide=True,
                confidence=Confidence.TENTATIVE,
            )


def _guessable(cookie: Cookie) -> str:
    value = unquote(cookie.value.strip('"'))
    readable = _decoded(value)
    if _SAYS_WHO.search(readable) and not _SIGNED.search(cookie.value):
        how = "readable text" if readable == value else "readable text in Base64"
        return f"holds {how} that says who the user is, without a signature"
    bits = guess_bits(value)
    if bits < _ENOUGH_BITS and value.lower() not in ("true", "false", "none", "null", "deleted", "0", "1"):
        return f"is {len(value)} characters long and can hold {bits:.0f} bits of randomness at most (64 are needed)"
    return ""


def _decoded(value: str) -> str:
    if not _BASE64.fullmatch(value):
        return value
    try:
        raw = base64.b64decode(value.replace("-", "+").replace("_", "/") + "=" * (-len(value) % 4))
        text = raw.decode("utf-8")
    except (binascii.Error, ValueError):
        return value
    return text if text.isprintable() else value


CHECK = PassiveCheck(id="session-token", rules=(RULE,), run=_run, once_per=_key)

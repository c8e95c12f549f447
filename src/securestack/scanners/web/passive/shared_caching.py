"""Answers meant for one user that shared caches may keep and give to another."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.probing.cookies import parse_set_cookie
from securestack.scanners.web.check import PassiveCheck, page_finding
from securestack.scanners.web.page import Page
from securestack.scanners.web.page_traits import asked_as_somebody, headers_of

RULE = Rule(
    id="web.publicly-cacheable-private-answer",
    title="Caches may give one user's answer to another",
    severity=Severity.MEDIUM,
    cwe=(524, 525),
    what="An answer made for one user, or one that sets a session cookie, tells shared caches that they may keep it.",
    why=(
        "A proxy or content delivery network that keeps the answer serves it to whoever asks next: somebody else's "
        "page, or somebody else's session."
    ),
    fix="Send `Cache-Control: no-store` (or at least `private`) with answers that depend on who is logged in.",
    vulnerable_example="Set-Cookie: session=7d1c…\nCache-Control: public, max-age=3600",
    fixed_example="Set-Cookie: session=7d1c…\nCache-Control: no-store",
    owasp=("A01:2021", "A05:2021"),
    references=(
        Reference(
            "RFC 9111: HTTP Caching, storing responses", "https://www.rfc-editor.org/rfc/rfc9111#section-3"
        ),
        Reference(
            "OWASP: Session Management Cheat Sheet, web content caching",
            "https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html",
        ),
    ),
)

_PUBLIC = re.compile(r"(?:^|[\s,])public(?:$|[\s,])|s-maxage\s*=\s*\"?[1-9]", re.IGNORECASE)
_FORBIDDEN = re.compile(r"no-store|private|no-cache|(?:^|[\s,])max-age\s*=\s*\"?0", re.IGNORECASE)
_FIXED = re.compile(r"image/|font/|video/|audio/|text/css|javascript|application/(?:font|wasm)")


def _key(page: Page) -> Hashable | None:
    control, cookies = headers_of(page, "cache-control", "set-cookie")
    if not control or not _PUBLIC.search(", ".join(control)) or _FIXED.search(page.response.media_type):
        return None
    return page.template.path, bool(cookies), asked_as_somebody(page)


def _run(page: Page) -> Iterator[Finding]:
    if _key(page) is None or page.response.status not in (200, 203, 301):
        return
    control_values, cookie_values = headers_of(page, "cache-control", "set-cookie")
    control = ", ".join(control_values)
    if _FORBIDDEN.search(control) and "s-maxage" not in control.lower():
        return
    for text in cookie_values:
        cookie = parse_set_cookie(text)
        if cookie and cookie.looks_like_session and not cookie.is_deletion:
            yield page_finding(
                page,
                RULE,
                CHECK.id,
                f"The answer sets the session cookie {cookie.name} and says Cache-Control: {control}, so that a shared "
                "cache may hand this session to others.",
                control,
            )
            return
    if asked_as_somebody(page) and page.response.is_html:
        yield page_finding(
            page,
            RULE,
            CHECK.id,
            f"The page was asked for with a session and says Cache-Control: {control}, so that a shared cache may "
            "show it to others.",
            control,
            confidence=Confidence.TENTATIVE,
            severity=Severity.LOW,
        )


CHECK = PassiveCheck(id="shared-caching", rules=(RULE,), run=_run, once_per=_key)

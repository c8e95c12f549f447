"""Strict-Transport-Security (RFC 6797): whether browsers stay on HTTPS. Asked of HTTPS sites only."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.scanners.web.check import PassiveCheck, page_finding
from securestack.scanners.web.page import Page
from securestack.scanners.web.page_traits import is_https, is_loopback, shown_headers

RULE = Rule(
    id="web.missing-strict-transport-security",
    title="Browsers are not told to stay on HTTPS",
    severity=Severity.LOW,
    cwe=(319, 523),
    what="The site is served over HTTPS, but does not tell browsers to use nothing else, or only for a short time.",
    why=(
        "Whoever types the address without `https://`, or follows an old link, begins in the open. Somebody on the same "
        "network can hold the user there, and read and change everything."
    ),
    fix="Send `Strict-Transport-Security: max-age=31536000; includeSubDomains` with every HTTPS answer.",
    vulnerable_example="Strict-Transport-Security: max-age=300",
    fixed_example="Strict-Transport-Security: max-age=31536000; includeSubDomains",
    owasp=("A02:2021", "A05:2021"),
    references=(
        Reference("RFC 6797: HTTP Strict Transport Security", "https://www.rfc-editor.org/rfc/rfc6797"),
        Reference(
            "MDN: Strict-Transport-Security",
            "https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Strict-Transport-Security",
        ),
    ),
)

_MAX_AGE = re.compile(r"\s*max-age\s*=\s*(?:([0-9]{1,15})|\"([0-9]{1,15})\")\s*", re.IGNORECASE)
_DAY = 86_400
_ENOUGH = 180 * _DAY  # seconds; shorter periods lapse between two visits


def max_age(value: str) -> int | None:
    """Return the seconds a Strict-Transport-Security value holds for, or None where browsers ignore it."""
    for directive in value.split(";"):
        if found := _MAX_AGE.fullmatch(directive):
            return int(found[1] or found[2])
    return None


def _key(page: Page) -> Hashable | None:
    if not is_https(page) or is_loopback(page.url):
        return None
    return shown_headers(page, "strict-transport-security")


def _run(page: Page) -> Iterator[Finding]:
    if _key(page) is None:
        return
    values = (shown_headers(page, "strict-transport-security") or ((),))[0]
    seconds = max_age(values[0]) if values else None
    if seconds is not None and seconds >= _ENOUGH:
        return
    if not values:
        summary = "The page came over HTTPS without Strict-Transport-Security, so that a later visit may begin over HTTP."
    elif seconds is None:
        summary = (
            f"Strict-Transport-Security says {values[0]!r}, which has no max-age that browsers understand."
        )
    elif seconds == 0:
        summary = "Strict-Transport-Security says max-age=0, which makes browsers forget to stay on HTTPS."
    else:
        summary = (
            f"Strict-Transport-Security holds for {seconds / _DAY:.3g} days only; it should for 180 at least."
        )
    yield page_finding(
        page, RULE, CHECK.id, summary, *values[:1], parameter="Strict-Transport-Security", site_wide=True
    )


CHECK = PassiveCheck(id="strict-transport-security", rules=(RULE,), run=_run, once_per=_key)

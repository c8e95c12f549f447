"""Referrer-Policy: only where it makes things worse. Browsers' own default is sound, so a missing one is no finding."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.scanners.web.check import PassiveCheck, page_finding
from securestack.scanners.web.page import Page
from securestack.scanners.web.page_traits import shown_headers

RULE = Rule(
    id="web.unsafe-referrer-policy",
    title="Other sites are told full addresses",
    severity=Severity.LOW,
    cwe=(200,),
    what="The site's Referrer-Policy makes browsers send the full address of its pages to other sites.",
    why=(
        "Addresses hold search words, record numbers and sometimes tokens. With this policy every foreign link, image "
        "and script on a page learns them; without any policy browsers would send the origin alone."
    ),
    fix="Send `Referrer-Policy: strict-origin-when-cross-origin`, or `no-referrer` where addresses are sensitive.",
    vulnerable_example="Referrer-Policy: unsafe-url",
    fixed_example="Referrer-Policy: strict-origin-when-cross-origin",
    owasp=("A01:2021",),
    references=(
        Reference(
            "MDN: Referrer-Policy",
            "https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Referrer-Policy",
        ),
    ),
)

_KNOWN = frozenset(
    {
        "no-referrer",
        "no-referrer-when-downgrade",
        "same-origin",
        "origin",
        "strict-origin",
        "origin-when-cross-origin",
        "strict-origin-when-cross-origin",
        "unsafe-url",
    }
)
_UNSAFE = frozenset({"unsafe-url", "no-referrer-when-downgrade"})


def _key(page: Page) -> Hashable | None:
    values = shown_headers(page, "referrer-policy")
    return values if values and values[0] else None


def _run(page: Page) -> Iterator[Finding]:
    values = shown_headers(page, "referrer-policy")
    if not values or not values[0]:
        return
    words = [word.strip().lower() for value in values[0] for word in value.split(",")]
    # The last word a browser knows counts, so that older browsers can be given another.
    policy = next((word for word in reversed(words) if word in _KNOWN), "")
    if policy in _UNSAFE:
        yield page_finding(
            page,
            RULE,
            CHECK.id,
            f"The page says Referrer-Policy: {policy}, so that other sites are told its full address.",
            values[0][-1],
            parameter="Referrer-Policy",
            site_wide=True,
        )


CHECK = PassiveCheck(id="referrer-policy", rules=(RULE,), run=_run, once_per=_key)

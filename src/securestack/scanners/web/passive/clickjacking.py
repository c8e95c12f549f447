"""Clickjacking: pages worth a hidden click that other sites may frame."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.scanners.web.check import PassiveCheck, page_finding
from securestack.scanners.web.csp import parse_policies
from securestack.scanners.web.page import Page
from securestack.scanners.web.page_traits import asked_as_somebody, shown_headers

RULE = Rule(
    id="web.clickjacking",
    title="Other sites may frame the pages",
    severity=Severity.LOW,
    cwe=(1021,),
    what="A page with something to click can be shown in a frame of any other site.",
    why=(
        "An attacker's page lays the frame, made invisible, over a button of its own. The user's click lands on the "
        "framed page and does there, with the user's rights, what the attacker wants."
    ),
    fix=(
        "Send `Content-Security-Policy: frame-ancestors 'self'` (or `'none'`), and `X-Frame-Options: SAMEORIGIN` for old "
        "browsers. Session cookies with `SameSite=Lax` or `Strict` take most of the harm away."
    ),
    vulnerable_example="HTTP/1.1 200 OK\nContent-Type: text/html",
    fixed_example="Content-Security-Policy: frame-ancestors 'self'\nX-Frame-Options: SAMEORIGIN",
    owasp=("A04:2021", "A05:2021"),
    references=(
        Reference(
            "OWASP: Clickjacking Defense Cheat Sheet",
            "https://cheatsheetseries.owasp.org/cheatsheets/Clickjacking_Defense_Cheat_Sheet.html",
        ),
        Reference("RFC 7034: X-Frame-Options", "https://www.rfc-editor.org/rfc/rfc7034"),
    ),
)

_HEADERS = ("content-security-policy", "x-frame-options")


def _key(page: Page) -> Hashable | None:
    values = shown_headers(page, *_HEADERS)
    return None if values is None or not _worth_a_click(page) else values


def _worth_a_click(page: Page) -> bool:
    body = page.response.body
    has_form = b"<form" in body or b"<FORM" in body
    return has_form or (b"<button" in body and asked_as_somebody(page))


def _run(page: Page) -> Iterator[Finding]:
    values = shown_headers(page, *_HEADERS)
    if values is None or not _worth_a_click(page):
        return
    policies, options = values
    parsed = [policy for value in policies for policy in parse_policies(value)]
    if any("frame-ancestors" in policy.directives for policy in parsed):
        if any(policy.forbids_framing for policy in parsed):
            return  # browsers that know frame-ancestors ignore X-Frame-Options
        said = "The page's frame-ancestors allow any site"
    else:
        words = {word.strip().upper() for value in options for word in value.split(",")}
        if words == {"DENY"} or words == {"SAMEORIGIN"}:
            return
        said = f"X-Frame-Options says {', '.join(options)!r}, which browsers ignore" if options else ""
    summary = said or "The page has a form and came without frame-ancestors and X-Frame-Options"
    yield page_finding(
        page,
        RULE,
        CHECK.id,
        f"{summary}, so that any other site can show it in an invisible frame.",
        *options,
        parameter="X-Frame-Options",
        site_wide=True,
    )


CHECK = PassiveCheck(id="clickjacking", rules=(RULE,), run=_run, once_per=_key)

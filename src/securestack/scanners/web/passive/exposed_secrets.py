"""Secrets in pages, scripts and other answers. What is kept of them is masked."""

from __future__ import annotations

from collections.abc import Iterator

from securestack.core.finding import Finding
from securestack.core.fingerprint import fingerprint
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.scanners.web.check import PassiveCheck, page_finding
from securestack.scanners.web.masking import masked
from securestack.scanners.web.page import Page
from securestack.scanners.web.page_traits import SCRIPT_TYPES, TEXT_TYPES
from securestack.scanners.web.secret_patterns import secrets_in

RULE = Rule(
    id="web.exposed-secret",
    title="A secret is sent to everybody",
    severity=Severity.HIGH,
    cwe=(200, 312, 798),
    what="An answer holds what looks like a key, a token or a password of another service.",
    why="Whoever opens the page can use the service with the owner's rights and at the owner's cost.",
    fix=(
        "Revoke the secret first: it must count as known. Then keep its successor on the server, and let the server call "
        "the service for the page. Restrict keys that must be public to the hosts and functions they are for."
    ),
    vulnerable_example="const client = new Payments('sk_live_…')",
    fixed_example="await fetch('/api/payments', {method: 'POST', body})  // the server holds the key",
    owasp=("A02:2021", "A05:2021", "A07:2021"),
    references=(
        Reference(
            "OWASP: Secrets Management Cheat Sheet",
            "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
        ),
    ),
)


def _run(page: Page) -> Iterator[Finding]:
    kind = page.response.media_type
    is_script = kind in SCRIPT_TYPES
    if not is_script and kind not in TEXT_TYPES:
        return
    told: set[str] = set()
    for found in secrets_in(page.response.body, lambda: page.response.text, is_html=page.response.is_html):
        if found.secret in told:
            continue
        told.add(found.secret)
        if found.kind == "JSON Web Token" and not (is_script or page.response.is_html):
            continue  # handing out tokens is what an API does
        shown = masked(found.secret)
        yield page_finding(
            page,
            RULE,
            CHECK.id,
            f"The answer holds a secret ({found.kind}): {shown}.",
            shown,
            # Tells two secrets of one kind apart and keeps the fingerprint, and holds neither.
            parameter=f"{found.kind} {fingerprint('secret', found.secret)[:8]}",
            site_wide=True,
            confidence=found.confidence,
            severity=None if found.severity is Severity.HIGH else found.severity,
            hide={found.secret: shown},
        )


CHECK = PassiveCheck(id="exposed-secrets", rules=(RULE,), run=_run, reads_body=True)

"""Addresses of internal networks (RFC 1918) in answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.scanners.web.check import PassiveCheck, page_finding
from securestack.scanners.web.page import Page
from securestack.scanners.web.page_traits import SCRIPT_TYPES, TEXT_TYPES

RULE = Rule(
    id="web.private-address",
    title="Answers tell addresses of the internal network",
    severity=Severity.INFORMATIONAL,
    cwe=(200, 497),
    what="An answer holds an IP address of a private network.",
    why=(
        "It shows a piece of the network behind the server: a place to aim at with server-side request forgery or once "
        "inside. By itself it is no flaw."
    ),
    fix="Use public names in what is sent out; keep configuration, debug output and proxy headers inside.",
    vulnerable_example="X-Backend-Server: 10.20.30.41:8080",
    fixed_example="(the proxy removes the header)",
    owasp=("A05:2021",),
    references=(
        Reference(
            "RFC 1918: Address Allocation for Private Internets", "https://www.rfc-editor.org/rfc/rfc1918"
        ),
    ),
)

_OCTET = rb"(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
# Not a version ("v10.0.0.1", "Chrome/10.2.3.4"), nor part of a longer row of numbers.
_ADDRESS = re.compile(
    rb"(?<![\w./+-])(?:10\."
    + _OCTET
    + rb"|172\.(?:1[6-9]|2[0-9]|3[01])|192\.168)\."
    + _OCTET
    + rb"\."
    + _OCTET
    + rb"(?![\w.-]*[0-9])(?:(?=:[0-9])|(?![\w-]))"
    rb"|(?<=//)(?:10\." + _OCTET + rb"|172\.(?:1[6-9]|2[0-9]|3[01])|192\.168)\." + _OCTET + rb"\." + _OCTET
)
_HUBS = (b"192.168.", b"10.", b"172.")


def _run(page: Page) -> Iterator[Finding]:
    # An application reached by a private address tells nothing new with one.
    own = (urlsplit(page.url).hostname or "").encode()
    if _ADDRESS.fullmatch(own):
        return
    body = page.response.body
    places = [value.encode("utf-8", "replace") for _, value in page.response.headers if "." in value]
    if page.response.media_type in TEXT_TYPES or page.response.media_type in SCRIPT_TYPES:
        places.append(body)
    for place in places:
        for start in _candidates(place):
            found = _ADDRESS.match(place, start)
            # The first and last number of a network stand for the network itself, in texts about networks.
            if found and not found[0].endswith((b".0", b".255")):
                address = found[0].decode()
                yield page_finding(
                    page,
                    RULE,
                    CHECK.id,
                    f"The answer holds the private address {address}.",
                    address,
                    parameter=address,
                    site_wide=True,
                    confidence=Confidence.FIRM,
                )
                return


def _candidates(place: bytes) -> Iterator[int]:
    # Looking for three short needles and matching there is many times cheaper than searching the pattern.
    for hub in _HUBS:
        start = place.find(hub)
        looked_at = 0
        while start >= 0 and looked_at < 200:
            yield start
            looked_at += 1
            start = place.find(hub, start + 1)


CHECK = PassiveCheck(id="private-addresses", rules=(RULE,), run=_run)

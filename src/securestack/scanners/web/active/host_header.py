"""Host header injection: addresses in the answer made from what the request says about the host. 2 requests.

A parameter that no other request has keeps caches from storing what these requests bring.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.probing.check import new_token
from securestack.scanners.web.check import Site, SiteCheck, page_finding
from securestack.scanners.web.page import Page

RULE = Rule(
    id="web.host-header-injection",
    title="Addresses are made from the Host header",
    severity=Severity.MEDIUM,
    cwe=(644, 601),
    what="The application puts the host that a request names, unchecked, into addresses of its answer.",
    why=(
        "Whoever can send a request with another host, to a cache or to the page for lost passwords, makes the "
        "application write links to the attacker's server: other users follow them, tokens in them are lost."
    ),
    fix=(
        "Make absolute addresses from a configured name, accept only known hosts (`ALLOWED_HOSTS`, `server_name`), and "
        "trust `X-Forwarded-Host` from the own proxy only."
    ),
    vulnerable_example="link = f\"https://{request.headers['Host']}/reset?token={token}\"",
    fixed_example='link = f"{settings.PUBLIC_URL}/reset?token={token}"',
    owasp=("A03:2021", "A05:2021"),
    references=(
        Reference(
            "OWASP Testing Guide: Testing for Host Header Injection",
            "https://owasp.org/www-project-web-security-testing-guide/stable/4-Web_Application_Security_Testing/"
            "07-Input_Validation_Testing/17-Testing_for_Host_Header_Injection",
        ),
        Reference("RFC 9110: Host", "https://www.rfc-editor.org/rfc/rfc9110#section-7.2"),
    ),
)

_HEADERS = ("Host", "X-Forwarded-Host")
_DOMAIN = ".attacker.example"


async def _run(site: Site) -> list[Finding]:
    path = _most_telling(site)
    for header in _HEADERS:
        token = new_token()
        separator = "&" if "?" in path else "?"
        host = token + _DOMAIN
        page = await site.ask(f"{path}{separator}{token}=1", headers={header: host})
        if found := list(_judge(page)):
            return found
    return []


def _most_telling(site: Site) -> str:
    """Return the path of a page that names its own host in an address; otherwise of the first page."""
    own = site.origin.partition("://")[2].encode()
    best = "/"
    for number, page in enumerate(site.pages[:50]):
        if page.request.method != "GET":
            continue
        path = page.template.url[len(page.template.origin) :]
        location = (page.response.header("location") or "").encode()
        if own in location or b"//" + own in page.response.body:
            return path
        if number == 0:
            best = path
    return best


def _judge(page: Page) -> Iterator[Finding]:
    sent = page.template.build()
    header = next((name for name in _HEADERS if sent.header(name)), "")
    host = sent.header(header) or "" if header else ""
    if not host.endswith(_DOMAIN) or page.response.status >= 500:
        return
    location = page.response.header("location") or ""
    if re.match(rf"(?:https?:)?//{re.escape(host)}(?:[:/?#]|$)", location):
        where, text = "in its Location header", location
    elif found := _address(host).search(page.response.text):
        where, text = "in an address on the page", found[0]
    else:
        return
    yield page_finding(
        page,
        RULE,
        CHECK.id,
        f"Asked with {header}: {host}, the server named that host {where}.",
        text,
        host,
        parameter=header,
        site_wide=True,
        confidence=Confidence.FIRM,
    )


def _address(host: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:href|src|action|content|data|formaction)\s*=\s*[\"']?[^\"'<>\s]{{0,40}}?(?:https?:)?//{re.escape(host)}",
        re.IGNORECASE,
    )


CHECK = SiteCheck(id="host-header", rules=(RULE,), run=_run, judge=_judge)

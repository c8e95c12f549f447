"""Headers that tell which software in which version answers."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.scanners.web.check import PassiveCheck, page_finding
from securestack.scanners.web.page import Page
from securestack.scanners.web.page_traits import headers_of

RULE = Rule(
    id="web.server-version",
    title="Headers tell the server's software and version",
    severity=Severity.INFORMATIONAL,
    cwe=(200, 497),
    what="A header names the software that answers, with its version.",
    why=(
        "It saves an attacker the search for which known flaws to try, and puts the site on the list when one is found "
        "in that version. By itself it is no flaw."
    ),
    fix="Turn the version off: `ServerTokens Prod` (Apache), `server_tokens off` (nginx), `expose_php = Off` (PHP).",
    vulnerable_example="Server: Apache/2.4.41 (Ubuntu)\nX-Powered-By: PHP/7.4.3",
    fixed_example="Server: Apache",
    owasp=("A05:2021",),
    references=(
        Reference(
            "OWASP Testing Guide: Fingerprint Web Server",
            "https://owasp.org/www-project-web-security-testing-guide/stable/4-Web_Application_Security_Testing/"
            "01-Information_Gathering/02-Fingerprint_Web_Server",
        ),
    ),
)

_NAMES = {
    "server": "Server",
    "x-powered-by": "X-Powered-By",
    "x-aspnet-version": "X-AspNet-Version",
    "x-aspnetmvc-version": "X-AspNetMvc-Version",
    "x-generator": "X-Generator",
    "x-runtime-version": "X-Runtime-Version",
    "liferay-portal": "Liferay-Portal",
}
_VERSION = re.compile(r"[0-9]+\.[0-9]")


def _key(page: Page) -> Hashable | None:
    values = headers_of(page, *_NAMES)
    # Named on a page that is there: a finding at an address that answers "not found" helps nobody.
    return values if any(values) and page.response.status < 400 else None


def _run(page: Page) -> Iterator[Finding]:
    if _key(page) is None:
        return
    for shown, values in zip(_NAMES.values(), headers_of(page, *_NAMES), strict=True):
        for value in values[:1]:
            if _VERSION.search(value):
                yield page_finding(
                    page,
                    RULE,
                    CHECK.id,
                    f"The header {shown} says {value[:200]!r}: software and version.",
                    f"{shown}: {value}",
                    value,
                    parameter=shown,
                    site_wide=True,
                )


CHECK = PassiveCheck(id="server-version", rules=(RULE,), run=_run, once_per=_key)

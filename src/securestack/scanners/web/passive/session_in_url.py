"""Session tokens in addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.scanners.web.check import PassiveCheck, page_finding
from securestack.scanners.web.masking import masked
from securestack.scanners.web.page import Page
from securestack.scanners.web.page_traits import lowered

RULE = Rule(
    id="web.session-token-in-url",
    title="A session token stands in an address",
    severity=Severity.MEDIUM,
    cwe=(598,),
    what="An address of the application holds a session identifier or an access token.",
    why=(
        "Addresses end up in histories, logs, bookmarks, screenshots and in the Referer header of the next site. "
        "Whoever reads one there has the session. A link with a session of the attacker's choice fixes it besides."
    ),
    fix="Keep sessions in cookies with `HttpOnly`, `Secure` and `SameSite`; turn URL rewriting off.",
    vulnerable_example='<a href="/account;jsessionid=0A1B2C3D4E5F60718293A4B5C6D7E8F9">',
    fixed_example='<a href="/account">',
    owasp=("A04:2021", "A07:2021"),
    references=(
        Reference(
            "OWASP: Session Management Cheat Sheet",
            "https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html",
        ),
    ),
)

_NEEDLES = (b"sid=", b"sessionid=", b"session_id=", b"_token=")  # in lower case
_TOKEN = re.compile(
    r"[?&;#](?P<name>jsessionid|phpsessid|aspsessionid\w*|sessionid|session_id|sid|access_token|auth_token)="
    r"(?P<value>[A-Za-z0-9._~!%+-]{16,})",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:href|action|src)\s*=\s*[\"']?(?P<address>[^\"'<>\s]{1,2000})", re.IGNORECASE)


def _run(page: Page) -> Iterator[Finding]:
    if "=" in page.url and (found := _random_token(page.url)):
        yield _finding(page, found, "The address of this page holds")
        return
    body = lowered(page.response.body)
    if not page.response.is_html or not any(needle in body for needle in _NEEDLES):
        return
    for link in _ADDRESS.finditer(page.response.text.replace("&amp;", "&")):
        address = link["address"]
        if found := _random_token(address):
            yield _finding(page, found, "A link on this page holds")
            return


def _random_token(address: str) -> re.Match[str] | None:
    found = _TOKEN.search(address)
    # A word is no token: all of them hold digits.
    return found if found and re.search(r"[0-9]", found["value"]) else None


def _finding(page: Page, found: re.Match[str], where: str) -> Finding:
    shown = masked(found["value"])
    return page_finding(
        page,
        RULE,
        CHECK.id,
        f"{where} the token {found['name']}={shown}.",
        f"{found['name']}={shown}",
        parameter=found["name"],
        site_wide=True,
        hide={found["value"]: shown},
    )


CHECK = PassiveCheck(id="session-in-url", rules=(RULE,), run=_run)

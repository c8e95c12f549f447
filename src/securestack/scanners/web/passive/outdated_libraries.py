"""Client-side libraries in versions with known flaws, used by a page or served as a script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.scanners.web.check import PassiveCheck, page_finding
from securestack.scanners.web.libraries.known import Flaw
from securestack.scanners.web.libraries.recognition import (
    Recognised,
    known_flaws,
    recognise_address,
    recognise_content,
)
from securestack.scanners.web.libraries.version import version_key
from securestack.scanners.web.page import Page
from securestack.scanners.web.page_traits import SCRIPT_TYPES

RULE = Rule(
    id="web.outdated-library",
    title="A client-side library with known flaws",
    severity=Severity.MEDIUM,
    cwe=(1104, 1395),
    what="A page uses a JavaScript library in a version for which flaws are published.",
    why=(
        "The flaws are known to everybody, with examples. Whether one can be used here depends on how the page uses the "
        "library; the library's age makes it likely that more than one can."
    ),
    fix="Update the library to a version that repairs the flaws, and let a tool watch its versions from then on.",
    vulnerable_example='<script src="/static/jquery-1.12.4.min.js"></script>',
    fixed_example='<script src="/static/jquery-3.7.1.min.js"></script>',
    owasp=("A06:2021",),
    references=(
        Reference(
            "OWASP: Vulnerable Dependency Management Cheat Sheet",
            "https://cheatsheetseries.owasp.org/cheatsheets/Vulnerable_Dependency_Management_Cheat_Sheet.html",
        ),
    ),
)


_SOURCE = re.compile(rb"<script\b[^>]{0,500}?\ssrc\s*=\s*[\"']?(?P<address>[^\"'>\s]{1,500})", re.IGNORECASE)


def _run(page: Page) -> Iterator[Finding]:
    if page.response.status != 200:
        return
    told: set[tuple[str, str]] = set()
    for recognised in _recognised(page):
        key = (recognised.library.name, recognised.version)
        if key not in told and (flaws := known_flaws(recognised)):
            told.add(key)
            yield _finding(page, recognised, flaws)


def _recognised(page: Page) -> Iterator[Recognised]:
    if page.response.media_type in SCRIPT_TYPES:
        if found := recognise_content(page.response.body) or recognise_address(page.url):
            yield found
        return
    body = page.response.body
    start = body.find(b"<script") if page.response.is_html else -1
    while start >= 0:
        tag = _SOURCE.match(body, start)
        if tag and (found := recognise_address(tag["address"].decode("utf-8", "replace"))):
            yield found
        start = body.find(b"<script", start + 7)


def _finding(page: Page, recognised: Recognised, flaws: list[Flaw]) -> Finding:
    names = list(dict.fromkeys(flaw.cve for flaw in flaws))
    worst = max(flaws, key=lambda flaw: flaw.severity.rank)
    repaired = "no release repairs all of them"
    if all(flaw.below for flaw in flaws):
        repaired = f"they are repaired in {max((flaw.below for flaw in flaws), key=version_key)}"
    listed = ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
    return page_finding(
        page,
        RULE,
        CHECK.id,
        f"{recognised.library.name} {recognised.version} has known flaws ({listed}), such as {worst.effect}; "
        f"{repaired}.",
        recognised.text,
        parameter=f"{recognised.library.name} {recognised.version}",
        site_wide=True,
        confidence=Confidence.FIRM,
        severity=None if worst.severity is RULE.severity else worst.severity,
    )


CHECK = PassiveCheck(id="outdated-libraries", rules=(RULE,), run=_run, reads_body=True)

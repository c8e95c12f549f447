"""Source maps of scripts: whether the original source code can be fetched. At most 3 requests, 30 in a deep scan."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.url import origin, resolve
from securestack.probing.needs import Profile
from securestack.scanners.web.check import Site, SiteCheck, page_finding
from securestack.scanners.web.page import Page
from securestack.scanners.web.page_traits import SCRIPT_TYPES

RULE = Rule(
    id="web.source-map",
    title="The original source code of scripts is public",
    severity=Severity.INFORMATIONAL,
    cwe=(540,),
    what="A source map with the original source code of a script can be fetched by everybody.",
    why=(
        "The script itself is public anyway, but the original reads easily: comments, names of internal services and "
        "files, code of pages that this user never sees."
    ),
    fix="Build without source maps for production, or upload them to the error tracker only.",
    vulnerable_example="//# sourceMappingURL=app.js.map",
    fixed_example="(no such line, and app.js.map answers 404)",
    owasp=("A05:2021",),
    references=(Reference("ECMA-426: Source map format", "https://tc39.es/ecma426/"),),
)

_MOST = {Profile.QUICK: 0, Profile.STANDARD: 3, Profile.DEEP: 30}
_REFERENCE = re.compile(rb"//[#@]\s*sourceMappingURL=([^\s'\"]{1,300})\s*\Z")


async def _run(site: Site) -> list[Finding]:
    findings: list[Finding] = []
    for path in list(dict.fromkeys(_maps(site)))[: _MOST[site.profile]]:
        page = await site.ask(path)
        findings += _judge(page)
    return findings


def _maps(site: Site) -> Iterator[str]:
    for page in site.pages:
        if page.response.media_type not in SCRIPT_TYPES or page.response.status != 200:
            continue
        named = page.response.header("sourcemap") or ""
        if not named and (found := _REFERENCE.search(page.response.body[-600:])):
            named = found[1].decode("utf-8", "replace")
        address = resolve(page.url, named) if named else None
        if address and origin(address) == origin(site.origin):
            pieces = urlsplit(address)
            yield pieces.path + (f"?{pieces.query}" if pieces.query else "")


def _judge(page: Page) -> Iterator[Finding]:
    if page.response.status != 200 or b"sources" not in page.response.body:
        return
    try:
        value = json.loads(page.response.body.removeprefix(b")]}'"))
    except ValueError:
        return
    if not isinstance(value, dict) or "mappings" not in value or not isinstance(value.get("sources"), list):
        return
    files = [name for name in value["sources"] if isinstance(name, str)]
    if not any(isinstance(text, str) and text for text in value.get("sourcesContent") or ()):
        return
    shown = ", ".join(files[:3]) + (f" and {len(files) - 3} more" if len(files) > 3 else "")
    yield page_finding(
        page, RULE, CHECK.id, f"{page.template.path} holds the original source code of {shown}.", *files[:3]
    )


CHECK = SiteCheck(id="source-maps", rules=(RULE,), run=_run, judge=_judge)

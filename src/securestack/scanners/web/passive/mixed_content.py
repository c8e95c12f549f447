"""Mixed content: parts of an HTTPS page fetched over plain HTTP (W3C Mixed Content)."""

from __future__ import annotations

from collections.abc import Iterator

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.scanners.web.check import PassiveCheck, page_finding
from securestack.scanners.web.page import Page
from securestack.scanners.web.page_traits import is_https, lowered, travels_in_the_open

RULE = Rule(
    id="web.mixed-content",
    title="Parts of an HTTPS page are fetched over plain HTTP",
    severity=Severity.LOW,
    cwe=(311, 319),
    what="A page served over HTTPS loads scripts, style sheets, frames or media from `http:` addresses.",
    why=(
        "Whoever is on the way to that address can put something of their own in its place. Browsers refuse scripts and "
        "frames of that kind, so the page is broken besides; images and media they may still show."
    ),
    fix="Use `https:` addresses, and send `Content-Security-Policy: upgrade-insecure-requests` to catch the rest.",
    vulnerable_example='<script src="http://static.example.com/app.js"></script>',
    fixed_example='<script src="https://static.example.com/app.js"></script>',
    owasp=("A02:2021",),
    references=(
        Reference("W3C: Mixed Content", "https://www.w3.org/TR/mixed-content/"),
        Reference(
            "MDN: Mixed content",
            "https://developer.mozilla.org/en-US/docs/Web/Security/Defenses/Mixed_content",
        ),
    ),
)

_ACTIVE = {"script": "src", "iframe": "src", "frame": "src", "object": "data", "embed": "src"}
_MEDIA = {"img": "src", "audio": "src", "video": "src", "source": "src"}
_SELECTOR = ",".join(f'{tag}[{name}^="http:" i]' for tag, name in {**_ACTIVE, **_MEDIA}.items())
_SELECTOR += ',link[href^="http:" i]'


def _run(page: Page) -> Iterator[Finding]:
    if not is_https(page) or b"http:" not in lowered(page.response.body) or page.document is None:
        return
    policy = " ".join(page.response.header_values("content-security-policy")).lower()
    if "upgrade-insecure-requests" in policy:
        return
    found: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    for node in page.document.css(_SELECTOR):
        tag = node.tag or ""
        if tag == "link" and "stylesheet" not in (node.attributes.get("rel") or "").lower():
            continue
        name = "href" if tag == "link" else _ACTIVE.get(tag) or _MEDIA[tag]
        address = node.attributes.get(name) or ""
        if travels_in_the_open(address):
            found[tag not in _MEDIA].append((tag, address))
    for active, parts in found.items():
        if not parts:
            continue
        tag, address = parts[0]
        more = f" and {len(parts) - 1} more" if len(parts) > 1 else ""
        yield page_finding(
            page,
            RULE,
            CHECK.id,
            f"The page came over HTTPS and fetches a part (<{tag}>) over plain HTTP from {address[:200]}{more}.",
            *(address for _, address in parts[:5]),
            parameter="" if active else "media",
            severity=None if active else Severity.INFORMATIONAL,
        )


CHECK = PassiveCheck(id="mixed-content", rules=(RULE,), run=_run, reads_body=True)

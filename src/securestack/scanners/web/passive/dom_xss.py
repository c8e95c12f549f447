"""Cross-site scripting inside the page: a script of the page runs what the address holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.scanners.web.check import PassiveCheck, page_finding
from securestack.scanners.web.dom_flows import LONGEST_SCRIPT, Flow, Kind, flows
from securestack.scanners.web.page import Page

RULE = Rule(
    id="web.dom-xss",
    title="A script of the page runs what the address holds (DOM-based cross-site scripting)",
    severity=Severity.HIGH,
    cwe=(79,),
    what="A script takes text from the page's address and hands it to something that makes HTML of it or runs it.",
    why=(
        "Whoever follows a link made by an attacker runs the attacker's script in the page, with everything that the "
        "user may do there. What stands behind `#` never reaches the server, so no log and no filter sees it."
    ),
    fix=(
        "Write text with `textContent`, attributes with `setAttribute`, and choose among known values instead of taking "
        "the address's. Where HTML is meant, clean it with DOMPurify. A content security policy with "
        "`require-trusted-types-for 'script'` refuses such assignments altogether."
    ),
    vulnerable_example="box.innerHTML = 'Language: ' + decodeURIComponent(location.hash.slice(1));",
    fixed_example="box.textContent = 'Language: ' + decodeURIComponent(location.hash.slice(1));",
    owasp=("A03:2021",),
    references=(
        Reference(
            "OWASP: DOM based XSS Prevention Cheat Sheet",
            "https://cheatsheetseries.owasp.org/cheatsheets/DOM_based_XSS_Prevention_Cheat_Sheet.html",
        ),
        Reference(
            "MDN: Trusted Types API", "https://developer.mozilla.org/en-US/docs/Web/API/Trusted_Types_API"
        ),
    ),
)

_SOURCES = (b"location", b"document.URL", b"documentURI", b"baseURI", b"window.name")
_SINKS = re.compile(
    rb"write|HTML|srcdoc|eval|Function|setTimeout|setInterval|\.html\(|location|execScript|Fragment"
)


def _run(page: Page) -> Iterator[Finding]:
    body = page.response.body
    if not any(word in body for word in _SOURCES) or not _SINKS.search(body):
        return
    told: set[str] = set()
    for script in _scripts(page):
        for flow in flows(script):
            if flow.statement not in told:
                told.add(flow.statement)
                yield _finding(page, flow)


def _scripts(page: Page) -> Iterator[str]:
    if page.document is not None:
        for node in page.document.css("script"):
            kind = (node.attributes.get("type") or "").lower()
            if "src" not in node.attributes and (not kind or "javascript" in kind or kind == "module"):
                yield node.text(deep=True)
    elif (
        "javascript" in (page.response.header("content-type") or "")
        and len(page.response.body) <= LONGEST_SCRIPT
    ):
        yield page.response.text


def _finding(page: Page, flow: Flow) -> Finding:
    made = {
        Kind.HTML: "makes HTML of it",
        Kind.CODE: "runs it as code",
        Kind.ADDRESS: "goes to it, be it a script (`javascript:`) or another site",
    }[flow.kind]
    way = f" by way of the variable {flow.through}" if flow.through else ""
    return page_finding(
        page,
        RULE,
        CHECK.id,
        f"A script takes {flow.source}{way} to {flow.sink}, which {made}. Read from the code, not tried in a browser.",
        flow.statement[:60],
        parameter=flow.statement[:80],
        site_wide=True,  # the same script may stand on every page
        confidence=Confidence.TENTATIVE if flow.through else Confidence.FIRM,
        severity=Severity.MEDIUM if flow.kind is Kind.ADDRESS else None,
    )


CHECK = PassiveCheck(id="dom-xss", rules=(RULE,), run=_run, reads_body=True)

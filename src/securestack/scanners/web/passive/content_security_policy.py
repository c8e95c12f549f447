"""Content-Security-Policy: missing, only reporting, or letting through what it seems to forbid."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.scanners.web.check import PassiveCheck, page_finding
from securestack.scanners.web.csp import Problem, Weakness, problems
from securestack.scanners.web.page import Page
from securestack.scanners.web.page_traits import shown_headers

_REFERENCES = (
    Reference("MDN: Content Security Policy", "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CSP"),
    Reference(
        "OWASP: Content Security Policy Cheat Sheet",
        "https://cheatsheetseries.owasp.org/cheatsheets/Content_Security_Policy_Cheat_Sheet.html",
    ),
    Reference("W3C: Content Security Policy Level 3", "https://www.w3.org/TR/CSP3/"),
)

MISSING = Rule(
    id="web.missing-content-security-policy",
    title="No Content Security Policy",
    severity=Severity.LOW,
    cwe=(693, 1021),
    what="The site sends its pages without a Content-Security-Policy that browsers enforce.",
    why=(
        "A Content Security Policy is the second line of defence against cross-site scripting: with one, a script that "
        "slips through a gap in output encoding does not run. Without one, any such gap is enough."
    ),
    fix=(
        "Send a policy that trusts scripts by a fresh nonce, such as `script-src 'nonce-…' 'strict-dynamic'; object-src "
        "'none'; base-uri 'none'`. Try it with `Content-Security-Policy-Report-Only` first, then enforce it."
    ),
    vulnerable_example="HTTP/1.1 200 OK\nContent-Type: text/html",
    fixed_example=(
        "HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Security-Policy: script-src 'nonce-8IBTHwOdqNKAWeKl7plt8g' "
        "'strict-dynamic'; object-src 'none'; base-uri 'none'"
    ),
    owasp=("A05:2021",),
    references=_REFERENCES,
)

WEAK = Rule(
    id="web.weak-content-security-policy",
    title="A Content Security Policy that does not stop scripts",
    severity=Severity.LOW,
    cwe=(693,),
    what="The site's Content-Security-Policy has a gap through which an injected script still runs.",
    why=(
        "The policy looks like a defence but is none against the attack it is meant for: whoever finds a place to "
        "inject HTML can use the gap to run a script in the user's session."
    ),
    fix=(
        "Trust scripts by a fresh nonce or by hash with `'strict-dynamic'` in place of host lists and "
        "`'unsafe-inline'`; set `object-src 'none'` and `base-uri 'none'`."
    ),
    vulnerable_example="Content-Security-Policy: script-src 'self' 'unsafe-inline' https:",
    fixed_example=(
        "Content-Security-Policy: script-src 'nonce-8IBTHwOdqNKAWeKl7plt8g' 'strict-dynamic'; object-src 'none'; "
        "base-uri 'none'"
    ),
    owasp=("A05:2021",),
    references=_REFERENCES,
)

_HEADER = "content-security-policy"
_REPORT_ONLY = "content-security-policy-report-only"
_MINOR = frozenset({Weakness.OBJECTS, Weakness.BASE, Weakness.UNSAFE_EVAL})
_META = b"http-equiv"


def _key(page: Page) -> Hashable | None:
    values = shown_headers(page, _HEADER, _REPORT_ONLY)
    if values is None:
        return None
    return (*values, *_meta_policies(page))


def _meta_policies(page: Page) -> tuple[str, ...]:
    head = page.response.body[:8192].lower()
    if _META not in head or b"content-security-policy" not in head or page.document is None:
        return ()
    metas = page.document.css("meta[http-equiv][content]")
    return tuple(
        meta.attributes.get("content") or ""
        for meta in metas
        if (meta.attributes.get("http-equiv") or "").strip().lower() == _HEADER
    )


def _run(page: Page) -> Iterator[Finding]:
    values = shown_headers(page, _HEADER, _REPORT_ONLY)
    if values is None:
        return
    enforced, reported = values
    policies = (*enforced, *_meta_policies(page))
    if not policies:
        summary = "The page came without a Content-Security-Policy, so that an injected script would run."
        if reported:
            summary = "The page's Content-Security-Policy only reports: browsers enforce nothing of it."
        yield page_finding(
            page,
            MISSING,
            CHECK.id,
            summary,
            *reported,
            parameter="Content-Security-Policy",
            site_wide=True,
        )
        return
    by_directive: dict[str, list[Problem]] = {}
    for problem in problems(policies):
        by_directive.setdefault(problem.directive, []).append(problem)
    for directive, gaps in by_directive.items():
        yield page_finding(
            page,
            WEAK,
            CHECK.id,
            f"In the page's Content-Security-Policy {'; '.join(map(_words, gaps))}.",
            *(gap.source for gap in gaps),
            parameter=directive,
            site_wide=True,
            severity=Severity.INFORMATIONAL if all(gap.weakness in _MINOR for gap in gaps) else None,
        )


def _words(problem: Problem) -> str:
    if problem.source:
        return f"{problem.directive} allows {problem.source}: {problem.effect}"
    return f"{problem.directive} is missing: {problem.effect}"


CHECK = PassiveCheck(id="content-security-policy", rules=(MISSING, WEAK), run=_run, once_per=_key)

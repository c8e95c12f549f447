"""X-Content-Type-Options: whether browsers may guess that an answer is a script or a style sheet."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.scanners.web.check import PassiveCheck, page_finding
from securestack.scanners.web.page import Page
from securestack.scanners.web.page_traits import headers_of

RULE = Rule(
    id="web.missing-content-type-options",
    title="Browsers may guess content types",
    severity=Severity.INFORMATIONAL,
    cwe=(693,),
    what="Answers come without `X-Content-Type-Options: nosniff`.",
    why=(
        "A browser then decides by an answer's content whether it is a page, a script or a style sheet. Where users can "
        "upload files or put text into answers, something that was meant as plain data may be run."
    ),
    fix="Send `X-Content-Type-Options: nosniff` with every answer, and a correct `Content-Type`.",
    vulnerable_example="Content-Type: text/plain",
    fixed_example="Content-Type: text/plain; charset=utf-8\nX-Content-Type-Options: nosniff",
    owasp=("A05:2021",),
    references=(
        Reference(
            "MDN: X-Content-Type-Options",
            "https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/X-Content-Type-Options",
        ),
        Reference("Fetch Standard: nosniff", "https://fetch.spec.whatwg.org/#x-content-type-options-header"),
    ),
)


def _key(page: Page) -> Hashable | None:
    if page.response.status != 200 or not page.response.body:
        return None
    return headers_of(page, "x-content-type-options")


def _run(page: Page) -> Iterator[Finding]:
    if page.response.status != 200 or not page.response.body:
        return
    values = headers_of(page, "x-content-type-options")[0]
    # Only the first value of the list counts, in any case (Fetch Standard).
    first = ",".join(values).split(",")[0].strip().lower()
    if first == "nosniff":
        return
    said = f"says {values[0]!r}, which browsers ignore" if values else "is missing"
    yield page_finding(
        page,
        RULE,
        CHECK.id,
        f"X-Content-Type-Options {said}, so that browsers may run an answer that was meant as data.",
        *values,
        parameter="X-Content-Type-Options",
        site_wide=True,
    )


CHECK = PassiveCheck(id="content-type-options", rules=(RULE,), run=_run, once_per=_key)

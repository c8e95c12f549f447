"""Debug pages and stack traces in answers."""

from __future__ import annotations

from collections.abc import Iterator

from securestack.core.finding import Finding
from securestack.core.severity import Confidence
from securestack.probing.error_signatures import DEBUG_PAGE, STACK_TRACE, shown_error
from securestack.scanners.web.check import PassiveCheck, page_finding
from securestack.scanners.web.page import Page
from securestack.scanners.web.page_traits import TEXT_TYPES


def _run(page: Page) -> Iterator[Finding]:
    if page.response.media_type not in TEXT_TYPES:
        return
    if error := shown_error(page.response):
        rule = error.signature.rule
        kind = "the debug page of" if rule is DEBUG_PAGE else "a stack trace of"
        yield page_finding(
            page,
            rule,
            CHECK.id,
            f"The answer (status {page.response.status}) is or holds {kind} {error.signature.technology}.",
            error.text.strip().splitlines()[0][:200],
            error.text.strip().splitlines()[-1][:200],
            # A page that was answered well may be one about errors.
            confidence=Confidence.FIRM if page.response.status >= 400 else Confidence.TENTATIVE,
            severity=error.signature.severity,
        )


CHECK = PassiveCheck(id="error-details", rules=(STACK_TRACE, DEBUG_PAGE), run=_run, reads_body=True)

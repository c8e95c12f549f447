"""What the server shows when a request is none it expects. 2 requests: a path that is not there, and a broken one."""

from __future__ import annotations

from collections.abc import Iterator

from securestack.core.finding import Finding
from securestack.core.severity import Confidence
from securestack.probing.check import new_token
from securestack.probing.error_signatures import DEBUG_PAGE, STACK_TRACE, shown_error
from securestack.scanners.web.check import Site, SiteCheck, page_finding
from securestack.scanners.web.page import Page


async def _run(site: Site) -> list[Finding]:
    # The second path is bytes that are no UTF-8, with a parameter that is half a list: frameworks trip over either.
    for path in (f"/{new_token()}", f"/{new_token()}%ff%fe?list[=%ff"):
        if found := list(_judge(await site.ask(path))):
            return found
    return []


def _judge(page: Page) -> Iterator[Finding]:
    if page.response.status < 400:
        return
    if error := shown_error(page.response):
        rule = error.signature.rule
        yield page_finding(
            page,
            rule,
            CHECK.id,
            f"A request for a page that does not exist was answered (status {page.response.status}) with "
            f"{'the debug page' if rule is DEBUG_PAGE else 'a stack trace'} of {error.signature.technology}.",
            error.text.strip().splitlines()[0][:200],
            site_wide=True,
            confidence=Confidence.FIRM,
            severity=error.signature.severity,
        )


CHECK = SiteCheck(id="verbose-errors", rules=(STACK_TRACE, DEBUG_PAGE), run=_run, judge=_judge)

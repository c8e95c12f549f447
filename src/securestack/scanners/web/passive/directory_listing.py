"""Directory listings that the application links to."""

from __future__ import annotations

from collections.abc import Iterator

from securestack.core.finding import Finding
from securestack.scanners.web.check import PassiveCheck, page_finding
from securestack.scanners.web.directory_index import RULE, listing_marker
from securestack.scanners.web.page import Page


def _run(page: Page) -> Iterator[Finding]:
    if marker := listing_marker(page.response):
        yield page_finding(
            page, RULE, CHECK.id, f"The server lists the files of {page.template.path}.", marker
        )


CHECK = PassiveCheck(id="directory-listing", rules=(RULE,), run=_run, reads_body=True)

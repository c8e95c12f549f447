"""Server-side source code in answers: code that should have been run and was sent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from securestack.core.finding import Finding
from securestack.core.severity import Confidence
from securestack.scanners.web.check import PassiveCheck, page_finding
from securestack.scanners.web.page import Page
from securestack.scanners.web.source_signatures import RULE, shown_source

_READABLE = re.compile(r"text/|application/(?:xhtml|xml|json|octet-stream|x-httpd)|^$")
_SCRIPTS = re.compile(r"javascript|css|markdown|x-python")


def _run(page: Page) -> Iterator[Finding]:
    kind = page.response.media_type
    if page.response.status != 200 or not _READABLE.match(kind) or _SCRIPTS.search(kind):
        return
    if source := shown_source(page.response):
        yield page_finding(
            page,
            RULE,
            CHECK.id,
            f"The answer holds {source.language} source code, which the server should have run.",
            source.text[:200],
            confidence=Confidence.FIRM,
        )


CHECK = PassiveCheck(id="source-code", rules=(RULE,), run=_run, reads_body=True)

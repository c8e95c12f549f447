"""Running the passive checks over the pages of one scan without reading the same thing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlsplit

from securestack.core.finding import Finding
from securestack.scanners.web.check import PassiveCheck
from securestack.scanners.web.page import Page

OnFailure = Callable[[PassiveCheck, Page, Exception], None]


class Inspection:
    """The passive checks of one scan. Remembers what was read and told: each finding comes once.

    `on_failure` is told when a check breaks on a page; the other checks go on. Without it the error is raised.
    """

    def __init__(self, checks: Sequence[PassiveCheck], on_failure: OnFailure | None = None) -> None:
        self._checks = checks
        self._on_failure = on_failure
        self._told: set[str] = set()
        self._read: set[tuple[object, ...]] = set()
        self.looked_at: Counter[str] = Counter()  # pages each check was responsible for

    def inspect(self, page: Page) -> list[Finding]:
        """Return what a page shows that no page before it did."""
        return list(self._inspect(page))

    def _inspect(self, page: Page) -> Iterator[Finding]:
        pieces = urlsplit(page.url)
        origin = (pieces.scheme, pieces.netloc)
        body = (*origin, page.response.status, page.response.media_type, hash(page.response.body))
        seen_body = not page.response.body or body in self._read
        self._read.add(body)
        for check in self._checks:
            self.looked_at[check.id] += 1
            if check.reads_body and seen_body:
                continue
            try:
                if check.once_per is not None and not self._is_new(check, origin, page):
                    continue
                findings = list(check.run(page))
            except Exception as error:
                if self._on_failure is None:
                    raise
                self._on_failure(check, page, error)
                continue
            for finding in findings:
                if finding.fingerprint not in self._told:
                    self._told.add(finding.fingerprint)
                    yield finding

    def _is_new(self, check: PassiveCheck, origin: tuple[str, str], page: Page) -> bool:
        assert check.once_per is not None
        value = check.once_per(page)
        if value is None:
            return False
        key = (check.id, *origin, value)
        if key in self._read:
            return False
        self._read.add(key)
        return True

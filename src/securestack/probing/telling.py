"""Telling what a scan finds: each finding once, and nothing secret in any of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from securestack.core.events import CheckStatus, Event, FindingFound, Notice, NoticeLevel, ScanStatus
from securestack.core.finding import Finding
from securestack.core.masking import Masker


class Teller:
    """The one way in which findings and notices of a scan get out."""

    def __init__(self, emit: Callable[[Event], None], secrets: Iterable[str]) -> None:
        self._emit = emit
        self._told: set[str] = set()
        self._session_secrets: dict[str, None] = {}
        self._known = 0
        self.masker = Masker(secrets)

    def watch_secrets(self, secrets: dict[str, None]) -> None:
        """Mask what this collection holds, now and later: a session adds to it whenever it gets a new cookie."""
        self._session_secrets = secrets
        self._known = 0

    def _current(self) -> Masker:
        if len(self._session_secrets) != self._known:
            self._known = len(self._session_secrets)
            self.masker = self.masker.with_secrets(self._session_secrets)
        return self.masker

    def find(self, finding: Finding) -> None:
        """Tell a finding, unless it was told."""
        if finding.fingerprint not in self._told:
            self._told.add(finding.fingerprint)
            self._emit(FindingFound(self._current().mask_finding(finding)))

    def notice(self, message: str, level: NoticeLevel = NoticeLevel.INFORMATION) -> None:
        """Tell something about the scan itself."""
        self._emit(Notice(self._current().mask_text(message), level))

    def url(self, url: str) -> str:
        """Return a URL as it may be shown."""
        return self._current().mask_url(url)

    def check(self, status: CheckStatus) -> CheckStatus:
        """Return what became of a check as it may be shown."""
        return msgspec.structs.replace(status, reason=self._current().mask_text(status.reason))

    def status(self, status: ScanStatus) -> ScanStatus:
        """Return what became of the scan as it may be shown."""
        return msgspec.structs.replace(status, reason=self._current().mask_text(status.reason))

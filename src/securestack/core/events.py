"""What a scanner says while it works: one stream for the command line, the platform and the tests."""

from __future__ import annotations

import enum

import msgspec

from securestack.core.finding import Finding


class Progress(msgspec.Struct, frozen=True, tag="progress", tag_field="type"):
    """How far the scan is. `total` is None while it is not known; it may grow."""

    phase: str
    done: int
    total: int | None = None
    requests: int = 0  # sent since the scan began
    requests_per_second: float = 0.0
    pages: int = 0  # distinct pages or operations visited so far
    detail: str = ""  # what is being looked at right now
    packages: int = 0  # distinct packages looked up so far


class FindingFound(msgspec.Struct, frozen=True, tag="finding", tag_field="type"):
    """A finding, as soon as it is proven."""

    finding: Finding


class NoticeLevel(enum.StrEnum):
    """How much a notice matters."""

    INFORMATION = "information"
    WARNING = "warning"


class Notice(msgspec.Struct, frozen=True, tag="notice", tag_field="type"):
    """Something a person should know about the scan itself, in one sentence."""

    message: str
    level: NoticeLevel = NoticeLevel.INFORMATION


class Outcome(enum.StrEnum):
    """What became of a check, or of the whole scan."""

    COMPLETED = "completed"
    INCOMPLETE = "incomplete"  # a budget ended, somebody stopped it, or part of it could not be looked at
    SKIPPED = "skipped"  # left out by the plan
    FAILED = "failed"


class CheckStatus(msgspec.Struct, frozen=True, tag="check", tag_field="type"):
    """What became of one check. A check that could not look says so here; that is never a pass."""

    check: str
    outcome: Outcome
    reason: str = ""
    looked_at: int = 0  # how many places it looked at


class ScanStatus(msgspec.Struct, frozen=True, tag="status", tag_field="type"):
    """The last event of every scan: how it ended, and why when it did not complete."""

    outcome: Outcome
    reason: str = ""


Event = Progress | FindingFound | Notice | CheckStatus | ScanStatus

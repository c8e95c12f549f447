"""The account of what the checks did: how many places each looked at, and where it could not."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from securestack.core.budget import BudgetExhausted
from securestack.core.events import CheckStatus, Outcome
from securestack.net.errors import NetError
from securestack.probing.session import SessionLost

_log = logging.getLogger(__name__)


class Account:
    """Counts for each check. One failing check is a line here: neither a crash nor silence."""

    def __init__(self) -> None:
        self._looked_at: Counter[str] = Counter()
        self._skipped: dict[str, str] = {}
        self._failed: dict[str, str] = {}
        self._incomplete: dict[str, str] = {}
        self._unanswered: Counter[str] = Counter()
        self.gave_up = ""  # why the scan as a whole ended early

    def skip(self, check: str, reason: str) -> None:
        """Note that the plan left a check out."""
        self._skipped[check] = reason

    def count(self, check: str, places: int = 1) -> None:
        """Note that a check looked at so many places."""
        self._looked_at[check] += places

    def expect(self, check: str) -> None:
        """Note that a check belongs to the scan; one that never looked anywhere then says so."""
        self._looked_at[check] += 0

    def broke(self, check: str, place: str, error: Exception) -> None:
        """Note that a check failed by its own fault."""
        _log.error("the check %s broke at %s", check, place, exc_info=error)
        self._failed.setdefault(check, f"it broke at {place} ({type(error).__name__}: {error})")

    def cut_short(self, check: str, reason: str) -> None:
        """Note that a check did not get to look everywhere."""
        self._incomplete.setdefault(check, reason)

    @asynccontextmanager
    async def watch(self, check: str, place: str) -> AsyncIterator[None]:
        """Run one check on one place: its failures are noted here and end with the block.

        Lets BudgetExhausted and SessionLost through, as they end the scan.
        """
        self._looked_at[check] += 1
        try:
            yield
        except BudgetExhausted as error:
            self.cut_short(check, str(error))
            raise
        except SessionLost as error:
            self.cut_short(check, str(error))
            raise
        except NetError as error:
            self._unanswered[check] += 1
            self.cut_short(check, f"no answer at {place}: {error}")
        except Exception as error:  # a check's own fault must not end the scan
            self.broke(check, place, error)

    def statuses(self) -> Iterator[CheckStatus]:
        """Yield what became of each check, by name."""
        names = set(self._looked_at) | set(self._skipped) | set(self._incomplete)
        for check in sorted(names):
            looked_at = self._looked_at[check]
            if check in self._failed:
                yield CheckStatus(check, Outcome.FAILED, self._failed[check], looked_at)
            elif check in self._incomplete:
                reason = self._incomplete[check]
                if (unanswered := self._unanswered[check]) > 1:
                    reason = f"{unanswered} of {looked_at} places gave no answer, the first: {reason}"
                yield CheckStatus(check, Outcome.INCOMPLETE, reason, looked_at)
            elif check in self._skipped:
                yield CheckStatus(check, Outcome.SKIPPED, self._skipped[check], looked_at)
            elif not looked_at:
                yield CheckStatus(check, Outcome.SKIPPED, "there was nothing for it to look at", 0)
            else:
                yield CheckStatus(check, Outcome.COMPLETED, looked_at=looked_at)

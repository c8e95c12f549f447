"""The account of what the checks did: how many places each looked at, and where it could not."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager

from securestack.core.budget import BudgetExhausted
from securestack.core.events import CheckStatus, Outcome
from securestack.net.errors import NetError
from securestack.probing.session import SessionLost

_log = logging.getLogger(__name__)


class Account:
    """Counts for each check. One failing check is a line here: neither a crash nor silence.

    A check is planned, looks at places, and is finished when there are no more. One that is planned and neither
    finished nor skipped when the scan ends did not look everywhere, and says so.
    """

    def __init__(self) -> None:
        self._planned: dict[str, None] = {}
        self._finished: set[str] = set()
        self._looked_at: Counter[str] = Counter()
        self._skipped: dict[str, str] = {}
        self._failed: dict[str, str] = {}
        self._unanswered: Counter[str] = Counter()
        self._first_unanswered: dict[str, str] = {}

    def plan(self, checks: Iterable[str]) -> None:
        """Note that these checks belong to the scan."""
        self._planned.update(dict.fromkeys(checks))

    def skip(self, check: str, reason: str) -> None:
        """Note that the plan left a check out."""
        self._planned[check] = None
        self._skipped[check] = reason

    def finish(self, checks: Iterable[str]) -> None:
        """Note that these checks got to look everywhere they had to."""
        self._finished.update(checks)

    def count(self, check: str, places: int = 1) -> None:
        """Note that a check looked at so many places."""
        self._looked_at[check] += places

    def broke(self, check: str, place: str, error: Exception) -> None:
        """Note that a check failed by its own fault."""
        first = check not in self._failed
        _log.log(
            logging.ERROR if first else logging.DEBUG,
            "the check %s broke at %s",
            check,
            place,
            exc_info=error,
        )
        if first:
            self._failed[check] = f"it broke at {place} ({type(error).__name__}: {error})"

    def unanswered(self, check: str, place: str, error: NetError) -> None:
        """Note that a check could not look at a place because no answer came."""
        self._unanswered[check] += 1
        self._first_unanswered.setdefault(check, f"no answer at {place}: {error}")

    @asynccontextmanager
    async def watch(self, check: str, place: str) -> AsyncIterator[None]:
        """Run one check on one place: its failures are noted here and end with the block.

        Lets BudgetExhausted and SessionLost through, as they end the scan.
        """
        try:
            yield
        except (BudgetExhausted, SessionLost):
            raise
        except NetError as error:
            self.unanswered(check, place, error)
        except Exception as error:  # a check's own fault must not end the scan
            self.broke(check, place, error)
        else:
            self._looked_at[check] += 1

    def statuses(self, ended: str = "") -> Iterator[CheckStatus]:
        """Yield what became of each check, by name. `ended` says why the scan ended early, where it did."""
        for check in sorted(self._planned):
            outcome, reason = self._judge(check, ended)
            yield CheckStatus(check, outcome, reason, self._looked_at[check])

    def _judge(self, check: str, ended: str) -> tuple[Outcome, str]:
        if check in self._failed:
            return Outcome.FAILED, self._failed[check]
        if check in self._skipped:
            return Outcome.SKIPPED, self._skipped[check]
        if check not in self._finished:
            return Outcome.INCOMPLETE, ended or "the scan ended before it could look everywhere"
        if unanswered := self._unanswered[check]:
            first = self._first_unanswered[check]
            if unanswered == 1:
                return Outcome.INCOMPLETE, first
            places = self._looked_at[check] + unanswered
            return Outcome.INCOMPLETE, f"{unanswered} of {places} places gave no answer, the first: {first}"
        if not self._looked_at[check]:
            return Outcome.SKIPPED, "there was nothing for it to look at"
        return Outcome.COMPLETED, ""

"""Budgets: how long and how much a scan may, always ending in a report."""

from __future__ import annotations

import time
from collections.abc import Callable


class BudgetExhausted(Exception):
    """The scan has used up its time or its requests; its message says which."""


class Budget:
    """Time and requests a scan may use. Ask `spend` before each request and `check` in long loops.

    `time_limit` is in seconds. None means no limit.
    """

    def __init__(
        self,
        *,
        time_limit: float | None = None,
        max_requests: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.time_limit = time_limit
        self.max_requests = max_requests
        self.requests = 0
        self._clock = clock
        self._started = clock()

    @property
    def elapsed(self) -> float:
        """Seconds since the budget began."""
        return self._clock() - self._started

    @property
    def remaining_seconds(self) -> float | None:
        """Seconds left, never below zero, or None without a limit."""
        return None if self.time_limit is None else max(0.0, self.time_limit - self.elapsed)

    def exhausted(self) -> str:
        """Return why nothing is left, or an empty string while something is."""
        if self.time_limit is not None and self.elapsed >= self.time_limit:
            return f"the time limit of {self.time_limit:g} seconds was reached"
        if self.max_requests is not None and self.requests >= self.max_requests:
            return f"the limit of {self.max_requests} requests was reached"
        return ""

    def check(self) -> None:
        """Raise BudgetExhausted when nothing is left."""
        if reason := self.exhausted():
            raise BudgetExhausted(reason)

    def spend(self) -> None:
        """Count one request, or raise BudgetExhausted when none is left."""
        self.check()
        self.requests += 1

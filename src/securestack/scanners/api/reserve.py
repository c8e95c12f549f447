"""A part of a scan's budget kept for cleaning up: what was made is deleted however the scan ends."""

from __future__ import annotations

from securestack.core.budget import Budget
from securestack.scanners.api.options import ApiScanOptions

_REQUESTS, _SECONDS = 150, 8.0  # at most; a tenth of a smaller budget


class Reserve:
    """Holds back its part from the beginning, until `release`."""

    def __init__(self, options: ApiScanOptions) -> None:
        self._options = options
        self.budget = budget = Budget(time_limit=options.time_limit, max_requests=options.max_requests)
        if budget.max_requests is not None:
            budget.max_requests -= min(_REQUESTS, budget.max_requests // 10)
        if budget.time_limit is not None:
            budget.time_limit -= min(_SECONDS, budget.time_limit / 10)

    def release(self) -> None:
        """Let the whole budget be used."""
        self.budget.max_requests = self._options.max_requests
        self.budget.time_limit = self._options.time_limit

    def reached(self, told: str) -> str:
        """Return which limit was reached, with the number that whoever started the scan gave."""
        if "requests" in told:
            return f"the limit of {self._options.max_requests} requests was reached"
        return f"the time limit of {self._options.time_limit:g} seconds was reached"

"""What a worker needs to know of one kind of scan: how its scanner's options come about, and what is kept besides findings."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.core.result import ScanResult
from securestack.net.guard import AddressGuard
from securestack.server.scans.queries_queue import Claim


class CannotBegin(Exception):
    """The scan cannot be run; the message says why, and is shown as the reason."""


class Work(Protocol):
    """One claimed scan, made ready for its scanner."""

    guard: AddressGuard | None  # for every address that the scan connects to

    def begun(self) -> AbstractContextManager[Any]:
        """Lend the scanner's options, in the scan's own thread. Raises CannotBegin."""
        ...

    def looked_at(self, result: ScanResult) -> ScanResult:
        """Return the result as it is to be kept; called in the scan's thread while its options still hold."""
        ...

    def statistics(self) -> dict[str, Any]:
        """Return what is kept among the statistics of the scan."""
        ...

    async def keep(self, session: AsyncSession, claim: Claim) -> None:
        """Write what a completed scan saw besides its findings, in the transaction that ends it."""
        ...

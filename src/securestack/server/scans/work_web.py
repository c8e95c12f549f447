"""Web scans: the address has to be proven still, and credentials are opened only now."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.core.result import ScanResult
from securestack.net.guard import AddressGuard
from securestack.server.kit.crypto import DecryptionError
from securestack.server.kit.platform import Platform
from securestack.server.projects.service_targets import still_scannable
from securestack.server.scans.options import open_options
from securestack.server.scans.queries_queue import Claim
from securestack.server.scans.work import CannotBegin


class NetworkWork:
    """A scan of an address, which has findings only."""

    def __init__(self, options: Any, guard: AddressGuard) -> None:
        self._options = options
        self.guard: AddressGuard | None = guard

    @contextmanager
    def begun(self) -> Iterator[Any]:
        """Lend the options."""
        yield self._options

    def looked_at(self, result: ScanResult) -> ScanResult:
        """Return the result as it is."""
        return result

    def statistics(self) -> dict[str, Any]:
        """Return nothing more than the scan itself counts."""
        return {}

    async def keep(self, session: AsyncSession, claim: Claim) -> None:
        """Keep nothing besides the findings."""


@asynccontextmanager
async def web_work(platform: Platform, claim: Claim) -> AsyncIterator[NetworkWork]:
    """Lend a claimed web scan, ready to run. Raises CannotBegin."""
    try:
        options = open_options(platform.vault, claim.id, claim.target, claim.options, claim.secret_options)
    except DecryptionError as error:
        raise CannotBegin(str(error)) from error
    guard = None
    if claim.target_id is not None:
        async with platform.database.read() as reader:
            guard = await still_scannable(reader, claim.target_id, platform.settings)
    if guard is None:
        raise CannotBegin("The target may no longer be scanned: prove control of it again.")
    yield NetworkWork(options, guard)

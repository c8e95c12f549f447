"""What whoever starts a scan gives to the scanner besides its options."""

from __future__ import annotations

import asyncio
from typing import Any


class ScanContext:
    """The means to end a scan early, and the addresses it may connect to.

    Once `stop` is set, a scanner ends soon with a complete account. `address_guard` is a `net.guard.AddressGuard` where
    the scan runs for somebody who must not reach every address from here; None lets it connect to any.
    """

    def __init__(self, *, address_guard: Any = None) -> None:
        self.stop = asyncio.Event()
        self.address_guard = address_guard

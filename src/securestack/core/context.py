"""What whoever starts a scan gives to the scanner besides its options."""

from __future__ import annotations

import asyncio


class ScanContext:
    """The means to end a scan early. Once `stop` is set, a scanner ends soon with a complete account."""

    def __init__(self) -> None:
        self.stop = asyncio.Event()

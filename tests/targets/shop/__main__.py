"""Open the shop on loopback: `python -m tests.targets.shop [PORT]`; port 0, or none, means a free one."""

from __future__ import annotations

import asyncio
import sys

from tests.targets.gallery import serve
from tests.targets.shop.app import application


async def _main(port: int) -> None:
    async with serve(application(), port) as url:
        print(f"Leaf & Lantern is open at {url}", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    try:
        asyncio.run(_main(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
    except KeyboardInterrupt:
        pass

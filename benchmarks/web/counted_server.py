"""Serve a target on loopback and count what it is asked: `python -m benchmarks.web.counted_server shop|gallery`.

Prints its address. When standard input ends it prints what it counted, as JSON, and ends; so it never outlives
whoever started it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import resource
import sys
from collections.abc import Callable

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.targets import gallery
from tests.targets.shop.app import application as shop

TARGETS: dict[str, Callable[[], web.Application]] = {
    "shop": shop,
    "gallery": lambda: gallery.application(gallery.all_cases()),
}


async def _main(target: str) -> None:
    logging.disable(logging.CRITICAL)  # that weak pages fail on odd values is known
    counted = 0

    @web.middleware
    async def count(request: web.Request, handler: Handler) -> web.StreamResponse:
        nonlocal counted
        counted += 1
        return await handler(request)

    app = TARGETS[target]()
    app.middlewares.insert(0, count)
    async with gallery.serve(app) as url:
        print(url, flush=True)
        await asyncio.to_thread(sys.stdin.read)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"requests": counted, "cpu_seconds": usage.ru_utime + usage.ru_stime}), flush=True)


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1]))

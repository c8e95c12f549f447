"""The gallery: every weak page and its safe twin in one application, on loopback only.

Run it with `python -m tests.targets.gallery [PORT]` and look at it in a browser.
"""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from aiohttp import web

from tests.targets import pages
from tests.targets.case import Case, html


def families() -> dict[str, list[Case]]:
    """Return the cases of each module in `pages`, by its name."""
    names = [module.name for module in pkgutil.iter_modules(pages.__path__)]
    return {name: list(importlib.import_module(f"tests.targets.pages.{name}").CASES) for name in names}


def all_cases() -> list[Case]:
    """Return the cases of every family, in the order of their paths."""
    return sorted((case for cases in families().values() for case in cases), key=lambda case: case.path)


def application(cases: Iterable[Case]) -> web.Application:
    """Return an application with an index page and these cases."""
    cases = list(cases)
    app = web.Application(client_max_size=4 * 2**20)

    async def index(_: web.Request) -> web.Response:
        return html("<ul>" + "".join(f"<li>{case.entry}</li>" for case in cases) + "</ul>")

    app.router.add_get("/", index)
    for case in cases:
        for method in {case.method, "GET"} if case.method == "GET" else {case.method}:
            app.router.add_route(method, case.path, case.handler)
    return app


@asynccontextmanager
async def serve(app: web.Application, port: int = 0) -> AsyncIterator[str]:
    """Serve an application on a free loopback port; yields its address without a trailing slash."""
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    try:
        host, bound_port = runner.addresses[0][:2]
        yield f"http://{host}:{bound_port}"
    finally:
        await runner.cleanup()


async def _main(port: int) -> None:
    async with serve(application(all_cases()), port) as url:
        print(f"The gallery is at {url}. Ctrl-C ends it.")
        await asyncio.Event().wait()


if __name__ == "__main__":
    try:
        asyncio.run(_main(int(sys.argv[1]) if len(sys.argv) > 1 else 8009))
    except KeyboardInterrupt:
        pass

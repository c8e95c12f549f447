"""The shop as one application: its rooms, its static files, its missing pages."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Handler

from tests.targets.shop import counter, delivery, leftovers, service, shelves
from tests.targets.shop.rendering import page
from tests.targets.shop.store import Store
from tests.targets.shop.visitors import SECRET, SENT, SESSIONS, STORE, greet


def application() -> web.Application:
    """Return a freshly opened shop."""
    app = web.Application(client_max_size=256 * 1024, middlewares=[greet, _missing_pages])
    app[STORE] = Store()
    app[SESSIONS] = {}
    app[SENT] = []
    app[SECRET] = secrets.token_hex(16)
    for room in (shelves, counter, service, delivery, leftovers):
        app.add_routes(room.routes)
    app.cleanup_ctx.append(_open)
    return app


async def _open(app: web.Application) -> AsyncIterator[None]:
    async with aiohttp.ClientSession() as client:
        app[service.CLIENT] = client
        yield
    app[STORE].close()


@web.middleware
async def _missing_pages(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPNotFound:
        return page(request, "missing.html", status=404, path=request.path)

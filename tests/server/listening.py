"""The application as it answers on a port of this machine, for tests of what happens between it and the network."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import httpx
import uvicorn
from fastapi import APIRouter

from securestack.server.app import create_app
from securestack.server.kit.connections import Connection
from securestack.server.settings import Settings
from tests.server.support import Server


@contextlib.asynccontextmanager
async def listening(settings: Settings, *routers: APIRouter) -> AsyncIterator[Server]:
    """Lend the application, served as `securestack web` serves it; the client asks it over the network."""
    app = create_app(settings, extra_routers=routers)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(
            app, http=Connection, lifespan="on", access_log=False, log_config=None, server_header=False
        )
        web = uvicorn.Server(config)
        running = asyncio.create_task(web.serve(sockets=[listener]))
        try:
            while not web.started:
                assert not running.done(), "the server did not start"
                await asyncio.sleep(0.005)
            address = f"http://127.0.0.1:{listener.getsockname()[1]}"
            async with httpx.AsyncClient(base_url=address) as client:
                yield Server(app, client)
        finally:
            web.should_exit = True
            await running

"""A language model for tests: a real HTTP server on loopback that keeps what it is asked and answers as told."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from aiohttp import web


class ModelEndpoint:
    """Speaks as much of OpenAI's API as we use."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.status = 200
        self.answer: Any = {"choices": [{"message": {"role": "assistant", "content": "It is an XSS."}}]}
        self.raw: bytes | None = None
        self.hangs = asyncio.Event()
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one request."""
        self.asked.append(await request.json())
        self.keys.append(request.headers.get("Authorization", ""))
        if self.hangs.is_set():
            await asyncio.Event().wait()
        if self.raw is not None:
            return web.Response(body=self.raw, status=self.status, content_type="application/json")
        return web.json_response(self.answer, status=self.status)


@contextlib.asynccontextmanager
async def model_endpoint() -> AsyncIterator[ModelEndpoint]:
    """Lend a language model; `url` is its base address."""
    endpoint = ModelEndpoint()
    application = web.Application()
    application.router.add_post("/v1/chat/completions", endpoint.handle)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    endpoint.url = f"http://127.0.0.1:{port}/v1"
    try:
        yield endpoint
    finally:
        await runner.cleanup()

"""A stand-in for the public feeds on loopback: files with ETags and ranges, and the ways in which servers fail."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import unquote

from aiohttp import web


class FeedServer:
    """Serves `files` by path. `break_after` ends the next answers after so many bytes; `statuses` come first of all."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.break_after: list[int] = []
        self.files_after_break: dict[str, bytes] = {}
        self.statuses: list[int] = []
        self.ranges = True
        self.etags = True
        self.md5 = ""  # sent instead of the true one
        self.address = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        path = unquote(request.path)
        self.asked.append((path, dict(request.headers)))
        if self.statuses:
            return web.Response(status=self.statuses.pop(0))
        if path not in self.files:
            return web.Response(status=404)
        data = self.files[path]
        etag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
        if self.etags and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304)
        headers = {
            "x-goog-hash": f"crc32c=AAAAAA==,md5={self.md5 or base64.b64encode(hashlib.md5(data).digest()).decode()}"
        }
        if self.etags:
            headers["ETag"] = etag
        status, start = 200, 0
        asked = request.headers.get("Range", "")
        if asked and self.ranges and request.headers.get("If-Range") == etag:
            start = int(asked.removeprefix("bytes=").removesuffix("-"))
            status = 206
            headers["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        response = web.StreamResponse(status=status, headers=headers)
        response.content_length = len(data) - start
        await response.prepare(request)
        if self.break_after:
            await response.write(data[start : start + self.break_after.pop(0)])
            assert request.transport is not None
            request.transport.close()
            self.files |= self.files_after_break
            return response
        await response.write(data[start:])
        return response


@asynccontextmanager
async def serving(files: dict[str, bytes]) -> AsyncIterator[FeedServer]:
    """Serve the files while the block runs."""
    server = FeedServer(files)
    app = web.Application()
    app.router.add_get("/{path:.*}", server.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        server.address = f"http://{host}:{port}"
        yield server
    finally:
        await runner.cleanup()

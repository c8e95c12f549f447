"""Server-sent events (WHATWG HTML, section 9.2): a stream of events in one answer."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import msgspec
from starlette.responses import StreamingResponse

_HEARTBEAT = 15.0  # seconds; proxies close what is silent for longer


def event_text(data: Any, *, event: str | None = None, id: str | None = None) -> bytes:
    """Return one event. The data is JSON, so that it stands on one line."""
    head = f"id: {id}\n" if id is not None else ""
    if event is not None:
        head += f"event: {event}\n"
    return head.encode() + b"data: " + msgspec.json.encode(data) + b"\n\n"


def event_stream(events: AsyncIterator[bytes]) -> StreamingResponse:
    """Return the answer that sends events as they come, with a comment now and then while none come."""
    return StreamingResponse(
        _with_heartbeats(events),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _with_heartbeats(events: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    upcoming: asyncio.Future[bytes] | None = None
    try:
        while True:
            upcoming = upcoming or asyncio.ensure_future(anext(events))
            done, _ = await asyncio.wait((upcoming,), timeout=_HEARTBEAT)
            if not done:
                yield b": still here\n\n"
                continue
            try:
                yield upcoming.result()
            except StopAsyncIteration:
                return
            upcoming = None
    finally:
        if upcoming is not None:
            upcoming.cancel()
            with contextlib.suppress(asyncio.CancelledError, StopAsyncIteration):
                await upcoming
        close = getattr(events, "aclose", None)
        if close is not None:
            await close()

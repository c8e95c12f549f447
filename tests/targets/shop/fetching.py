"""Fetching a picture from an address: loopback only, little, and never for long."""

from __future__ import annotations

import aiohttp
from yarl import URL

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_MOST = 4_096  # bytes read


class FetchError(Exception):
    """Nothing could be fetched; the message says why."""


async def fetched(client: aiohttp.ClientSession, address: str) -> tuple[str, int]:
    """Return the kind of what stands at an address, and how long it is. Raises FetchError."""
    try:
        url = URL(address)
        host = url.host
    except (ValueError, TypeError):
        raise FetchError("that is not an address") from None
    if url.scheme not in ("http", "https") or not host:
        raise FetchError("that is not an address of the web")
    if host not in _LOOPBACK:
        raise FetchError("that host does not answer")
    try:
        timeout = aiohttp.ClientTimeout(total=2)
        async with client.get(url, allow_redirects=False, timeout=timeout) as answer:
            return answer.content_type, len(await answer.content.read(_MOST))
    except (TimeoutError, aiohttp.ClientError, ValueError):
        raise FetchError("that host does not answer") from None

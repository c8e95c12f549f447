"""Asking the API of the platform, as any program would."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp

from demo.clearing import DemonstrationFailed

_SECONDS = 60.0  # for one answer


class Client:
    """Somebody who asks the API; without a token nobody in particular."""

    def __init__(self, session: aiohttp.ClientSession, token: str = "") -> None:
        self._session = session
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def as_holder_of(self, token: str) -> Client:
        """Return a client that shows this token."""
        return Client(self._session, token)

    async def get(self, path: str, **query: str) -> Any:
        """Return what is at a path of the API. Raises DemonstrationFailed when it cannot be had."""
        return await self._ask("GET", path, params=query)

    async def post(self, path: str, **body: Any) -> Any:
        """Send a JSON object and return the answer. Raises DemonstrationFailed when it is refused."""
        return await self._ask("POST", path, json=body)

    async def has_page(self, path: str) -> bool:
        """Return whether there is a page for a browser."""
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with self._session.get(path, headers={"Accept": "text/html"}) as answer:
                return answer.status == 200 and answer.content_type == "text/html"
        return False

    async def events(self, path: str) -> AsyncIterator[tuple[str, Any]]:
        """Yield the name and the data of each server-sent event of a stream, until it ends."""
        unread = b""
        timeout = aiohttp.ClientTimeout(total=None, sock_read=_SECONDS)
        with _explained("GET", path):
            async with self._session.get(f"/api/v1{path}", headers=self._headers, timeout=timeout) as answer:
                await _check(answer)
                async for piece in answer.content.iter_any():
                    *events, unread = (unread + piece).split(b"\n\n")
                    for event in events:
                        fields = dict(line.split(": ", 1) for line in event.decode().splitlines())
                        if "data" in fields:
                            yield fields.get("event", ""), json.loads(fields["data"])

    async def _ask(self, method: str, path: str, **options: Any) -> Any:
        with _explained(method, path):
            async with self._session.request(
                method, f"/api/v1{path}", headers=self._headers, **options
            ) as answer:
                await _check(answer)
                return await answer.json()


@contextlib.asynccontextmanager
async def connected(url: str) -> AsyncIterator[Client]:
    """Lend a client of the platform at this address."""
    timeout = aiohttp.ClientTimeout(total=_SECONDS)
    async with aiohttp.ClientSession(url, timeout=timeout) as session:
        yield Client(session)


async def _check(answer: aiohttp.ClientResponse) -> None:
    if answer.status >= 400:
        problem = json.loads(await answer.text() or "{}")
        raise DemonstrationFailed(
            f"{answer.method} {answer.url.path} was refused: {problem.get('detail', answer.status)}"
        )


@contextlib.contextmanager
def _explained(method: str, path: str) -> Any:
    try:
        yield
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        why = str(error) or type(error).__name__
        raise DemonstrationFailed(f"{method} /api/v1{path} was not answered: {why}.") from error

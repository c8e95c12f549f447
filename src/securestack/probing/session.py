"""A session: requests sent as somebody, noticing when that somebody is no longer known to the server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from securestack.net.message import Exchange, HeaderList, Request
from securestack.probing.canary import Canary
from securestack.probing.check import Sender
from securestack.probing.cookie_jar import CookieJar, merge_cookie_header

_CANARY_EVERY = 200  # requests between two looks at the canary when nothing else makes us look


class LoginFailed(Exception):
    """Logging in did not work; the message says why and what to do."""


class SessionLost(Exception):
    """The session ended during the scan and could not be renewed; what follows would have seen nothing."""


class Login(Protocol):
    """A way to log in."""

    async def perform(self, sender: Sender) -> Canary:
        """Log in through this sender and return how to tell that we still are. Raises LoginFailed."""
        ...


class Session:
    """Sends requests with its cookies and headers.

    With a canary it looks, now and then and whenever an answer makes it doubt, whether it is still logged in; then it
    logs in again, or raises SessionLost. `freeze` stops it from taking new cookies: probes must not change who we are.
    """

    def __init__(self, client: Sender, *, headers: HeaderList = (), login: Login | None = None) -> None:
        self.client = client
        self.headers = headers
        self.login = login
        self.jar = CookieJar()
        self.canary: Canary | None = None
        self.logins = 0
        self._frozen = False
        self._unchecked = 0
        self._renewing = asyncio.Lock()
        self._generation = 0

    async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
        """Send a request as this session. Raises NetError, BudgetExhausted or SessionLost."""
        generation = self._generation
        exchange = await self._send_as_is(request, timeout)
        if self.canary is None:
            return exchange
        self._unchecked += 1
        doubtful = self.canary.is_doubtful(exchange)
        if not doubtful and self._unchecked < _CANARY_EVERY:
            return exchange
        if await self._still_known(generation) or not doubtful:
            return exchange
        return await self._send_as_is(request, timeout)

    async def _send_as_is(self, request: Request, timeout: float | None) -> Exchange:
        if self.headers:
            request = request.with_headers(self.headers)
        cookies = self.jar.for_url(request.url)
        if cookies:
            request = Request(
                request.method, request.url, merge_cookie_header(request.headers, cookies), request.body
            )
        exchange = await self.client.send(request, timeout=timeout)
        if not self._frozen:
            self.jar.absorb(exchange.response)
        return exchange

    def freeze(self) -> None:
        """Take no more cookies from answers, except when logging in."""
        self._frozen = True

    async def log_in(self) -> None:
        """Log in, where there is a way to. Raises LoginFailed."""
        if self.login is None:
            return
        frozen, self._frozen = self._frozen, False
        self.jar = CookieJar()
        self.canary = None
        try:
            self.canary = await self.login.perform(_Plain(self._send_as_is))
        finally:
            self._frozen = frozen
        self.logins += 1
        self._generation += 1
        self._unchecked = 0

    async def verify(self) -> None:
        """Look at the canary now, and log in again if need be. Raises SessionLost."""
        if self.canary is not None:
            await self._still_known(self._generation)

    async def _still_known(self, generation: int) -> bool:
        """Return True when the session was alive all along, False when it had to be renewed."""
        async with self._renewing:
            if generation != self._generation:
                return False
            canary = self.canary
            if canary is None:
                return True
            self._unchecked = 0
            if canary.is_alive(await self._send_as_is(canary.request, None)):
                return True
            if self.login is None:
                raise SessionLost(
                    "The server no longer accepts the credentials given with --header. Get a fresh token and scan again."
                )
            try:
                await self.log_in()
            except LoginFailed as error:
                raise SessionLost(f"The session was lost and logging in again did not work: {error}") from error
            return False


class _Plain:
    """The session without its canary, for the login itself."""

    def __init__(self, send: Callable[[Request, float | None], Awaitable[Exchange]]) -> None:
        self._send = send

    async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
        return await self._send(request, timeout)

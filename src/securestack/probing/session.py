"""A session: requests sent as somebody, noticing when that somebody is no longer known to the server."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Protocol
from urllib.parse import urlsplit

from securestack.net.message import Exchange, HeaderList, Request
from securestack.probing.canary import Canary
from securestack.probing.check import Sender
from securestack.probing.cookie_jar import CookieJar, merge_cookie_header
from securestack.probing.credentials import cookie_pairs, is_secret_cookie

_CANARY_EVERY = 100  # requests between two looks at the canary when nothing else makes us look
_SHORT = 20  # requests; a session that lasts no longer
_MOST_SHORT = 50  # such sessions, until there is no point in going on
_MOST_REMEMBERED = 10_000


class LoginFailed(Exception):
    """Logging in did not work; the message says why and what to do."""


class SessionLost(Exception):
    """The session ended during the scan and could not be renewed; what follows would have seen nothing."""


class Login(Protocol):
    """A way to log in."""

    async def perform(self, sender: Sender) -> Canary | None:
        """Log in through this sender and return how to tell that we still are, if it is known. Raises LoginFailed."""
        ...


class Session:
    """Sends requests with its cookies and headers; what a request says itself stays.

    With a canary it looks, now and then and whenever an answer makes it doubt, whether it is still logged in; then it
    logs in again, or raises SessionLost. `freeze` stops it from taking new cookies: probes must not change who we are.
    A login that got a token hands it over with `carry`; before that is over, the session logs in again.
    """

    def __init__(
        self,
        client: Sender,
        *,
        headers: HeaderList = (),
        login: Login | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.client = client
        self.login = login
        self.jar = CookieJar()
        self.canary: Canary | None = None
        self.logins = 0
        self.secrets: dict[
            str, None
        ] = {}  # values of cookies that say who we are, those of the past included
        self._headers = tuple(pair for pair in headers if pair[0].lower() != "cookie")
        self._given = [
            pair for name, value in headers if name.lower() == "cookie" for pair in cookie_pairs(value)
        ]
        self._carried: HeaderList = ()
        self._carried_in_url = ""
        self._due: float | None = None  # when what is carried has to be renewed
        self._clock = clock
        self._frozen = False
        self._unchecked = 0
        self._lasted = 0  # requests since the last login
        self._short_sessions = 0
        self._renewing = asyncio.Lock()
        self._generation = 0
        self._innocent: set[tuple[str, str]] = (
            set()
        )  # places whose answers look doubtful to whoever is logged in

    async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
        """Send a request as this session. Raises NetError, BudgetExhausted or SessionLost."""
        if self._due is not None and self._clock() >= self._due:
            await self._renew_in_time()
        generation = self._generation
        exchange = await self._send_as_is(request, timeout)
        if self.canary is None:
            return exchange
        self._unchecked += 1
        self._lasted += 1
        place = (request.method, urlsplit(request.url).path)
        doubtful = place not in self._innocent and self.canary.is_doubtful(exchange)
        if not doubtful and self._unchecked < _CANARY_EVERY:
            return exchange
        if not await self._still_known(generation):
            return await self._send_as_is(request, timeout)
        if doubtful and len(self._innocent) < _MOST_REMEMBERED:
            self._innocent.add(place)
        return exchange

    async def _send_as_is(self, request: Request, timeout: float | None) -> Exchange:
        own = {name.lower() for name, _ in request.headers}
        ours = self._carried + self._headers
        headers = request.headers + tuple(pair for pair in ours if pair[0].lower() not in own)
        headers = merge_cookie_header(headers, self.cookies_for(request.url))
        url = request.url
        if self._carried_in_url:
            url += f"{'&' if '?' in url else '?'}{self._carried_in_url}"
        exchange = await self.client.send(
            Request(request.method, url, headers, request.body), timeout=timeout
        )
        if not self._frozen and self.jar.absorb(exchange.response):
            self._remember_secrets()
        return exchange

    def cookies_for(self, url: str) -> list[tuple[str, str]]:
        """Return the names and values of the cookies a request to a URL carries."""
        kept = self.jar.for_url(url)
        names = {name for name, _ in kept}
        return kept + [pair for pair in self._given if pair[0] not in names]

    def _remember_secrets(self) -> None:
        for cookie in self.jar.cookies():
            if is_secret_cookie(cookie.name, cookie.value) and len(self.secrets) < _MOST_REMEMBERED:
                self.secrets[cookie.value] = None

    def carry(self, headers: HeaderList, *, in_url: str = "", lifetime: float | None = None) -> None:
        """Send credentials with every request from now on: headers, and a piece of a query, encoded.

        `lifetime` says after how many seconds they are over; they are renewed in time where there is a login.
        """
        self._carried, self._carried_in_url = headers, in_url
        self._due = None
        if lifetime is not None and self.login is not None:
            self._due = self._clock() + lifetime - min(15.0, lifetime / 4)

    @property
    def carried(self) -> HeaderList:
        """The credentials that requests carry beside cookies."""
        return self._carried

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
        self._carried, self._carried_in_url, self._due = (), "", None
        try:
            self.canary = await self.login.perform(_Plain(self._send_as_is))
        finally:
            self._frozen = frozen
        self.logins += 1
        self._generation += 1
        self._unchecked = self._lasted = 0

    async def verify(self) -> None:
        """Look at the canary now, and log in again if need be. Raises SessionLost."""
        if self.canary is not None:
            await self._still_known(self._generation)

    async def _renew_in_time(self) -> None:
        async with self._renewing:
            if self._due is None or self._clock() < self._due:
                return
            try:
                await self.log_in()
            except LoginFailed as error:
                raise SessionLost(f"Renewing the session before its end did not work. {error}") from error

    async def _still_known(self, generation: int) -> bool:
        """Return True when the session was alive all along, False when it had to be renewed."""
        async with self._renewing:
            if generation != self._generation:
                return False
            canary = self.canary
            if canary is None:
                return True
            self._unchecked = 0
            if not canary.is_gone(await self._send_as_is(canary.request, None)):
                return True
            await self._renew()
            return False

    async def _renew(self) -> None:
        if self.login is None:
            raise SessionLost(
                "The server no longer accepts the credentials given with --header. Get fresh ones and scan again."
            )
        self._short_sessions += self._lasted < _SHORT
        if self._short_sessions >= _MOST_SHORT:
            raise SessionLost(
                f"The server ended the session {self.logins} times, mostly after a few requests. Find out what in the "
                "scan ends it, and leave that out with --exclude."
            )
        try:
            await self.log_in()
        except LoginFailed as error:
            raise SessionLost(f"The session was lost and logging in again did not work. {error}") from error


class _Plain:
    """The session without its canary, for the login itself."""

    def __init__(self, send: Callable[[Request, float | None], Awaitable[Exchange]]) -> None:
        self._send = send

    async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
        return await self._send(request, timeout)

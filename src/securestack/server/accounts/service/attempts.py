"""How often somebody may try: limits on each account, each address, and the two together.

They hold for accounts that do not exist as for those that do, and are checked before any other work.
"""

from __future__ import annotations

import uuid

from securestack.server.kit.caller import Caller
from securestack.server.kit.limiter import Limiter
from securestack.server.kit.tokens import hash_token

_QUARTER, _HOUR = 900, 3600  # seconds


class Attempts:
    """Counts attempts to prove who one is."""

    def __init__(self, limiter: Limiter, caller: Caller) -> None:
        self._limiter = limiter
        self._ip = caller.ip

    async def login(self, email: str) -> None:
        """Count an attempt to log in. Raises the problem `too-many-requests`.

        The limit of the account alone is the higher one: it must stop a net of many addresses, yet not let anybody lock
        somebody out by a few wrong passwords.
        """
        account = hash_token(email).hex()
        await self._limiter.peek("login-address", self._ip, times=100)
        await self._limiter.hit("login", f"{account}:{self._ip}", times=10, seconds=_QUARTER)
        await self._limiter.hit("login-account", account, times=60, seconds=_HOUR)

    async def login_failed(self) -> None:
        """Count a failure of an address."""
        await self.failed("login-address", times=100)

    async def login_succeeded(self, email: str) -> None:
        """Forget what went wrong before."""
        account = hash_token(email).hex()
        await self._limiter.forget("login", f"{account}:{self._ip}")
        await self._limiter.forget("login-account", account)

    async def second_factor(self, user_id: uuid.UUID) -> None:
        """Count a try of a code. Raises the problem `too-many-requests`."""
        await self._limiter.hit("second-factor", str(user_id), times=10, seconds=_QUARTER)

    async def second_factor_succeeded(self, user_id: uuid.UUID) -> None:
        """Forget what went wrong before."""
        await self._limiter.forget("second-factor", str(user_id))

    async def password_of(self, user_id: uuid.UUID) -> None:
        """Count a try of the password by somebody who is logged in. Raises the problem `too-many-requests`."""
        await self._limiter.hit("own-password", str(user_id), times=10, seconds=_QUARTER)

    async def password_succeeded(self, user_id: uuid.UUID) -> None:
        """Forget what went wrong before."""
        await self._limiter.forget("own-password", str(user_id))

    async def mail_to(self, email: str) -> None:
        """Count a mail that somebody has sent to an address. Raises the problem `too-many-requests`."""
        await self._limiter.hit("mail", hash_token(email).hex(), times=5, seconds=_HOUR)
        await self._limiter.hit("mail-address", self._ip, times=60, seconds=_HOUR)

    async def token(self) -> None:
        """Refuse an address that has tried many tokens in vain. Raises the problem `too-many-requests`."""
        await self._limiter.peek("token-address", self._ip, times=100)

    async def token_failed(self) -> None:
        """Count a token that was good for nothing."""
        await self.failed("token-address", times=100)

    async def failed(self, limit: str, *, times: int) -> None:
        """Count without refusing."""
        await self._limiter.hit(limit, self._ip, times=max(times, 1 << 30), seconds=_QUARTER)

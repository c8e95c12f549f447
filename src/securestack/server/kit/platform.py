"""The open parts of one process of the platform, handed to whoever needs them: routes, jobs and commands."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Annotated, Any

import redis.asyncio
from fastapi import Depends, Request
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from securestack.server.kit.caller import Authenticate, Caller, client_ip
from securestack.server.kit.channels import Channels
from securestack.server.kit.crypto import Vault, derive_key
from securestack.server.kit.database import Database
from securestack.server.kit.jobs import Jobs
from securestack.server.kit.limiter import Limiter
from securestack.server.kit.mail import Mailer
from securestack.server.kit.problems import unauthenticated
from securestack.server.kit.replicas import Written
from securestack.server.kit.tokens import AccessTokens, InvalidToken
from securestack.server.settings import Settings, SettingsError


class Platform:
    """What a process of the platform has open. It belongs to the event loop that opened it."""

    def __init__(
        self,
        settings: Settings,
        *,
        authenticate: Authenticate | None = None,
        application: str = "securestack",
    ) -> None:
        if settings.database_url is None:
            raise SettingsError("DATABASE_URL is not set; `securestack serve` starts a database of its own.")
        self.settings = settings
        self.authenticate: Authenticate = authenticate or access_token_caller
        self.valkey: Any | None = None
        if settings.redis_url is not None:
            # One try and a short wait: whatever asks Valkey has an answer of its own when it is away.
            self.valkey = redis.asyncio.Redis.from_url(
                settings.redis_url,
                socket_timeout=2.0,
                socket_connect_timeout=1.0,
                retry=Retry(NoBackoff(), 1),
                health_check_interval=30,
            )
        self.database = Database(
            settings.database_url,
            replica_url=settings.database_replica_url,
            pool=settings.database_pool,
            read_pool=settings.database_read_pool,
            statement_seconds=settings.statement_seconds,
            written=Written(self.valkey),
            application=application,
        )
        self.tokens = AccessTokens(settings.key, timedelta(minutes=settings.access_token_minutes))
        self.vault = Vault(settings.key)
        self.cursor_key = derive_key(settings.key, "cursors")
        self.limiter = Limiter(self.valkey)
        self.channels = Channels(self.valkey)
        self.mailer = Mailer(settings)
        self.stopping = (
            asyncio.Event()
        )  # set when the process is about to end; long jobs and streams end early
        self.jobs = Jobs(settings)

    async def open(self) -> None:
        """Open connections. Raises what `kit.database.unavailable` recognises when the database does not answer."""
        await self.database.open()

    async def close(self) -> None:
        """Close everything."""
        await self.channels.close()
        await self.database.close()
        if self.valkey is not None:
            with contextlib.suppress(RedisError, OSError):
                await self.valkey.aclose()

    async def limit_caller(self, request: Request, caller: Caller) -> None:
        """Count a request against its caller's limit. Raises the problem `too-many-requests`."""
        request.scope["allowance"] = self.limiter.hit_here(
            "requests", caller.name, times=self.settings.requests_per_minute, seconds=60
        )


@contextlib.asynccontextmanager
async def open_platform(settings: Settings, *, application: str = "securestack") -> AsyncIterator[Platform]:
    """Lend an open platform, for commands and jobs."""
    platform = Platform(settings, application=application)
    await platform.open()
    try:
        yield platform
    finally:
        await platform.close()


async def access_token_caller(platform: Platform, request: Request, token: str) -> Caller:
    """Return the caller whom an access token names, without a look-up."""
    try:
        said = platform.tokens.read(token)
    except InvalidToken:
        raise unauthenticated("The token is not valid, or has expired.") from None
    return Caller(
        user_id=said.user_id,
        is_administrator=said.is_administrator,
        session_id=said.session_id,
        ip=client_ip(request),
        user_agent=request.headers.get("user-agent", "")[:300],
        request_id=request.scope.get("request_id", ""),
    )


async def current_platform(request: Request) -> Platform:
    """Return the platform that serves a request."""
    platform: Platform = request.app.state.platform
    return platform


CurrentPlatform = Annotated[Platform, Depends(current_platform)]
"""What a route takes to reach the parts of the platform: `platform: CurrentPlatform`."""

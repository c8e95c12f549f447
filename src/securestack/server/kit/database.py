"""The database: one transaction a write, autocommitted reads on the replica or the primary.

    async with database.transaction(caller) as session:   # ORM or Core; commits at the end, or nothing happened
    async with database.read(caller) as reader:            # rows of asyncpg, four times cheaper than entities

A read of a caller who has just written goes to the primary until the replica has replayed that write.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import msgspec
from sqlalchemy import event, text
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from securestack.server.kit.caller import Caller
from securestack.server.kit.metrics import POOL_CONNECTIONS, QUERIES, QUERY_SECONDS
from securestack.server.kit.replicas import Written

_PATIENCE = 10.0  # seconds for a connection
_READS = {role: (QUERIES.labels(role), QUERY_SECONDS.labels(role)) for role in ("primary", "replica")}
_REPLICA_REST = 5.0  # seconds without a replica that did not answer


class Reader:
    """Runs reading statements, each by itself, with `$1` for arguments. JSON columns come as `msgspec.Raw`."""

    def __init__(self, connection: Any, role: str) -> None:
        self._connection = connection
        self.role = role  # "primary" or "replica"
        self._count, self._seconds = _READS[role]

    async def fetch(self, sql: str, *arguments: Any) -> list[Any]:
        """Return all rows; a row is read by name (`row["id"]`) or by place."""
        return await self._timed(self._connection.fetch(sql, *arguments))  # type: ignore[no-any-return]

    async def fetch_one(self, sql: str, *arguments: Any) -> Any | None:
        """Return the first row, or None."""
        return await self._timed(self._connection.fetchrow(sql, *arguments))

    async def fetch_value(self, sql: str, *arguments: Any) -> Any:
        """Return the first column of the first row, or None."""
        return await self._timed(self._connection.fetchval(sql, *arguments))

    async def _timed(self, running: Any) -> Any:
        started = time.perf_counter()
        try:
            return await running
        finally:
            self._count.inc()
            self._seconds.observe(time.perf_counter() - started)


class _Connections:
    """A pool in whose line nobody is overtaken; in asyncpg's own, who comes late may be served first, for seconds."""

    def __init__(self, pool: Any, size: int) -> None:
        self.pool = pool
        self._turn = asyncio.Semaphore(size)

    async def take(self) -> Any:
        if self._turn.locked():
            async with asyncio.timeout(_PATIENCE):
                await self._turn.acquire()
        else:
            await self._turn.acquire()
        try:
            return await self.pool.acquire(timeout=_PATIENCE)
        except BaseException:
            self._turn.release()
            raise

    async def give_back(self, connection: Any) -> None:
        try:
            await self.pool.release(connection)
        finally:
            self._turn.release()


class Database:
    """The connections of one process, for the event loop that opened it."""

    def __init__(
        self,
        url: str,
        *,
        replica_url: str | None = None,
        pool: int = 8,
        read_pool: int = 8,
        statement_seconds: float = 30.0,
        written: Written | None = None,
        application: str = "securestack",
    ) -> None:
        self._url = url
        self._replica_url = replica_url
        self._read_pool = read_pool
        self._written = written or Written(None)
        self._replica_rests_until = 0.0
        self._replayed = 0
        self._server_settings = {
            "application_name": application,
            "timezone": "UTC",
            "statement_timeout": str(int(statement_seconds * 1000)),
            "lock_timeout": "10000",
            "idle_in_transaction_session_timeout": "60000",
        }
        self.engine: AsyncEngine = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=self._connect,
            pool_size=pool,
            max_overflow=pool,
            pool_timeout=10.0,
            pool_use_lifo=True,
            json_serializer=lambda value: msgspec.json.encode(value).decode(),
            json_deserializer=msgspec.json.decode,
        )
        _count_queries(self.engine)
        _leave_closed_connections(self.engine)
        self._readers: _Connections | None = None
        self._replica_readers: _Connections | None = None

    async def open(self) -> None:
        """Open the first connections, and so learn whether the database answers. Raises what `unavailable` knows."""
        self._readers = await self._reading_pool(self._url)
        if self._replica_url:
            # Only the primary is needed; the replica may come later.
            with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
                self._replica_readers = await self._reading_pool(self._replica_url)

    async def close(self) -> None:
        """Close every connection."""
        for readers in (self._readers, self._replica_readers):
            if readers is not None:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(5.0):
                        await readers.pool.close()
                readers.pool.terminate()
        await self.engine.dispose()

    @contextlib.asynccontextmanager
    async def transaction(self, caller: Caller | None = None) -> AsyncIterator[AsyncSession]:
        """Open a unit of work: everything in it is committed at the end, or nothing when an error leaves it.

        With a caller, their next reads see it, whatever the replica has seen.
        """
        async with AsyncSession(self.engine, expire_on_commit=False, autoflush=False) as session:
            async with session.begin():
                yield session
            if caller is not None and self._replica_url is not None:
                await self.remember(session, caller)

    async def remember(self, session: AsyncSession, caller: Caller) -> None:
        """Keep that a caller has written up to here; for those who commit by themselves."""
        position = await session.scalar(
            text("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint")
        )
        await session.rollback()
        await self._written.remember(caller.name, int(position or 0))

    @contextlib.asynccontextmanager
    async def read(self, caller: Caller | None = None) -> AsyncIterator[Reader]:
        """Lend a connection for reading; statements on it commit by themselves and cannot write.

        Without a caller it is always the primary.
        """
        pool, role = await self._choose(caller)
        try:
            connection = await pool.take()
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            if role == "primary":
                raise
            self._rest()
            pool, role = self._primary(), "primary"
            connection = await pool.take()
        try:
            yield Reader(connection, role)
        finally:
            await pool.give_back(connection)

    def measure(self) -> None:
        """Write the sizes of the pools into the metrics."""
        POOL_CONNECTIONS.labels("write", "used").set(self.engine.pool.checkedout())  # type: ignore[attr-defined]
        for name, readers in (("read", self._readers), ("replica", self._replica_readers)):
            if readers is not None:
                size = readers.pool.get_size()
                POOL_CONNECTIONS.labels(name, "open").set(size)
                POOL_CONNECTIONS.labels(name, "used").set(size - readers.pool.get_idle_size())

    async def _choose(self, caller: Caller | None) -> tuple[_Connections, str]:
        if caller is None or self._replica_url is None or time.monotonic() < self._replica_rests_until:
            return self._primary(), "primary"
        try:
            written = await self._written.position(caller.name)
            if self._replica_readers is None:
                self._replica_readers = await self._reading_pool(self._replica_url)
            if written > self._replayed:
                self._replayed = await self._replica_readers.pool.fetchval(
                    "SELECT coalesce(pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0'), 0)::bigint"
                )
            if written <= self._replayed:
                return self._replica_readers, "replica"
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
            self._rest()
        return self._primary(), "primary"

    def _rest(self) -> None:
        self._replica_rests_until = time.monotonic() + _REPLICA_REST
        self._replayed = 0  # another replica may come back in its place

    def _primary(self) -> _Connections:
        if self._readers is None:
            raise RuntimeError("the database has not been opened")
        return self._readers

    async def _connect(self) -> Any:
        return await asyncpg.connect(self._url, timeout=10.0, server_settings=self._server_settings)

    async def _reading_pool(self, url: str) -> _Connections:
        pool = await asyncpg.create_pool(
            url,
            min_size=1,
            max_size=self._read_pool,
            timeout=10.0,
            init=_read_json_raw,
            reset=_nothing_to_reset,
            max_inactive_connection_lifetime=300.0,
            server_settings={**self._server_settings, "default_transaction_read_only": "on"},
        )
        return _Connections(pool, self._read_pool)


async def _read_json_raw(connection: Any) -> None:
    for name in ("json", "jsonb"):
        await connection.set_type_codec(
            name,
            schema="pg_catalog",
            encoder=lambda value: msgspec.json.encode(value).decode(),
            decoder=lambda text: msgspec.Raw(text.encode()),
        )


async def _nothing_to_reset(_connection: Any) -> None:
    """Reads leave nothing behind, so a connection goes back to its pool without another round trip."""


def _leave_closed_connections(engine: AsyncEngine) -> None:
    """Take no connection from the pool of which we know already that the database ended it, such as to start anew."""

    @event.listens_for(engine.sync_engine, "checkout")
    def taken(connection: Any, _record: Any, _proxy: Any) -> None:
        if connection.driver_connection.is_closed():
            raise DisconnectionError("the database ended this connection")


def _count_queries(engine: AsyncEngine) -> None:
    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def started(
        _connection: Any, _cursor: Any, _statement: Any, _arguments: Any, context: Any, _many: Any
    ) -> None:
        if context is not None:
            context.securestack_started = time.perf_counter()

    @event.listens_for(engine.sync_engine, "after_cursor_execute")
    def ended(
        _connection: Any, _cursor: Any, _statement: Any, _arguments: Any, context: Any, _many: Any
    ) -> None:
        QUERIES.labels("write").inc()
        if context is not None:
            QUERY_SECONDS.labels("write").observe(time.perf_counter() - context.securestack_started)

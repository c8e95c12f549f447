"""Reads go to a real streaming replica, except those of a caller whose write it has not replayed yet."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from securestack.server.embedded.postgres import NOT_DURABLE, EmbeddedPostgres
from securestack.server.embedded.replica import EmbeddedReplica
from securestack.server.kit.caller import Caller
from securestack.server.kit.database import Database
from securestack.server.kit.replicas import Written
from tests.server.cluster import Cluster

OPTIONS = {**NOT_DURABLE, "shared_buffers": "32MB", "logging_collector": "off"}


@pytest.fixture(scope="module")
def cluster(cluster: Cluster) -> Cluster:
    """Return the servers of the tests, with the database that is replicated."""
    cluster.postgres.create_database("replicated")
    cluster.postgres.query("CREATE TABLE IF NOT EXISTS notes (id uuid, body text)", "replicated")
    return cluster


@pytest.fixture(scope="module")
def replica(cluster: Cluster) -> Iterator[EmbeddedReplica]:
    """Return a standby of the primary of the tests."""
    folder = cluster.folder / "replica"
    replica = EmbeddedReplica(folder, cluster.postgres, options=OPTIONS)
    replica.start()
    try:
        yield replica
    finally:
        replica.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def lagging(replica: EmbeddedReplica) -> Iterator[None]:
    """Hold the replica back: it receives what is written, and does not replay it."""
    replica.query("SELECT pg_wal_replay_pause()")
    try:
        yield
    finally:
        replica.query("SELECT pg_wal_replay_resume()")


def _someone() -> Caller:
    return Caller(user_id=uuid.uuid4())


async def _write(database: Database, caller: Caller) -> str:
    body = str(uuid.uuid4())
    async with database.transaction(caller) as session:
        await session.execute(text("INSERT INTO notes VALUES (gen_random_uuid(), :body)"), {"body": body})
    return body


async def _sees(database: Database, caller: Caller | None, body: str) -> tuple[bool, str]:
    async with database.read(caller) as reader:
        return bool(await reader.fetch_value("SELECT count(*) FROM notes WHERE body = $1", body)), reader.role


async def _caught_up(database: Database, caller: Caller, body: str) -> None:
    async with asyncio.timeout(20):
        while (await _sees(database, caller, body)) != (True, "replica"):  # noqa: ASYNC110 -- asks another server
            await asyncio.sleep(0.01)


def _database(cluster: Cluster, replica_url: str, written: Written | None = None) -> Database:
    return Database(cluster.postgres.url("replicated"), replica_url=replica_url, written=written)


def test_who_has_not_written_reads_from_the_replica(cluster: Cluster, replica: EmbeddedReplica) -> None:
    async def story() -> None:
        database = _database(cluster, replica.url("replicated"))
        await database.open()
        assert (await _sees(database, _someone(), ""))[1] == "replica"
        assert (await _sees(database, None, ""))[1] == "primary"
        await database.close()

    asyncio.run(story())


def test_who_has_written_reads_it_from_the_primary_until_the_replica_has_it(
    cluster: Cluster, replica: EmbeddedReplica
) -> None:
    async def story() -> None:
        database = _database(cluster, replica.url("replicated"))
        await database.open()
        writer, reader = _someone(), _someone()
        with lagging(replica):
            body = await _write(database, writer)
            assert await _sees(database, writer, body) == (True, "primary")
            assert await _sees(database, reader, body) == (False, "replica")
        await _caught_up(database, writer, body)
        await database.close()

    asyncio.run(story())


def test_other_processes_know_what_a_caller_has_written(cluster: Cluster, replica: EmbeddedReplica) -> None:
    async def story() -> None:
        import redis.asyncio

        valkey = redis.asyncio.Redis.from_url(cluster.valkey.url())
        one = _database(cluster, replica.url("replicated"), Written(valkey))
        other = _database(cluster, replica.url("replicated"), Written(valkey))
        await one.open()
        await other.open()
        writer = _someone()
        with lagging(replica):
            body = await _write(one, writer)
            assert await _sees(other, writer, body) == (True, "primary")
        await _caught_up(other, writer, body)
        for database in (one, other):
            await database.close()
        await valkey.aclose()

    asyncio.run(story())


def test_without_valkey_nobody_is_sure_and_reads_go_to_the_primary(
    cluster: Cluster, replica: EmbeddedReplica
) -> None:
    async def story() -> None:
        import redis.asyncio

        away = redis.asyncio.Redis.from_url("unix:///nonexistent/valkey.sock", retry=None)
        database = _database(cluster, replica.url("replicated"), Written(away))
        await database.open()
        assert (await _sees(database, _someone(), ""))[1] == "primary"
        await database.close()
        await away.aclose()

    asyncio.run(story())


def test_a_replica_that_is_away_is_done_without(cluster: Cluster) -> None:
    async def story() -> None:
        database = _database(cluster, "postgresql://securestack@/replicated?host=/nonexistent")
        await database.open()
        body = await _write(database, _someone())
        assert await _sees(database, _someone(), body) == (True, "primary")
        await database.close()

    asyncio.run(story())


def test_a_replica_that_dies_is_done_without_from_then_on(cluster: Cluster, replica: EmbeddedReplica) -> None:
    async def story() -> None:
        database = _database(cluster, dying.url("replicated"))
        await database.open()
        assert (await _sees(database, _someone(), ""))[1] == "replica"
        dying.stop()
        roles = []
        for _ in range(3):
            with contextlib.suppress(ConnectionError, OSError, Exception):
                roles.append((await _sees(database, _someone(), ""))[1])
        assert roles[-1] == "primary"
        await database.close()

    folder = Path(tempfile.mkdtemp(prefix="r", dir=cluster.folder))
    folder.chmod(0o711)
    dying: EmbeddedPostgres = EmbeddedReplica(folder / "dying", cluster.postgres, options=OPTIONS)
    dying.start()
    try:
        asyncio.run(story())
    finally:
        dying.stop()

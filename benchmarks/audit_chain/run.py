"""What an audit entry costs a write, and what chaining it inside the transaction would: `python benchmarks/audit_chain/run.py`.

Eight writers at once change a row each and record it, against an embedded PostgreSQL that waits for the disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server import migrations
from securestack.server.audit import queries
from securestack.server.audit.chain import Head, Sealer
from securestack.server.audit.jobs import chain_entries
from securestack.server.audit.service import chain, record
from securestack.server.embedded.postgres import EmbeddedPostgres
from securestack.server.kit.caller import Caller
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.platform import Platform, open_platform
from securestack.server.settings import Settings

WRITERS, SECONDS = 8, float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
CALLER = Caller(user_id=new_id(), ip="192.0.2.1", user_agent="benchmark", request_id="benchmark")
KEY = "only-for-benchmarks-4Kq8vX2mZ7bT1nR6wY3pL9sD5f"
Write = Callable[[AsyncSession, int], Awaitable[None]]


async def change(session: AsyncSession, number: int) -> None:
    await session.execute(text("UPDATE things SET size = size + 1 WHERE id = :id"), {"id": number})


async def recorded(session: AsyncSession, number: int) -> None:
    await change(session, number)
    await record(
        session, CALLER, "thing.changed", "thing", str(number), before={"size": 1}, after={"size": 2}
    )


async def chained(session: AsyncSession, number: int) -> None:
    """Hold the lock of the chain from the entry to the commit, as chaining within the transaction must."""
    await recorded(session, number)
    await session.execute(text(f"SELECT pg_advisory_xact_lock({queries._CHAIN_LOCK})"))
    await chain(session, Sealer(KEY))


async def measure(platform: Platform, name: str, write: Write) -> None:
    taken: list[float] = []
    end = time.perf_counter() + SECONDS

    async def writer(number: int) -> None:
        while (started := time.perf_counter()) < end:
            async with platform.database.transaction() as session:
                await write(session, number)
            taken.append(time.perf_counter() - started)

    chainer = asyncio.create_task(chain_often(platform)) if write is recorded else None
    processor = time.process_time()
    await asyncio.gather(*(writer(number) for number in range(WRITERS)))
    processor = time.process_time() - processor
    if chainer is not None:
        chainer.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await chainer
    started = time.perf_counter()
    await chain_entries(platform)
    left = time.perf_counter() - started
    percentile = statistics.quantiles(taken, n=20)[18] * 1000
    print(
        f"{name:38} {len(taken) / SECONDS:7.0f} writes/s   p95 {percentile:5.1f} ms   "
        f"{processor / len(taken) * 1000:.2f} ms CPU   rest chained in {left:.2f} s"
    )


async def chain_often(platform: Platform) -> None:
    while True:
        await asyncio.sleep(2)
        await chain_entries(platform)


async def main(url: str) -> None:
    settings = Settings(database_url=url, secret_key=SecretStr(KEY))  # type: ignore[call-arg]
    async with open_platform(settings) as platform:
        async with platform.database.transaction() as session:
            await session.execute(text("CREATE TABLE things (id int PRIMARY KEY, size int)"))
            await session.execute(text("INSERT INTO things SELECT n, 0 FROM generate_series(0, 99) n"))
        await measure(platform, "no audit entry", change)
        await measure(platform, "an entry, chained by the job", recorded)
        await measure(platform, "an entry, chained in the transaction", chained)
        async with platform.database.transaction() as session:
            head = await queries.last_link(session)
        print(f"{(head or (0, Head().hash))[0]:,} entries chained")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="securestack-benchmark-") as folder:
        Path(folder).chmod(0o711)
        postgres = EmbeddedPostgres(Path(folder) / "postgres")
        postgres.start()
        try:
            postgres.create_database()
            migrations.migrate(postgres.url())
            asyncio.run(main(postgres.url()))
        finally:
            postgres.stop()

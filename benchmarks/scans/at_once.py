"""How many scans run at the same time on one machine, and what they cost.

    .venv/bin/python benchmarks/scans/at_once.py [--scans 100] [--write]

Starts PostgreSQL and Valkey in a temporary folder, one worker process as `securestack worker` runs it, and a site on
loopback that takes its time to answer; queues the scans and watches them until all have ended.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform as machine
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path

import psutil
from aiohttp import web

from securestack.server import migrations
from securestack.server.embedded.postgres import EmbeddedPostgres
from securestack.server.embedded.valkey import EmbeddedValkey
from securestack.server.kit.platform import Platform, open_platform
from securestack.server.settings import Settings

_KEY = "only-for-this-benchmark-4Kq8vX2mZ7bT1nR6wY3pL9sD5fG0hJ"
_README = Path(__file__).with_name("README.md")


def _site(delay: float) -> web.Application:
    app = web.Application()

    async def page(request: web.Request) -> web.Response:
        await asyncio.sleep(delay)
        number = int(request.query.get("n", "0") or 0) if request.query.get("n", "0").isdigit() else 0
        links = "".join(f"<a href='/?n={other}'>{other}</a>" for other in range(number, number + 5))
        return web.Response(text=f"<p>{request.query.get('n', '')}</p>{links}", content_type="text/html")

    app.router.add_get("/", page)
    return app


def measure(scans: int, delay: float) -> dict[str, float]:
    """Run the scans and return what was seen."""
    with tempfile.TemporaryDirectory(prefix="securestack-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        postgres, valkey = EmbeddedPostgres(folder / "postgres"), EmbeddedValkey(folder / "valkey")
        postgres.start()
        valkey.start()
        try:
            postgres.create_database("securestack")
            url = postgres.url("securestack")
            migrations.migrate(url)
            return asyncio.run(_with_services(url, valkey.url(), folder, scans, delay))
        finally:
            valkey.stop()
            postgres.stop()


async def _with_services(
    database: str, redis: str, folder: Path, scans: int, delay: float
) -> dict[str, float]:
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "SECURESTACK_SECRET_KEY": _KEY,
        "SECURESTACK_DATA_DIR": str(folder / "data"),
        "SECURESTACK_ALLOW_PRIVATE_TARGETS": "true",
        "SECURESTACK_LOG_LEVEL": "error",
        "SECURESTACK_NETWORK_CONCURRENCY": str(max(100, scans)),
    }
    os.environ.update(environment)
    (folder / "data").mkdir()
    runner = web.AppRunner(_site(delay), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    address = "http://{}:{}/".format(*runner.addresses[0][:2])
    worker = await asyncio.to_thread(
        subprocess.Popen, [str(Path(sys.executable).with_name("securestack")), "worker"], env=environment
    )
    try:
        async with open_platform(Settings()) as platform:
            await _queue(platform, scans, address)
            for _ in range(scans):
                await platform.jobs.send("scans.run")
            return await _watch(platform, worker.pid, scans)
    finally:
        worker.terminate()
        worker.wait()
        await runner.cleanup()


async def _queue(platform: Platform, scans: int, address: str) -> None:
    from sqlalchemy import text

    team, project, target = (uuid.uuid4() for _ in range(3))
    options = '{"profile": "standard", "only": ["web.reflected-xss", "web.sql-injection"]}'
    async with platform.database.transaction() as session:
        run = session.execute
        await run(
            text(
                "INSERT INTO teams (id, name, slug, description, created_at, updated_at, version) VALUES (:t, 'b', 'b', '', now(), now(), 1)"
            ),
            {"t": team},
        )
        await run(
            text(
                "INSERT INTO projects (id, team_id, name, slug, description, importance, data_sensitivity, exposure, "
                "sla_days, max_concurrent_scans, created_at, updated_at, version) VALUES (:p, :t, 'b', 'b', '', "
                "'medium', 'medium', 'internal', '{}', 1000, now(), now(), 1)"
            ),
            {"p": project, "t": team},
        )
        columns = await run(
            text("SELECT column_name FROM information_schema.columns WHERE table_name = 'targets'")
        )
        known = {row[0] for row in columns}
        values = {
            "id": target,
            "project_id": project,
            "kind": "web",
            "name": "b",
            "locator": address,
            "verification_token": "t",
            "allowed_by_admin": False,
            "version": 1,
        }
        used = {name: value for name, value in values.items() if name in known}
        times = [name for name in ("created_at", "updated_at") if name in known]
        await run(
            text(
                f"INSERT INTO targets ({', '.join([*used, *times])}) "
                f"VALUES ({', '.join([f':{name}' for name in used] + ['now()'] * len(times))})"
            ),
            used,
        )
        for _ in range(scans):
            await run(
                text(
                    "INSERT INTO scans (id, project_id, target_id, scanner, queue, target_text, options, status, priority, "
                    "created_at, queued_at, attempt, progress, statistics, checks, notices, version) VALUES (:id, :p, :t, "
                    "'web', 'network', :a, CAST(:o AS jsonb), 'queued', 0, now(), now(), 0, '{}', '{}', '[]', '[]', 1)"
                ),
                {"id": uuid.uuid4(), "p": project, "t": target, "a": address, "o": options},
            )


async def _watch(platform: Platform, worker: int, scans: int) -> dict[str, float]:
    began, most, memory = time.monotonic(), 0, 0
    process = psutil.Process(worker)
    while True:
        async with platform.database.read() as reader:
            rows = await reader.fetch("SELECT status, count(*) AS number FROM scans GROUP BY status")
            counts = {row["status"]: row["number"] for row in rows}
        family = [process, *process.children(recursive=True)]
        memory = max(memory, sum(one.memory_info().rss for one in family if one.is_running()))
        most = max(most, counts.get("running", 0))
        if counts.get("queued", 0) + counts.get("running", 0) == 0:
            break
        await asyncio.sleep(0.2)
    cpu = sum(sum(one.cpu_times()[:2]) for one in family)
    async with platform.database.read() as reader:
        requests = await reader.fetch_value("SELECT sum((statistics->>'requests')::int) FROM scans")
        completed = await reader.fetch_value("SELECT count(*) FROM scans WHERE status = 'completed'")
        seen_twice = await reader.fetch_value(
            "SELECT count(*) FROM (SELECT fingerprint FROM findings GROUP BY project_id, fingerprint HAVING count(*) > 1) d"
        )
    return {
        "scans": scans,
        "most at once": most,
        "completed": completed,
        "doubled findings": seen_twice,
        "wall s": round(time.monotonic() - began, 1),
        "requests": int(requests or 0),
        "worker CPU s": round(cpu, 1),
        "worker memory MB": memory // 2**20,
    }


def main() -> None:
    """Measure and print a table; with --write put it into README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scans", type=int, default=100)
    parser.add_argument("--delay", type=float, default=0.2, help="Seconds the site takes to answer.")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(65_536, hard), hard))
    seen = measure(arguments.scans, arguments.delay)
    memory = psutil.virtual_memory().total / 2**30
    table = "\n".join(
        [
            f"Measured on {datetime.now(UTC):%Y-%m-%d}: {os.cpu_count()} cores, {memory:.0f} GiB of memory, "
            f"{machine.system()}, Python {machine.python_version()}. Worker, database, Valkey and site share the machine.",
            "",
            "| " + " | ".join(seen) + " |",
            "|" + "---:|" * len(seen),
            "| " + " | ".join(f"{value:,}" for value in seen.values()) + " |",
        ]
    )
    print(table)
    if arguments.write:
        before, _, rest = _README.read_text().partition("<!-- table -->")
        after = rest.partition("<!-- end of table -->")[2]
        _README.write_text(f"{before}<!-- table -->\n{table}\n<!-- end of table -->{after}")


if __name__ == "__main__":
    main()

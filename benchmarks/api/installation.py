"""The platform under load: embedded PostgreSQL and Valkey, filled, and `securestack web` as its own processes."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import asyncpg
import psutil

from benchmarks.api.mix import Requests
from benchmarks.findings.filling import fill, project
from securestack.server import migrations
from securestack.server.embedded.postgres import EmbeddedPostgres
from securestack.server.embedded.valkey import EmbeddedValkey
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.tokens import AccessTokens

_KEY = "only-for-the-benchmark-4Kq8vX2mZ7bT1nR6wY3pL9sD5"
_SMALL_PROJECTS = 30
_SCANS = """
INSERT INTO scans (id, project_id, target_id, scanner, queue, target_text, options, status, priority, created_at, queued_at,
    started_at, finished_at, attempt, progress, statistics, checks, notices, version)
SELECT uuidv7(made - now()), p.id, NULL, 'web', 'network', 'https://site' || n || '.example.com/', '{}', 'completed', 0, made,
    made, made, made + interval '3 minutes', 1, '{}', '{"requests": 4000, "findings": 12}', '[]', '[]', 1
FROM projects p, generate_series(1, 50) n, LATERAL (SELECT now() - n * interval '1 day' AS made) times
"""


@dataclass
class Usage:
    """Processor time of each part so far, in seconds."""

    web: float
    database: float
    valkey: float

    def since(self, before: Usage) -> Usage:
        """Return what was used after another moment."""
        return Usage(self.web - before.web, self.database - before.database, self.valkey - before.valkey)


class Installation:
    """What is measured while it runs."""

    def __init__(
        self, postgres: EmbeddedPostgres, valkey: EmbeddedValkey, web: subprocess.Popen[bytes], port: int
    ) -> None:
        self._services = (postgres, valkey)
        self.web = web
        self.port = port

    def usage(self) -> Usage:
        """Return the processor time that each part has used."""
        postgres, valkey = self._services
        assert postgres.pid is not None
        assert valkey.pid is not None
        return Usage(_used(self.web.pid), _used(postgres.pid), _used(valkey.pid))

    def memory(self) -> float:
        """Return the memory of the web processes that nothing else shares, in megabytes."""
        process = psutil.Process(self.web.pid)
        everyone = [process, *process.children(recursive=True)]
        return sum(one.memory_full_info().uss for one in everyone) / 2**20


def _used(pid: int) -> float:
    process = psutil.Process(pid)
    total = 0.0
    for one in (process, *process.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            times = one.cpu_times()
            total += times.user + times.system
    return total


@contextlib.contextmanager
def installed(
    folder: Path, *, findings: int, processes: int, port: int, log_level: str
) -> Iterator[Installation]:
    """Lend a running platform; its database is filled once and kept in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)
    postgres = EmbeddedPostgres(folder / "postgres", options={"logging_collector": "off"})
    valkey = EmbeddedValkey(folder / "valkey")
    name = f"api_{findings}"
    with contextlib.ExitStack() as stack:
        postgres.start()
        stack.callback(postgres.stop)
        valkey.start()
        stack.callback(valkey.stop)
        if not (folder / name).exists():
            postgres.query(f'DROP DATABASE IF EXISTS "{name}"')
            postgres.create_database(name)
            migrations.migrate(postgres.url(name))
            asyncio.run(
                fill(postgres.url(name), large=findings, small_projects=_SMALL_PROJECTS, small=findings // 20)
            )
            postgres.query(_SCANS, name)
            postgres.query("VACUUM ANALYZE", name)
            (folder / name).touch()
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("SECURESTACK_")},
            "DATABASE_URL": postgres.url(name),
            "REDIS_URL": valkey.url(),
            "SECURESTACK_SECRET_KEY": _KEY,
            "SECURESTACK_WEB_PROCESSES": str(processes),
            "SECURESTACK_PORT": str(port),
            "SECURESTACK_DATA_DIR": str(folder / "data"),
            "SECURESTACK_REQUESTS_PER_MINUTE": "10000000",
            "SECURESTACK_LOG_LEVEL": log_level,
        }
        log = stack.enter_context((folder / "web.log").open("wb"))
        command = [sys.executable, "-m", "securestack.cli", "web"]
        web = subprocess.Popen(command, env=environment, stderr=log, start_new_session=True)
        stack.callback(_stop, web)
        _wait(web, port)
        yield Installation(postgres, valkey, web, port)


def _stop(web: subprocess.Popen[bytes]) -> None:
    web.terminate()
    try:
        web.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(web.pid, signal.SIGKILL)
        web.wait()


def _wait(web: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if web.poll() is not None:
            raise SystemExit("The web server ended while starting; web.log says why.")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
            connection.request("GET", "/health/ready")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise SystemExit("The web server does not answer; web.log says why.")


async def requests_for(folder: Path, findings: int) -> Requests:
    """Return what makes requests about what is in the database."""
    url = EmbeddedPostgres(folder / "postgres").url(f"api_{findings}")
    connection = await asyncpg.connect(url)
    try:
        ids = await connection.fetch("SELECT id FROM findings ORDER BY md5(id::text) LIMIT 3000")
        people = [row["id"] for row in await connection.fetch("SELECT id FROM users ORDER BY id")]
    finally:
        await connection.close()
    tokens = AccessTokens(_KEY, timedelta(hours=2))
    return Requests(
        [tokens.make(person, new_id(), is_administrator=False) for person in people],
        [uuid.UUID(project(number)) for number in range(_SMALL_PROJECTS + 1)],
        [row["id"] for row in ids],
        people,
    )

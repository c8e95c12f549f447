"""Workers, the database and Valkey are killed in the middle of a scan: no scan is lost, no finding is doubled."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from sqlalchemy import text

from securestack.server import migrations
from securestack.server.embedded.postgres import EmbeddedPostgres
from securestack.server.embedded.valkey import EmbeddedValkey
from securestack.server.scans import jobs
from securestack.server.settings import Settings
from tests.server.cluster import Cluster
from tests.server.scans.world import World, world
from tests.server.support import KEY, Server, serve

_WAIT = 60.0  # seconds after which a test gives up; nothing here takes that long


async def _until(condition: Callable[[], object]) -> None:
    """Wait until a condition holds that only time brings about: another process has done its part."""
    async with asyncio.timeout(_WAIT):
        while True:
            found = condition()
            if asyncio.iscoroutine(found):
                found = await found
            if found:
                return
            await asyncio.sleep(0.05)


def _worker(settings: Settings) -> subprocess.Popen[bytes]:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "DATABASE_URL": str(settings.database_url),
        "REDIS_URL": str(settings.redis_url),
        "SECURESTACK_SECRET_KEY": KEY,
        "SECURESTACK_DATA_DIR": str(settings.data_dir),
        "SECURESTACK_ALLOW_PRIVATE_TARGETS": "true",
        "SECURESTACK_LOG_LEVEL": "error",
    }
    command = [str(Path(sys.executable).with_name("securestack")), "worker"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _kill(process: subprocess.Popen[bytes]) -> None:
    for child in psutil.Process(process.pid).children(recursive=True):
        child.kill()
    process.kill()
    process.wait()


def test_a_worker_that_is_killed_leaves_its_scan_to_the_next(fresh_settings: Settings) -> None:
    settings = fresh_settings.changed(allow_private_targets=True)

    async def story(server: Server) -> None:
        async with world(server) as made:
            made.site.open.clear()
            first = _worker(settings)
            scan = await made.start()
            try:
                async with asyncio.timeout(_WAIT):
                    await made.site.asked.wait()
            finally:
                _kill(first)
            made.site.open.set()
            async with server.platform.database.transaction() as session:
                await session.execute(
                    text("UPDATE scans SET lease_expires_at = now() WHERE id = :id"),
                    {"id": uuid.UUID(scan["id"])},
                )
            second = _worker(settings)
            try:
                await jobs.look_after_queue(server.platform)  # what beat does every few seconds
                await _until(lambda: _has_ended(made, scan["id"]))
            finally:
                second.send_signal(signal.SIGTERM)
                second.wait(_WAIT)
            ended = await made.get(scan["id"])
            assert (ended["status"], ended["finding_count"]) == ("completed", 1)
            assert [row["times_seen"] for row in await made.findings()] == [1]

    serve(settings, story)


async def _has_ended(world: World, scan_id: str) -> bool:
    return (await world.get(scan_id))["status"] not in ("queued", "running")


@pytest.fixture
def mortal(cluster: Cluster, settings: Settings, tmp_path: Path) -> tuple[EmbeddedPostgres, Settings]:
    """Return a database server of this test alone, which keeps what was committed, and settings that use it."""
    tmp_path.chmod(0o711)
    for folder in tmp_path.parents:
        if folder.name.startswith("pytest-"):
            folder.chmod(0o711)
    postgres = EmbeddedPostgres(cluster.folder / f"mortal-{uuid.uuid4().hex}")
    postgres.start()
    postgres.create_database("securestack")
    url = postgres.url("securestack")
    migrations.migrate(url)
    return postgres, settings.changed(database_url=url, data_dir=tmp_path, allow_private_targets=True)


def test_a_database_that_is_killed_comes_back_and_nothing_is_missing(
    mortal: tuple[EmbeddedPostgres, Settings],
) -> None:
    postgres, settings = mortal

    async def story(server: Server) -> None:
        async with world(server) as made:
            made.site.open.clear()
            scan = await made.start()
            work = asyncio.create_task(made.work())
            await made.site.asked.wait()
            assert postgres.pid is not None
            os.kill(postgres.pid, signal.SIGKILL)
            await _until(lambda: not postgres.running)
            made.site.open.set()
            refused = await server.get(f"/api/v1/scans/{scan['id']}", caller=made.person.headers)
            assert refused.status_code == 503
            await asyncio.to_thread(postgres.start)
            await work
            ended = await made.get(scan["id"])
            assert (ended["status"], ended["finding_count"]) == ("completed", 1)
            assert [row["times_seen"] for row in await made.findings()] == [1]

    try:
        serve(settings, story)
    finally:
        postgres.stop()


def test_a_valkey_that_is_killed_in_the_middle_costs_no_scan_and_doubles_no_finding(
    cluster: Cluster, fresh_settings: Settings
) -> None:
    valkey = EmbeddedValkey(cluster.folder / f"mortal-{uuid.uuid4().hex}", maximum_memory="64mb")
    valkey.start()
    settings = fresh_settings.changed(allow_private_targets=True, redis_url=valkey.url())

    async def story(server: Server) -> None:
        async with world(server) as made:
            made.site.open.clear()
            worker = _worker(settings)
            try:
                running = await made.start()
                async with asyncio.timeout(_WAIT):
                    await made.site.asked.wait()
                assert valkey.pid is not None
                os.kill(valkey.pid, signal.SIGKILL)
                await _until(lambda: not valkey.running)
                waiting = await made.start()  # nobody can be told of it now
                made.site.open.set()
                await _until(lambda: _has_ended(made, running["id"]))
                await asyncio.to_thread(valkey.start)  # empty, as always
                await jobs.look_after_queue(server.platform)  # what beat does every few seconds
                await _until(lambda: _has_ended(made, waiting["id"]))
            finally:
                _kill(worker)
            for scan in (running, waiting):
                ended = await made.get(scan["id"])
                assert (ended["status"], ended["finding_count"], ended["attempt"]) == ("completed", 1, 1)
            assert [row["times_seen"] for row in await made.findings()] == [2]

    try:
        serve(settings, story)
    finally:
        valkey.stop()


def test_without_valkey_scans_are_taken_and_run_all_the_same(fresh_settings: Settings) -> None:
    settings = fresh_settings.changed(allow_private_targets=True, redis_url="unix:///nonexistent/valkey.sock")

    async def story(server: Server) -> None:
        async with world(server) as made:
            scan = await made.start()
            await jobs.look_after_queue(server.platform)  # nobody hears the hint, and nothing breaks
            assert (await made.get(scan["id"]))["status"] == "queued"
            await made.work()
            assert (await made.get(scan["id"]))["status"] == "completed"

    serve(settings, story)

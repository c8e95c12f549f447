"""Jobs reach a real worker over a real Valkey, run on its one loop, and lose nothing when Valkey is away."""

from __future__ import annotations

import asyncio
import threading
import uuid
from datetime import timedelta

import pytest
from celery.contrib.testing.worker import start_worker

from securestack.server.kit.jobs import Daily, Job, Jobs, Queue, broker_url, schedule_of
from securestack.server.kit.platform import Platform
from securestack.server.settings import Settings
from securestack.server.worker import JOBS, make_worker
from tests.server.support import settings_of_a_test


def test_a_job_that_is_sent_is_run_with_the_platform_open(settings: Settings) -> None:
    ran: list[tuple[str, int, str]] = []
    done = threading.Event()

    async def run(platform: Platform, *, word: str) -> None:
        async with platform.database.read() as reader:
            ran.append((word, await reader.fetch_value("SELECT 42"), threading.current_thread().name))
        if len(ran) == 3:
            done.set()

    async def fail(platform: Platform) -> None:
        raise RuntimeError("this job fails; the next one runs all the same")

    names = [f"test.{uuid.uuid4()}" for _ in range(2)]
    celery = make_worker(settings, (Job(names[0], run), Job(names[1], fail)))

    async def send() -> None:
        jobs = Jobs(settings)
        assert await jobs.send(names[1])
        for word in ("one", "two", "three"):
            assert await jobs.send(names[0], word=word)

    asyncio.run(send())
    with start_worker(celery, pool="threads", concurrency=3, perform_ping_check=False, shutdown_timeout=20.0):
        assert done.wait(30)
    celery.platform_loop.close()
    assert sorted(ran) == [(word, 42, "platform") for word in ("one", "three", "two")]


def test_sending_without_valkey_says_so_and_does_not_fail() -> None:
    settings = settings_of_a_test(redis_url="unix:///nonexistent/valkey.sock")
    assert asyncio.run(Jobs(settings).send("test.job", word="x")) is False
    assert asyncio.run(Jobs(settings_of_a_test()).send("test.job")) is False


@pytest.mark.parametrize(
    ("redis", "celery"),
    [
        ("redis://cache:6379/0", "redis://cache:6379/0"),
        ("rediss://:secret@cache:6379/2", "rediss://:secret@cache:6379/2"),
        ("unix:///run/valkey.sock?db=3", "redis+socket:///run/valkey.sock?virtual_host=3"),
        ("unix:///run/valkey.sock", "redis+socket:///run/valkey.sock?virtual_host=0"),
    ],
)
def test_addresses_of_valkey_are_told_to_celery_in_its_words(redis: str, celery: str) -> None:
    assert broker_url(redis) == celery


def test_periodic_jobs_are_scheduled_and_others_are_not() -> None:
    async def run(platform: Platform) -> None:
        """Do nothing."""

    often = schedule_of(Job("a.often", run, every=timedelta(seconds=15)))
    assert often is not None
    assert (often["schedule"], often["options"]["expires"]) == (timedelta(seconds=15), 15.0)
    daily = schedule_of(Job("a.daily", run, Queue.CPU, every=Daily(hour=3, minute=30)))
    assert daily is not None
    assert (daily["schedule"].hour, daily["schedule"].minute) == ({3}, {30})
    routes = make_worker(settings_of_a_test(), (Job("a.daily", run, Queue.CPU),)).conf.task_routes
    assert routes == {"a.daily": {"queue": "cpu"}}
    assert schedule_of(Job("a.asked", run)) is None


def test_every_job_has_a_name_of_its_own_that_says_its_feature() -> None:
    names = [job.name for job in JOBS]
    assert len(set(names)) == len(names)
    assert all(name.count(".") == 1 for name in names)

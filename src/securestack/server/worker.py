"""The Celery application of workers and beat: the list of all jobs, and how one runs.

Jobs are coroutines. Each worker process has one event loop in a thread of its own, on which the platform is open, so
that a hundred jobs share its connections; a job that computes for long moves to a thread by itself.
"""

from __future__ import annotations

import asyncio
import os
import socket
import threading
import warnings
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog
from celery import Celery
from celery.beat import Scheduler
from celery.signals import setup_logging, worker_shutting_down

from securestack.server.accounts import jobs as accounts
from securestack.server.analytics import jobs as analytics
from securestack.server.audit import jobs as audit
from securestack.server.findings import jobs as findings
from securestack.server.inventory import jobs as inventory
from securestack.server.kit import housekeeping
from securestack.server.kit.jobs import Job, Queue, make_celery, schedule_of
from securestack.server.kit.logs import configure_logs
from securestack.server.kit.metrics import serve_metrics
from securestack.server.kit.platform import Platform
from securestack.server.priorities import jobs as priorities
from securestack.server.retests import jobs as retests
from securestack.server.scans import jobs as scans
from securestack.server.settings import Settings
from securestack.server.teams import jobs as teams

T = TypeVar("T")
_log = structlog.get_logger()
_SHORT_JOBS = 8

JOBS: tuple[Job, ...] = (
    # One line a feature.
    *housekeeping.JOBS,
    *accounts.JOBS,
    *audit.JOBS,
    *teams.JOBS,
    *findings.JOBS,
    *inventory.JOBS,
    *priorities.JOBS,
    *scans.JOBS,
    *retests.JOBS,
    *analytics.JOBS,
)
"""Every job of the platform."""


class PlatformLoop:
    """An event loop in a thread of its own with the platform open on it, made at the first use in each process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._pid = 0  # a forked process must not use the loop of its parent
        self._loop: asyncio.AbstractEventLoop | None = None
        self._platform: Platform | None = None
        self._thread: threading.Thread | None = None

    def run(self, job: Job, arguments: dict[str, Any]) -> None:
        """Run a job on the loop and wait until it has ended."""
        loop, platform = self._opened()
        self._wait(loop, _run(job, platform, arguments))

    def stop_soon(self) -> None:
        """Tell the jobs of this process that it is about to end."""
        with self._lock:
            if self._loop is not None and self._platform is not None and self._pid == os.getpid():
                self._loop.call_soon_threadsafe(self._platform.stopping.set)

    def close(self) -> None:
        """Close the platform and end the loop."""
        with self._lock:
            if self._loop is None or self._platform is None or self._pid != os.getpid():
                return
            self._wait(self._loop, self._platform.close())
            self._end(self._loop)
            self._loop = self._platform = None

    def _opened(self) -> tuple[asyncio.AbstractEventLoop, Platform]:
        with self._lock:
            if self._loop is not None and self._platform is not None and self._pid == os.getpid():
                return self._loop, self._platform
            loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=loop.run_forever, name="platform", daemon=True)
            self._thread.start()
            try:
                platform = self._wait(loop, self._open())
            except BaseException:
                self._end(loop)
                raise
            self._loop, self._platform, self._pid = loop, platform, os.getpid()
            return loop, platform

    async def _open(self) -> Platform:
        platform = Platform(self._settings, application="securestack worker")
        await platform.open()
        return platform

    def _end(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.call_soon_threadsafe(loop.stop)
        if self._thread is not None:
            self._thread.join()
        loop.close()

    @staticmethod
    def _wait(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, loop).result()


def make_worker(settings: Settings, jobs: tuple[Job, ...] = JOBS) -> Celery:
    """Return the Celery application that runs the jobs and sends the periodic ones."""
    celery = make_celery(settings)
    loop = PlatformLoop(settings)
    for job in jobs:
        _register(celery, loop, job)
    celery.conf.beat_schedule = {job.name: entry for job in jobs if (entry := schedule_of(job)) is not None}
    celery.conf.task_routes = {job.name: {"queue": job.queue.value} for job in jobs}
    celery.platform_loop = loop
    return celery


def _register(celery: Celery, loop: PlatformLoop, job: Job) -> None:
    def run(**arguments: Any) -> None:
        loop.run(job, arguments)

    celery.task(run, name=job.name)


async def _run(job: Job, platform: Platform, arguments: dict[str, Any]) -> None:
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(job=job.name, **arguments)
    try:
        await job.run(platform, **arguments)
    except Exception as error:
        _log.error("job failed", error=type(error).__name__, exc_info=error)
        raise


def run_worker(settings: Settings, queue: Queue) -> int:
    """Run the jobs of one queue until SIGTERM or SIGINT; return the exit code.

    Told to end, it tells long jobs so (`platform.stopping`) and waits for them; what is killed nonetheless is found by
    the periodic jobs.
    """
    _quiet_celery(settings)
    celery = make_worker(settings)
    loop: PlatformLoop = celery.platform_loop

    def stop(**_: Any) -> None:
        loop.stop_soon()

    worker_shutting_down.connect(stop, weak=False)
    if settings.worker_metrics_port is not None:
        serve_metrics(settings.host, settings.worker_metrics_port)
    worker = celery.Worker(
        pool="threads" if queue is Queue.NETWORK else "prefork",
        # Beside the scans there is always a thread for the short jobs that keep them going.
        concurrency=settings.network_concurrency + _SHORT_JOBS
        if queue is Queue.NETWORK
        else settings.cpu_concurrency,
        queues=[queue.value],
        hostname=f"{queue.value}-{os.getpid()}@{socket.gethostname()}",
        without_gossip=True,
        without_mingle=True,
        quiet=True,
        task_events=True,
    )
    worker.start()
    loop.close()
    return int(worker.exitcode or 0)


def run_beat(settings: Settings) -> None:
    """Send the periodic jobs until SIGTERM or SIGINT.

    When it ran last is kept nowhere: intervals are short, and daily jobs go by the clock.
    """
    _quiet_celery(settings)
    make_worker(settings).Beat(scheduler_cls=Scheduler, quiet=True).run()


def _quiet_celery(settings: Settings) -> None:
    def ours(**_: Any) -> None:
        configure_logs(settings)

    setup_logging.connect(ours, weak=False)
    warnings.filterwarnings("ignore", message=".*superuser privileges.*")
    configure_logs(settings)

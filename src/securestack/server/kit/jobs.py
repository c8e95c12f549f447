"""Jobs: work that no request waits for, run by workers on one of two queues, and by the clock.

A feature lists its jobs in `jobs.py`; `worker.JOBS` holds the lists of all. A message is only a hint: it may come twice,
late, or never, so a job looks into the database for what there is to do, and a periodic one looks for what was missed.
"""

from __future__ import annotations

import asyncio
import enum
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import structlog
from celery import Celery
from celery.schedules import crontab
from kombu.entity import Queue as KombuQueue
from kombu.exceptions import OperationalError

from securestack.server.settings import Settings

if TYPE_CHECKING:
    pass

_log = structlog.get_logger()
_HOUR = 3600


class Queue(enum.StrEnum):
    """Which kind of worker runs a job."""

    NETWORK = "network"  # mostly waits: many at a time in one process
    CPU = "cpu"  # computes: one process a core


@dataclass(frozen=True)
class Daily:
    """Once a day at a time in UTC."""

    hour: int
    minute: int = 0


@dataclass(frozen=True)
class Job:
    """A job: what it is called (`scans.run`), what it does, where, and when by itself.

    `run` is given the platform and the arguments that were sent, which are plain values.
    """

    name: str
    run: Callable[..., Awaitable[None]]
    queue: Queue = Queue.NETWORK
    every: timedelta | Daily | None = None


class Jobs:
    """Sends hints to workers."""

    def __init__(self, settings: Settings) -> None:
        self._celery = make_celery(settings) if settings.redis_url else None
        if self._celery is not None:
            # A request that sends must not wait for a Valkey that is away.
            self._celery.conf.broker_transport_options.update(
                max_retries=1, interval_start=0.0, interval_step=0.0, interval_max=0.05
            )

    async def send(self, name: str, *, queue: Queue = Queue.NETWORK, **arguments: Any) -> bool:
        """Ask a worker to run a job, after the transaction it belongs to. Return whether the message was taken.

        Where it was not, nothing is lost: the periodic jobs find what was missed.
        """
        if self._celery is None:
            return False
        return await asyncio.to_thread(self._send, name, queue, arguments)

    async def workers(self, seconds: float = 1.0) -> list[str]:
        """Return the names of the worker processes that answer within that time, as `queue-process@host`."""
        return [] if self._celery is None else await asyncio.to_thread(self._workers, seconds)

    def _workers(self, seconds: float) -> list[str]:
        assert self._celery is not None
        try:
            answers = self._celery.control.ping(timeout=seconds)
        except (OperationalError, OSError) as error:
            _log.warning("workers not asked", error=type(error).__name__)
            return []
        return sorted({name for answer in answers for name in answer})

    def _send(self, name: str, queue: Queue, arguments: dict[str, Any]) -> bool:
        assert self._celery is not None
        try:
            self._celery.send_task(
                name, kwargs=arguments, queue=queue.value, retry=False, ignore_result=True, expires=24 * _HOUR
            )
        except (OperationalError, OSError) as error:
            _log.warning("job not sent", job=name, error=type(error).__name__)
            return False
        return True


def make_celery(settings: Settings) -> Celery:
    """Return a Celery application that can send; `worker.make_worker` adds what is to be run."""
    celery = Celery("securestack", set_as_current=False)
    celery.conf.update(
        broker_url=broker_url(settings.redis_url or ""),
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            "socket_timeout": 10.0,
            "socket_connect_timeout": 2.0,
            "visibility_timeout": 12
            * _HOUR,  # scans hold a lease of their own; a message need not come again soon
            "global_keyprefix": "celery:",
        },
        accept_content=["json"],
        task_serializer="json",
        result_serializer="json",
        task_ignore_result=True,
        task_store_errors_even_if_ignored=False,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_queues=[KombuQueue(queue.value) for queue in Queue],  # type: ignore[no-untyped-call]
        task_default_queue=Queue.NETWORK.value,
        task_create_missing_queues=False,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_enable_remote_control=True,
        worker_send_task_events=True,
        task_send_sent_event=True,
        timezone="UTC",
        enable_utc=True,
    )
    return celery


def schedule_of(job: Job) -> dict[str, Any] | None:
    """Return the entry of a periodic job in Celery's beat schedule, or None for others."""
    if job.every is None:
        return None
    if isinstance(job.every, Daily):
        when: Any = crontab(hour=str(job.every.hour), minute=str(job.every.minute))
        expires = 6.0 * _HOUR
    else:
        when = job.every
        expires = job.every.total_seconds()  # a hint that waited longer has been followed by another
    return {"task": job.name, "schedule": when, "options": {"expires": expires}}


def broker_url(redis_url: str) -> str:
    """Return the address of Valkey in the words of Celery, which writes sockets in another way."""
    pieces = urlsplit(redis_url)
    if pieces.scheme != "unix":
        return redis_url
    database = parse_qs(pieces.query).get("db", ["0"])[0]
    return f"redis+socket://{pieces.path}?virtual_host={database}"

"""`securestack worker`: run scans and other jobs."""

from __future__ import annotations

import enum
from typing import Annotated

import typer

from securestack.cli.platform import DataDir, read_outside_settings


class WorkerQueue(enum.StrEnum):
    """Which jobs a worker runs."""

    NETWORK = "network"
    CPU = "cpu"


def worker(
    queue: Annotated[
        WorkerQueue,
        typer.Option(
            "--queue", help="network: many scans at a time in one process; cpu: one process a core."
        ),
    ] = WorkerQueue.NETWORK,
    data_dir: DataDir = None,
) -> None:
    """Run the jobs of one queue; needs DATABASE_URL and REDIS_URL."""
    settings = read_outside_settings(data_dir=data_dir)
    from securestack.server.embedded.processes import end_with_supervisor
    from securestack.server.kit.jobs import Queue
    from securestack.server.worker import run_worker

    end_with_supervisor()
    raise typer.Exit(run_worker(settings, Queue(queue.value)))

"""What happens to priorities by themselves: they follow what they are made of."""

from __future__ import annotations

from datetime import timedelta

from securestack.server.kit.jobs import Job, Queue
from securestack.server.kit.platform import Platform
from securestack.server.priorities import queries_runs
from securestack.server.priorities.scoring import QUEUE, request, score_next

_HINTS = 4  # workers that are woken at once


async def score(platform: Platform) -> None:
    """Score projects until none waits."""
    while not platform.stopping.is_set() and await score_next(platform):
        pass


async def look(platform: Platform) -> None:
    """Find the projects whose scores are no longer what they would be, and those whose worker died; wake workers."""
    async with platform.database.transaction() as session:
        await request(session, platform)
        waiting = await queries_runs.waiting(session)
    for _ in range(min(waiting, _HINTS)):
        await platform.jobs.send("priorities.score", queue=QUEUE)


JOBS = (
    Job("priorities.score", score, QUEUE),
    Job("priorities.look", look, Queue.NETWORK, every=timedelta(seconds=15)),
)

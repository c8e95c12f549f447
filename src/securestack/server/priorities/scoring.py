"""Scoring all findings of a project anew, some hundreds in a transaction, each with how far it is.

Whoever is killed loses at most one batch: the row of the run says where to go on.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

import msgspec
import structlog
from redis.exceptions import RedisError
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.assessment.priority.content import without_texts
from securestack.assessment.priority.reason import Priority
from securestack.assessment.priority.subject import Subject
from securestack.server.findings import queries_scoring
from securestack.server.findings.feeds import feeds_of
from securestack.server.findings.priorities import Scored, Scorer, engine_version
from securestack.server.findings.queries_ingest import lock_project
from securestack.server.findings.scoring import save_changed, subject_of_row
from securestack.server.kit.clock import now
from securestack.server.kit.jobs import Queue
from securestack.server.kit.platform import Platform
from securestack.server.priorities import queries_runs

QUEUE = Queue.CPU
LEASE = timedelta(minutes=2)
_BATCH = 500
_KEPT = 7 * 24 * 3600  # seconds
_log = structlog.get_logger()
_priorities = msgspec.json.Decoder(Priority)


async def request(session: AsyncSession, platform: Platform, *, team_id: uuid.UUID | None = None) -> int:
    """Ask for the scoring of the projects whose scores were made with something else than there is now; return how many.

    That is: another policy, exposure, importance or data of the project, newer feeds, a new model, another day.
    """
    rows = await queries_runs.request_stale(
        session,
        feeds=feeds_of(platform.settings).version,
        engine=engine_version(),
        day=now().date().isoformat(),
        team_id=team_id,
    )
    return len(rows)


async def score_next(platform: Platform) -> bool:
    """Score the project that waits longest, and return whether there was one."""
    async with platform.database.transaction() as session:
        project_id = await queries_runs.claim(session, LEASE)
    if project_id is None:
        return False
    while not platform.stopping.is_set() and await score_batch(platform, project_id):
        pass
    return True


async def score_batch(platform: Platform, project_id: uuid.UUID) -> bool:
    """Score the next findings of a project, and return whether there may be more."""
    async with platform.database.transaction() as session:
        project = await lock_project(session, project_id)
        run = await queries_runs.standing(session, project_id)
        if project is None or run is None:
            return False
        scorer = Scorer(project, feeds=feeds_of(platform.settings))
        rows = await queries_scoring.scorable_after(session, project_id, run["cursor"], _BATCH)
        if not rows:
            await queries_runs.finish(session, project_id)
            _log.info("priorities scored", project_id=str(project_id))
            return False
        scored = await _scored(platform, scorer, [subject_of_row(row, scorer) for row in rows])
        changed = await save_changed(session, project_id, rows, scored)
        await queries_runs.advance(session, project_id, rows[-1]["id"], len(rows), changed, LEASE)
    return True


async def _scored(platform: Platform, scorer: Scorer, subjects: Sequence[Subject]) -> list[Scored]:
    """Return the priorities of subjects: those that are known by their content from Valkey, the others worked out."""
    keys = [scorer.key(subject) for subject in subjects]
    wanted = dict(zip(keys, subjects, strict=True))
    known = await _known(platform, list(wanted))
    fresh = {key: scorer.score(subject) for key, subject in wanted.items() if key not in known}
    await _keep(platform, fresh)
    found = fresh | {key: Scored(key, known[key], without_texts(wanted[key])) for key in known}
    return [found[key] for key in keys]


async def _known(platform: Platform, keys: Sequence[bytes]) -> dict[bytes, Priority]:
    if platform.valkey is None:
        return {}
    try:
        values = await platform.valkey.mget([_name(key) for key in keys])
    except (RedisError, OSError):
        return {}
    return {
        key: _priorities.decode(value) for key, value in zip(keys, values, strict=True) if value is not None
    }


async def _keep(platform: Platform, fresh: dict[bytes, Scored]) -> None:
    if platform.valkey is None or not fresh:
        return
    try:
        async with platform.valkey.pipeline(transaction=False) as pipeline:
            for key, scored in fresh.items():
                pipeline.set(_name(key), msgspec.json.encode(scored.priority), ex=_KEPT)
            await pipeline.execute()
    except (RedisError, OSError):
        _log.warning("priorities not kept")


def _name(key: bytes) -> str:
    return f"priority:{key.hex()}"

"""Statements of the queue: claiming scans, keeping the claim, and giving back what was lost.

The row is the truth. A claim is a name, an attempt and a time until which it holds; every later statement of the worker
names all of it, so that a worker that was thought dead can change nothing any more.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.models.scans import ScanQueue, ScanState

LEASE_SECONDS = 60
MOST_ATTEMPTS = 10
_CLAIM_LOCK = 0x5CA75

_CLAIMABLE = """FROM scans s JOIN projects p ON p.id = s.project_id
 WHERE s.status = 'queued' AND s.queue = :queue AND p.archived_at IS NULL
 AND (SELECT count(*) FROM scans r WHERE r.project_id = s.project_id AND r.status = 'running')
     < p.max_concurrent_scans"""


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A scan that a worker may run."""

    id: uuid.UUID
    project_id: uuid.UUID
    target_id: uuid.UUID | None
    scanner: str
    target: str
    options: dict[str, Any]
    secret_options: bytes | None
    owner: str
    attempt: int
    started_at: datetime

    @property
    def named(self) -> dict[str, Any]:
        """What every statement of the claim's holder names."""
        return {"id": self.id, "owner": self.owner, "attempt": self.attempt}


async def claim_next(session: AsyncSession, queue: ScanQueue, owner: str) -> Claim | None:
    """Claim the scan that is next: by priority, then by age, and no more of a project than it allows at once."""
    # Counting what runs in a project and adding to it must not happen twice at the same time.
    await session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CLAIM_LOCK})
    statement = text(
        "UPDATE scans SET status = 'running', lease_owner = :owner, attempt = attempt + 1, "
        f"lease_expires_at = now() + interval '{LEASE_SECONDS} seconds', reason = NULL, "
        "started_at = coalesce(started_at, now()), progress = '{}', version = version + 1 "
        f"WHERE id = (SELECT s.id {_CLAIMABLE} ORDER BY s.priority DESC, s.queued_at, s.id LIMIT 1 "
        "FOR UPDATE OF s SKIP LOCKED) "
        "RETURNING id, project_id, target_id, scanner, target_text, options, secret_options, attempt, started_at"
    )
    row = (await session.execute(statement, {"owner": owner, "queue": queue.value})).mappings().one_or_none()
    if row is None:
        return None
    return Claim(
        id=row["id"],
        project_id=row["project_id"],
        target_id=row["target_id"],
        scanner=row["scanner"],
        target=row["target_text"],
        options=_plain(row["options"]),
        secret_options=row["secret_options"],
        owner=owner,
        attempt=row["attempt"],
        started_at=row["started_at"],
    )


async def keep_claim(session: AsyncSession, claim: Claim, progress: dict[str, Any]) -> bool | None:
    """Write the progress and renew the claim; return whether the scan is to be cancelled, None when the claim is lost."""
    row = (
        await session.execute(
            text(
                "UPDATE scans SET progress = CAST(:progress AS jsonb), "
                f"lease_expires_at = now() + interval '{LEASE_SECONDS} seconds' "
                "WHERE id = :id AND status = 'running' AND lease_owner = :owner AND attempt = :attempt "
                "RETURNING cancel_requested_at IS NOT NULL AS cancelled"
            ),
            {**claim.named, "progress": msgspec.json.encode(progress).decode()},
        )
    ).one_or_none()
    return None if row is None else bool(row.cancelled)


async def end_claim(
    session: AsyncSession, claim: Claim, status: ScanState, reason: str, account: dict[str, Any]
) -> bool:
    """Write how the scan ended; return False when the claim is lost and somebody else decides."""
    row = (
        await session.execute(
            text(
                "UPDATE scans SET status = :status, reason = :reason, finished_at = now(), lease_owner = NULL, "
                "lease_expires_at = NULL, secret_options = NULL, progress = CAST(:progress AS jsonb), "
                "statistics = CAST(:statistics AS jsonb), checks = CAST(:checks AS jsonb), "
                "notices = CAST(:notices AS jsonb), version = version + 1 "
                "WHERE id = :id AND status = 'running' AND lease_owner = :owner AND attempt = :attempt RETURNING 1"
            ),
            {
                **claim.named,
                "status": status.value,
                "reason": reason or None,
                **{name: msgspec.json.encode(value).decode() for name, value in account.items()},
            },
        )
    ).one_or_none()
    return row is not None


async def give_back(session: AsyncSession, claim: Claim) -> None:
    """Put a scan back into the queue, because this worker is about to end."""
    await session.execute(
        text(
            "UPDATE scans SET status = 'queued', lease_owner = NULL, lease_expires_at = NULL, version = version + 1 "
            "WHERE id = :id AND status = 'running' AND lease_owner = :owner AND attempt = :attempt"
        ),
        claim.named,
    )


async def requeue_lost(session: AsyncSession) -> Sequence[Any]:
    """Put back every scan whose worker has not been heard of; give up those that were begun too often.

    Returns the id, project and new status of each.
    """
    rows = await session.execute(
        text(
            "UPDATE scans SET status = CASE WHEN cancel_requested_at IS NOT NULL THEN 'cancelled' "
            f"WHEN attempt >= {MOST_ATTEMPTS} THEN 'failed' ELSE 'queued' END, "
            f"reason = CASE WHEN cancel_requested_at IS NULL AND attempt >= {MOST_ATTEMPTS} THEN "
            f"'The scan was begun {MOST_ATTEMPTS} times, and its worker died each time.' ELSE reason END, "
            f"finished_at = CASE WHEN cancel_requested_at IS NOT NULL OR attempt >= {MOST_ATTEMPTS} THEN now() END, "
            "lease_owner = NULL, lease_expires_at = NULL, version = version + 1 "
            "WHERE status = 'running' AND lease_expires_at < now() RETURNING id, project_id, status"
        )
    )
    return rows.all()


async def claimable(session: AsyncSession, queue: ScanQueue) -> int:
    """Return how many scans could begin now, as far as their projects allow."""
    count = await session.scalar(text(f"SELECT count(*) {_CLAIMABLE}"), {"queue": queue.value})
    return int(count or 0)


async def depth(session: AsyncSession, queue: ScanQueue) -> int:
    """Return how many scans wait."""
    waiting = text("SELECT count(*) FROM scans WHERE status = 'queued' AND queue = :queue")
    return int(await session.scalar(waiting, {"queue": queue.value}) or 0)


async def forget_old(session: AsyncSession, days: int) -> int:
    """Delete scans that ended longer ago; their findings stay. Returns how many."""
    ended = f"SELECT id FROM scans WHERE finished_at < now() - interval '{int(days)} days'"
    await session.execute(text(f"DELETE FROM observations WHERE scan_id IN ({ended})"))
    result = await session.execute(text(f"DELETE FROM scans WHERE id IN ({ended})"))
    return int(getattr(result, "rowcount", 0))


def _plain(value: Any) -> dict[str, Any]:
    return msgspec.json.decode(value) if isinstance(value, str | bytes | msgspec.Raw) else dict(value)

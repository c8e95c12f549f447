"""Deciding about findings: every decision leaves its history, an audit entry and an event."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.audit.service import SYSTEM, record
from securestack.server.findings import queries_change as queries
from securestack.server.findings.changes import Decision, HistoryPiece, Outcome, Standing
from securestack.server.findings.queries_filter import condition
from securestack.server.findings.queries_ingest import insert_events, lock_project
from securestack.server.findings.schemas import BulkChange, BulkResult, FindingChange
from securestack.server.findings.scoring import score_again
from securestack.server.kit.caller import Caller
from securestack.server.kit.clock import now
from securestack.server.kit.etags import require_match
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.outbox import write_event
from securestack.server.kit.problems import Problem, conflict, invalid, not_found
from securestack.server.models.findings import FindingEventKind
from securestack.server.teams.permissions import ProjectAccess

MOST_AT_ONCE = 10_000
_EXPIRED_AT_ONCE = 5_000


async def change_finding(
    session: AsyncSession,
    caller: Caller,
    access: ProjectAccess,
    finding_id: uuid.UUID,
    change: FindingChange,
    if_match: str | None,
) -> None:
    """Decide about one finding, of a project in which the caller may. Raises problems for what cannot be."""
    decision = await _decision(session, access, change)
    rows = await queries.standing(session, access.project_id, ids=[finding_id], limit=1)
    if not rows:
        raise not_found("The finding")
    require_match(if_match, rows[0]["version"])
    outcome, after, told = decision.apply(rows[0], rows[0]["rule_severity"], rows[0]["first_seen_at"])
    if outcome is Outcome.REFUSED:
        raise conflict("not-closed", "The finding is open already; there is nothing to reopen.")
    if outcome is Outcome.UNCHANGED:
        return
    await _save(session, caller, access.project_id, decision, [(after, told)])
    await record(
        session,
        caller,
        "finding.changed",
        "finding",
        finding_id,
        before=_merged(piece.before for piece in told),
        after={**_merged(piece.after for piece in told), **_comment(decision)},
        team_id=access.team_id,
        project_id=access.project_id,
    )


async def change_many(
    session: AsyncSession, caller: Caller, access: ProjectAccess, bulk: BulkChange
) -> BulkResult:
    """Decide about many findings of a project in one transaction. Raises the problem `too-many`."""
    by_ids, by_filter = ("ids" in bulk.model_fields_set, "filter" in bulk.model_fields_set)
    if by_ids == by_filter:
        raise invalid("body", "Name either ids or a filter.")
    decision = await _decision(session, access, bulk.change)
    ids = sorted(set(bulk.ids)) if by_ids else None
    where = condition(bulk.filter, caller.user_id, place=2) if by_filter else None
    rows = await queries.standing(
        session, access.project_id, ids=ids, condition=where, limit=MOST_AT_ONCE + 1
    )
    if len(rows) > MOST_AT_ONCE:
        raise Problem(422, "too-many", f"More than {MOST_AT_ONCE:,} findings fit; narrow the filter.")
    applied = [decision.apply(row, row["rule_severity"], row["first_seen_at"]) for row in rows]
    outcomes = Counter(outcome for outcome, _, _ in applied)
    changed = [(after, told) for outcome, after, told in applied if outcome is Outcome.CHANGED]
    if changed:
        await _save(session, caller, access.project_id, decision, changed)
        await record(
            session,
            caller,
            "findings.changed",
            "project",
            access.project_id,
            after={
                "change": bulk.change.model_dump(mode="json", exclude_unset=True),
                "filter": bulk.filter.model_dump(mode="json", exclude_unset=True) if by_filter else None,
                "finding_ids": [after.id for after, _ in changed],
            },
            team_id=access.team_id,
            project_id=access.project_id,
        )
    return BulkResult(
        matched=len(rows),
        changed=outcomes[Outcome.CHANGED],
        unchanged=outcomes[Outcome.UNCHANGED],
        refused=outcomes[Outcome.REFUSED],
        missing=len(ids) - len(rows) if ids is not None else 0,
    )


async def add_comment(
    session: AsyncSession, caller: Caller, access: ProjectAccess, finding_id: uuid.UUID, text: str
) -> uuid.UUID:
    """Comment on a finding and return the id of the comment."""
    identifier = new_id()
    columns = ([identifier], [finding_id], [FindingEventKind.COMMENT.value], [None], [None])
    await insert_events(session, columns, at=now(), user_id=caller.user_id, text=text)
    await record(
        session,
        caller,
        "finding.commented",
        "finding",
        finding_id,
        after={"comment": text},
        team_id=access.team_id,
        project_id=access.project_id,
    )
    data = {"finding_ids": [str(finding_id)], "by": _by(caller), "change": {"comment": text}}
    await write_event(session, "findings.changed", data, project_id=access.project_id)
    return identifier


async def expire_accepted(session: AsyncSession) -> int:
    """Open what was accepted until now, some thousands at a time, and return how many findings that were."""
    at = now()
    expired = await queries.expire(session, at, _EXPIRED_AT_ONCE)
    if not expired:
        return 0
    columns = (
        [new_id() for _ in expired],
        [row["id"] for row in expired],
        [FindingEventKind.STATE.value] * len(expired),
        ['{"state":"accepted"}'] * len(expired),
        ['{"state":"open"}'] * len(expired),
    )
    await insert_events(session, columns, at=at, text="The time for which the risk was accepted is over.")
    by_project: dict[uuid.UUID, list[uuid.UUID]] = {}
    for row in expired:
        by_project.setdefault(row["project_id"], []).append(row["id"])
    for project_id, ids in by_project.items():
        told = {"finding_ids": [str(one) for one in ids]}
        await write_event(session, "findings.acceptance-expired", told, project_id=project_id)
        await record(
            session,
            SYSTEM,
            "findings.acceptance-expired",
            "project",
            project_id,
            after=told,
            project_id=project_id,
        )
    return len(expired)


async def _decision(session: AsyncSession, access: ProjectAccess, change: FindingChange) -> Decision:
    # The lock that merging takes too: who changes many rows and who merges many never wait for each other in a circle.
    project = await lock_project(session, access.project_id)
    if project is None:
        raise not_found("The project")
    decision = Decision(change, project["sla_days"], now())
    assignee = decision.sent.get("assignee_id")
    if assignee is not None and not await queries.is_member(session, access.team_id, assignee):
        raise invalid("body.assignee_id", "They are no member of the team.")
    return decision


async def _save(
    session: AsyncSession,
    caller: Caller,
    project_id: uuid.UUID,
    decision: Decision,
    changed: Sequence[tuple[Standing, Sequence[HistoryPiece]]],
) -> None:
    await queries.save(session, [after for after, _ in changed])
    pieces = [(after.id, piece) for after, told in changed for piece in told]
    columns = (
        [new_id() for _ in pieces],
        [finding_id for finding_id, _ in pieces],
        [piece.kind.value for _, piece in pieces],
        [_json(piece.before) for _, piece in pieces],
        [_json(piece.after) for _, piece in pieces],
    )
    await insert_events(session, columns, at=now(), user_id=caller.user_id, text=decision.text)
    if "severity" in decision.sent:
        await score_again(session, project_id, [after.id for after, _ in changed])
    data = {
        "finding_ids": [str(after.id) for after, _ in changed],
        "by": _by(caller),
        "change": msgspec.to_builtins(decision.sent),
    }
    await write_event(session, "findings.changed", data, project_id=project_id)


def _by(caller: Caller) -> str | None:
    return None if caller.user_id is None else str(caller.user_id)


def _json(value: dict[str, Any] | None) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()


def _merged(pieces: Any) -> dict[str, Any]:
    return {name: value for piece in pieces if piece for name, value in piece.items()}


def _comment(decision: Decision) -> dict[str, str]:
    return {"comment": decision.sent["comment"]} if "comment" in decision.sent else {}

"""Why a finding has its score, and the policies of teams: shown, tried, saved."""

from __future__ import annotations

import asyncio
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.assessment.priority.policy import DEFAULT_POLICY, MOST_POINTS, POINTS, Policy
from securestack.assessment.priority.reason import LEVELS, Priority, PriorityLevel
from securestack.assessment.priority.score import with_policy
from securestack.assessment.priority.subject import Subject
from securestack.core.severity import Severity
from securestack.server.audit.service import changes, record
from securestack.server.findings import queries_scoring
from securestack.server.findings.feeds import Feeds
from securestack.server.findings.priorities import Scorer
from securestack.server.findings.queries_ingest import read_project_for_scoring
from securestack.server.findings.scoring import subject_of_row
from securestack.server.kit.caller import Caller
from securestack.server.kit.database import Reader
from securestack.server.kit.etags import require_match
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.schemas import row_dict
from securestack.server.priorities import queries
from securestack.server.priorities.schemas import NewPolicy

_MOST_KINDS = 20_000  # different explanations that a preview tries
_MOVERS = 25
_LEVELS = (*(level for _, level in LEVELS), PriorityLevel.INFORMATIONAL)
_SEVERITIES = tuple(Severity)


async def explain(reader: Reader, finding_id: uuid.UUID, feeds: Feeds) -> dict[str, Any]:
    """Return the priority of a finding, which is there, with all its reasons.

    A finding that was stored before it had an explanation is scored now, and keeps its number until its project is.
    """
    row = await queries.read_priority(reader, finding_id)
    assert row is not None
    if row["told"] is not None:
        priority = msgspec.json.decode(row["told"], type=Priority)
    else:
        priority = await _scored_now(reader, row["project_id"], finding_id, feeds)
    told = msgspec.to_builtins(priority)
    for reason in told["reasons"]:
        reason["terms"] = [{"term": term, "points": points} for term, points in reason["terms"]]
    return {
        "finding_id": finding_id,
        "number": row["priority"] if row["told"] is not None else int(priority.score),
        **told,
        "levels": {level.value: least for least, level in LEVELS} | {"informational": 0.0},
        "scored_at": row["created_at"],
        "updating": row["updating"],
    }


async def _scored_now(reader: Reader, project_id: uuid.UUID, finding_id: uuid.UUID, feeds: Feeds) -> Priority:
    project = await read_project_for_scoring(reader, project_id)
    row = await queries_scoring.scorable_one(reader, finding_id)
    assert project is not None
    assert row is not None
    scorer = Scorer(project, feeds=feeds)
    return scorer.score(subject_of_row(row, scorer)).priority


async def show_policy(source: Reader | AsyncSession, team_id: uuid.UUID) -> dict[str, Any]:
    """Return what the visible rules are worth to a team, and which of its projects are being scored anew."""
    row = await queries.read_policy(source, team_id)
    points = {name: rule.default for name, rule in POINTS.items()}
    told: dict[str, Any] = {
        "team_id": team_id,
        "version": 0,
        "note": "",
        "created_by": None,
        "created_by_name": None,
        "created_at": None,
    }
    if row is not None:
        told |= row_dict(row)
        points |= {name: value for name, value in _decoded(row["points"]).items() if name in points}
    rules = [{"name": name, **rule._asdict()} for name, rule in POINTS.items()]
    scoring = [row_dict(one) for one in await queries.progress_of_team(source, team_id)]
    return {
        **told,
        "points": points,
        "rules": rules,
        "least": -MOST_POINTS,
        "most": MOST_POINTS,
        "scoring": scoring,
    }


async def save_policy(
    session: AsyncSession, caller: Caller, team_id: uuid.UUID, new: NewPolicy, if_match: str | None
) -> bool:
    """Save a policy as the newest version, and return whether it differs from the one before."""
    await queries.lock_policies(session, team_id)
    row = await queries.read_policy(session, team_id)
    version = 0 if row is None else row["version"]
    require_match(if_match, version)
    before = {} if row is None else _decoded(row["points"])
    after = {name: value for name, value in new.points.model_dump().items() if value != POINTS[name].default}
    if before == after:
        return False
    points = msgspec.json.encode(after).decode()
    identifier = new_id()
    await queries.save_policy(session, identifier, team_id, version + 1, points, new.note, caller.user_id)
    old, now = changes({"version": version, **before}, {"version": version + 1, **after})
    await record(
        *(session, caller, "priority-policy.saved", "priority-policy", identifier),
        before=old,
        after={**now, "note": new.note},
        team_id=team_id,
    )
    return True


class Kind(NamedTuple):
    """What explains the scores of some findings: before, and under the policy that is tried."""

    project_id: uuid.UUID
    key: bytes
    findings: int
    before: Priority
    after: Priority

    @property
    def moves(self) -> int:
        """How far the number moves."""
        return int(self.after.score) - int(self.before.score)


async def preview(reader: Reader, team_id: uuid.UUID, points: Mapping[str, float]) -> dict[str, Any]:
    """Return what a policy would change on the team's findings that are still to be done. Nothing is written.

    Each explanation is tried once, for all findings that share it.
    """
    rows = await queries.kinds_of_team(reader, team_id, _MOST_KINDS + 1)
    exact = len(rows) <= _MOST_KINDS
    rows = rows[:_MOST_KINDS]
    policy = msgspec.structs.replace(DEFAULT_POLICY, name="preview", **points)
    known = [row for row in rows if row["priority"] is not None]
    kinds = await asyncio.to_thread(_tried, known, policy)
    moved = sorted(
        (kind for kind in kinds if kind.moves), key=lambda kind: (-abs(kind.moves), -kind.findings)
    )
    return {
        "findings": sum(kind.findings for kind in kinds),
        "waiting": sum(row["count"] for row in rows) - sum(kind.findings for kind in kinds),
        "exact": exact,
        "changed": sum(kind.findings for kind in moved),
        "changed_level": sum(kind.findings for kind in kinds if kind.before.level != kind.after.level),
        "before": _by_level((kind.before, kind.findings) for kind in kinds),
        "after": _by_level((kind.after, kind.findings) for kind in kinds),
        "movers": await _movers(reader, moved[:_MOVERS]),
    }


def _tried(rows: Sequence[Any], policy: Policy) -> list[Kind]:
    priorities = msgspec.json.Decoder(Priority)
    subjects = msgspec.json.Decoder(Subject)
    kinds = []
    for row in rows:
        before = priorities.decode(row["priority"])
        after = with_policy(before, subjects.decode(row["subject"]), policy)
        kinds.append(Kind(row["project_id"], row["key"], row["count"], before, after))
    return kinds


def _by_level(counted: Any) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for priority, count in counted:
        counts[priority.level.value] += count
    return {level.value: counts[level.value] for level in _LEVELS}


async def _movers(reader: Reader, kinds: Sequence[Kind]) -> list[dict[str, Any]]:
    if not kinds:
        return []
    rows = await queries.examples(reader, [(kind.project_id, kind.key) for kind in kinds])
    shown = {(row["project_id"], row["key"]): row for row in rows}
    return [
        {
            "finding_id": row["id"],
            "project_id": row["project_id"],
            "project_name": row["project_name"],
            "title": row["title"],
            "severity": _SEVERITIES[row["severity"]].value,
            "state": row["state"],
            "before": int(kind.before.score),
            "after": int(kind.after.score),
            "level_before": kind.before.level.value,
            "level_after": kind.after.level.value,
            "count": kind.findings,
        }
        for kind in kinds
        if (row := shown.get((kind.project_id, kind.key))) is not None
    ]


def _decoded(points: Any) -> dict[str, float]:
    told = points if isinstance(points, dict) else msgspec.json.decode(points)
    return {name: float(value) for name, value in told.items()}

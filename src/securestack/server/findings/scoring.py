"""Scoring findings that are stored: after a person rated them anew, or when what priorities are made of has changed."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.assessment.priority.subject import Circumstances, Subject
from securestack.core.evidence import Evidence, HttpEvidence
from securestack.core.finding import Finding
from securestack.core.location import Location, NamedLocation
from securestack.core.rule import Rule
from securestack.core.severity import Confidence, Severity
from securestack.server.findings import queries_ingest, queries_scoring
from securestack.server.findings.priorities import Scored, Scorer, explanation_columns

_SEVERITIES = tuple(Severity)
_NOWHERE = NamedLocation("")
_evidence = msgspec.json.Decoder(Evidence)
_location = msgspec.json.Decoder(Location)


async def score_again(session: AsyncSession, project_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> None:
    """Score findings of a project anew, after a person has rated them. What feeds said of them goes on counting."""
    project = await queries_ingest.lock_project(session, project_id)
    if project is None:
        return
    scorer = Scorer(project)
    rows = await queries_scoring.scorable(session, project_id, ids)
    await save_changed(session, project_id, rows, [scorer.score(subject_of_row(row, scorer)) for row in rows])


async def save_changed(
    session: AsyncSession, project_id: uuid.UUID, rows: Sequence[Any], scored: Sequence[Scored]
) -> int:
    """Write the scores that differ from those in the rows, and return how many findings that were."""
    changed = [
        (row["id"], one)
        for row, one in zip(rows, scored, strict=True)
        if (row["priority"], row["priority_key"]) != (one.number, one.key)
    ]
    if changed:
        explanations = {one.key: one for _, one in changed}
        await queries_ingest.save_explanations(session, project_id, explanation_columns(explanations))
        columns = [(identifier, one.number, one.key) for identifier, one in changed]
        await queries_scoring.save_scores(session, list(zip(*columns, strict=True)))
    return len(changed)


def subject_of_row(row: Any, scorer: Scorer) -> Subject:
    """Return what counts of a stored finding. Without feeds, what they said when it was last scored goes on counting."""
    severity = _SEVERITIES[row["severity"]]
    location: Location = _NOWHERE
    evidence: Evidence = HttpEvidence(())
    if row["evidence"] is not None:
        with contextlib.suppress(msgspec.ValidationError):  # evidence that was too large to keep
            evidence = _evidence.decode(row["evidence"])
            location = _location.decode(row["location"])
    finding = Finding(
        rule_id=row["rule_id"],
        location=location,
        summary=row["summary"],
        confidence=Confidence(row["confidence"]),
        evidence=evidence,
        fingerprint="",
    )
    rule = Rule(
        id=row["rule_id"],
        title=row["rule_title"] or row["title"],
        severity=severity,
        cwe=tuple(row["cwe"] or ()),
        what=row["what"] or "",
        why="",
        fix="",
    )
    subject = scorer.subject(finding, rule, severity, rated_by_person=row["severity_by_person"])
    if not scorer.has_feeds and row["circumstances"]:
        subject = _with_feeds_of_before(subject, row["circumstances"])
    return subject


def _with_feeds_of_before(subject: Subject, circumstances: str) -> Subject:
    before = msgspec.json.decode(circumstances, type=Circumstances)
    known = {
        name: getattr(before, name)
        for name in ("known_exploited", "epss")
        if getattr(subject.circumstances, name) is None and getattr(before, name) is not None
    }
    about = msgspec.structs.replace(subject.circumstances, **known)
    return msgspec.structs.replace(subject, circumstances=about)

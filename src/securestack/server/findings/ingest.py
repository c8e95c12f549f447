"""Merging what scans and imports see into the findings of a project.

A finding is one row for each fingerprint. Every batch costs a constant number of statements. What a scan says twice
counts once, and the order in which scans arrive does not matter: the newest observation tells the words, the earliest
tells since when.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.core.events import Outcome
from securestack.core.finding import Finding
from securestack.core.rule import Rule
from securestack.core.severity import Severity
from securestack.server.findings import queries_ingest as queries
from securestack.server.findings.feeds import Feeds
from securestack.server.findings.priorities import Scored, Scorer, explanation_columns
from securestack.server.findings.stored import (
    EVIDENCE_BYTES,
    RULE_ID_LENGTH,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    location_text,
    tidy,
    tidy_fingerprint,
    tidy_json,
    tidy_line,
    title_of,
)
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.metrics import FINDINGS_INGESTED
from securestack.server.kit.outbox import write_event
from securestack.server.kit.problems import not_found

_BATCH = 1_000
_NO_EVIDENCE = '{"type":"none"}'


class IngestResult(msgspec.Struct, frozen=True):
    """What became of a batch: findings new to the project, all it told of anew (new ones included), and reopened ones."""

    new: int = 0
    seen: int = 0
    reopened: int = 0

    def __add__(self, other: IngestResult) -> IngestResult:
        return IngestResult(self.new + other.new, self.seen + other.seen, self.reopened + other.reopened)


async def ingest(
    session: AsyncSession,
    *,
    project_id: uuid.UUID,
    target_id: uuid.UUID | None,
    scan_id: uuid.UUID,
    origin: str,
    observed_at: datetime,
    findings: Sequence[Finding],
    rules: Mapping[str, Rule],
    source: str = "scan",
    feeds: Feeds | None = None,
) -> IngestResult:
    """Merge findings that a scan, or an import with its own id, has seen.

    `source` is a word for the metrics; `feeds` tell what is known of CVEs beside the findings' own word. `origin` is the scanner's name or the imported tool's. Give all batches of one scan the same `observed_at`. A batch
    that comes twice changes nothing. Fixed findings that are seen after they were fixed are reopened; false positives
    and accepted risks stay as decided. Raises the problem `not-found` when the project is gone.
    """
    result = IngestResult()
    scan = _Scan(session, project_id, target_id, scan_id, tidy_line(origin, 100), observed_at, feeds)
    for start in range(0, len(findings), _BATCH):
        result += await scan.merge(findings[start : start + _BATCH], rules)
    FINDINGS_INGESTED.labels(source).inc(result.seen)
    return result


async def close_missing(
    session: AsyncSession,
    *,
    project_id: uuid.UUID,
    target_id: uuid.UUID | None,
    scan_id: uuid.UUID,
    origin: str,
    observed_at: datetime,
    outcome: Outcome,
    looked_at_rules: Collection[str],
) -> int:
    """Set to fixed what a completed scan of a target no longer sees, and return how many findings that were.

    `looked_at_rules` are the rules whose checks completed; findings of others stay open, because nobody looked. Only
    findings of the same target and origin count, and none that a later scan has seen. Nothing happens after a scan
    that did not complete.
    """
    if outcome is not Outcome.COMPLETED or not looked_at_rules:
        return 0
    if await queries.lock_project(session, project_id) is None:
        raise not_found("The project")
    reason = "A later scan that looked for it did not find it."
    rule_ids = [tidy_line(rule_id, RULE_ID_LENGTH) for rule_id in looked_at_rules]
    closed = await queries.fix_missing(
        session, project_id, target_id, tidy_line(origin, 100), rule_ids, observed_at, scan_id, reason
    )
    if not closed:
        return 0
    columns = (
        [new_id() for _ in closed],
        [row["id"] for row in closed],
        ["state"] * len(closed),
        [_state(row["before_state"]) for row in closed],
        [_state("fixed")] * len(closed),
    )
    await queries.insert_events(session, columns, at=observed_at, scan_id=scan_id, text=reason)
    await write_event(
        session,
        "findings.fixed",
        {"scan_id": str(scan_id), "finding_ids": [str(row["id"]) for row in closed]},
        project_id=project_id,
    )
    return len(closed)


class _Scan(msgspec.Struct):
    session: AsyncSession
    project_id: uuid.UUID
    target_id: uuid.UUID | None
    scan_id: uuid.UUID
    origin: str
    observed_at: datetime
    feeds: Feeds | None

    async def merge(self, findings: Sequence[Finding], rules: Mapping[str, Rule]) -> IngestResult:
        project = await queries.lock_project(self.session, self.project_id)
        if project is None:
            raise not_found("The project")
        await self._save_rules(findings, rules)
        scorer = Scorer(project, feeds=self.feeds)
        batch, scored = _rows(findings, rules, scorer)
        columns: list[list[Any]] = [list(column) for column in zip(*batch, strict=True)]
        fingerprints, severities, evidence = columns[1], columns[4], columns[9]
        arguments = [
            *(self.project_id, self.observed_at, *columns[:9]),
            *(
                self.origin,
                self.target_id,
                self.scan_id,
                _days(project["sla_days"]),
                columns[10],
                columns[11],
            ),
        ]
        await queries.save_explanations(self.session, self.project_id, explanation_columns(scored))
        new = [row["id"] for row in await queries.insert_new(self.session, arguments)]
        observed = await queries.observe(
            *(self.session, self.project_id, self.scan_id, self.observed_at),
            *(fingerprints, severities, new),
        )
        known = [row["finding_id"] for row in observed if not row["is_new"]]
        again = await queries.see_again(self.session, [*arguments, known]) if known else ()
        reopened = [row["id"] for row in again if row["reopens"]]
        if told := [*new, *(row["id"] for row in again if row["retold"])]:
            await queries.save_words(self.session, told)
        proven = [*new, *(row["id"] for row in again if row["newest"])]
        if proven:
            await queries.save_evidence(self.session, self.project_id, fingerprints, evidence, proven)
        await self._tell(new, reopened)
        return IngestResult(len(new), len(observed), len(reopened))

    async def _save_rules(self, findings: Sequence[Finding], rules: Mapping[str, Rule]) -> None:
        named = {rule_id for rule_id in {finding.rule_id for finding in findings} if rule_id in rules}
        if named:
            # In one order, so that no two transactions wait for each other's rules.
            told = {tidy_line(rule_id, RULE_ID_LENGTH): rules[rule_id] for rule_id in sorted(named)}
            rows = [_rule_row(rule_id, rule) for rule_id, rule in told.items()]
            columns = list(zip(*rows, strict=True))
            await queries.save_rules(self.session, self.project_id, self.origin, columns)

    async def _tell(self, new: list[uuid.UUID], reopened: list[uuid.UUID]) -> None:
        if not new and not reopened:
            return
        columns = (
            [new_id() for _ in (*new, *reopened)],
            [*new, *reopened],
            ["found"] * len(new) + ["state"] * len(reopened),
            [None] * len(new) + [_state("fixed")] * len(reopened),
            [_state("open")] * len(new) + [_state("reopened")] * len(reopened),
        )
        await queries.insert_events(self.session, columns, at=self.observed_at, scan_id=self.scan_id)
        await write_event(
            self.session,
            "findings.seen",
            {
                "scan_id": str(self.scan_id),
                "new": [str(identifier) for identifier in new],
                "reopened": [str(identifier) for identifier in reopened],
            },
            project_id=self.project_id,
        )


def _rows(
    findings: Sequence[Finding], rules: Mapping[str, Rule], scorer: Scorer
) -> tuple[list[tuple[Any, ...]], dict[bytes, Scored]]:
    """Return the rows of a batch, one for each fingerprint, in one order, and what explains their priorities."""
    by_fingerprint: dict[str, Finding] = {}
    for finding in findings:
        by_fingerprint.setdefault(tidy_fingerprint(finding.fingerprint), finding)
    rows, explanations = [], {}
    for fingerprint, finding in sorted(by_fingerprint.items()):
        rule = rules.get(finding.rule_id)
        severity = finding.severity or (rule.severity if rule else Severity.MEDIUM)
        scored = scorer.score(scorer.subject(finding, rule, severity))
        explanations[scored.key] = scored
        rows.append((*_row(fingerprint, finding, rule, severity), scored.number, scored.key))
    return rows, explanations


def _row(fingerprint: str, finding: Finding, rule: Rule | None, severity: Severity) -> tuple[Any, ...]:
    rule_id = tidy_line(finding.rule_id, RULE_ID_LENGTH)
    evidence = tidy_json(finding.evidence)
    return (
        new_id(),
        fingerprint,
        rule_id,
        title_of(finding, rule.title if rule else "") or rule_id,
        severity.rank,
        finding.confidence.value,
        tidy_json(finding.location),
        location_text(finding.location),
        tidy(finding.summary, SUMMARY_LENGTH),
        evidence if len(evidence) <= EVIDENCE_BYTES else _NO_EVIDENCE,
    )


def _rule_row(rule_id: str, rule: Rule) -> tuple[Any, ...]:
    texts = msgspec.to_builtins(rule)
    for name in ("id", "title", "severity", "cwe"):
        del texts[name]
    title = tidy_line(rule.title, TITLE_LENGTH) or rule_id
    cwe = msgspec.json.encode([number for number in rule.cwe if 0 < number < 2**31]).decode()
    return rule_id, title, rule.severity.rank, cwe, tidy_json(texts)


def _days(sla_days: Mapping[str, int]) -> list[int | None]:
    """Return after how many days findings are due, by rank of severity; None is never."""
    return [sla_days.get(severity.value) for severity in Severity]


def _state(state: str) -> str:
    return msgspec.json.encode({"state": state}).decode()

"""Measures how many findings are merged in a second, next to what is there already."""

from __future__ import annotations

import time
import uuid

from securestack.core.evidence import Exchange, HttpEvidence, RequestRecord, ResponseRecord
from securestack.core.finding import Finding
from securestack.core.location import HttpLocation, Position
from securestack.core.rule import Rule
from securestack.core.severity import Confidence, Severity
from securestack.server.findings.ingest import ingest
from securestack.server.kit.clock import now
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.platform import Platform

_COUNT = 20_000
_BATCH = 500
_RULES = {
    f"web.rule-{number}": Rule(
        id=f"web.rule-{number}",
        title=f"Cross-site scripting of kind {number}",
        severity=tuple(Severity)[number % 5],
        cwe=(79,),
        what="What it is. " * 10,
        why="Why it matters. " * 10,
        fix="What to do. " * 10,
    )
    for number in range(50)
}


def made(number: int, run: str) -> Finding:
    """Return a finding with evidence of ordinary size, two kilobytes."""
    url = f"https://site.example.com/section/{number % 97}/page/{number}?q={run}"
    answer = ResponseRecord(200, "OK", (("Content-Type", "text/html"),), "<p>some text of the page</p>" * 60)
    return Finding(
        rule_id=f"web.rule-{number % 50}",
        location=HttpLocation("GET", url, "q", Position.QUERY),
        summary="The value of q came back in the page without being escaped, so a script of an attacker runs.",
        confidence=Confidence.CERTAIN,
        evidence=HttpEvidence((Exchange(RequestRecord("GET", url), answer),)),
        fingerprint=f"{run}-{number}",
    )


async def measure_ingest(platform: Platform, project_id: uuid.UUID) -> str:
    """Return the rates of new findings, of the same ones seen by another scan, and of batches that come twice."""
    run = uuid.uuid4().hex
    findings = [made(number, run) for number in range(_COUNT)]
    first, second = new_id(), new_id()
    rates = [await _rate(platform, project_id, scan, findings) for scan in (first, second, second)]
    return (
        f"{rates[0]:,.0f} new findings/s, {rates[1]:,.0f}/s seen again by another scan, {rates[2]:,.0f}/s delivered "
        f"twice, in transactions of {_BATCH}"
    )


async def _rate(
    platform: Platform, project_id: uuid.UUID, scan_id: uuid.UUID, findings: list[Finding]
) -> float:
    started, at = time.perf_counter(), now()
    for start in range(0, len(findings), _BATCH):
        async with platform.database.transaction() as session:
            await ingest(
                session,
                project_id=project_id,
                target_id=None,
                scan_id=scan_id,
                origin="web",
                observed_at=at,
                findings=findings[start : start + _BATCH],
                rules=_RULES,
            )
    return len(findings) / (time.perf_counter() - started)

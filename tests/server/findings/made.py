"""Findings for tests, and a project to put them into."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from securestack.core.events import Outcome
from securestack.core.evidence import Exchange, HttpEvidence, RequestRecord, ResponseRecord
from securestack.core.finding import Finding
from securestack.core.location import HttpLocation, Position
from securestack.core.rule import Rule
from securestack.core.severity import Confidence, Severity
from securestack.server.findings.ingest import IngestResult, close_missing, ingest
from securestack.server.kit.identifiers import new_id
from securestack.server.models.projects import Project
from securestack.server.models.teams import Membership, Role, Team
from tests.server.people import Person, person
from tests.server.support import Server

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

RULES = {
    severity: Rule(
        id=f"web.{severity}",
        title=f"Weakness of severity {severity}",
        severity=severity,
        cwe=(79,),
        what="What it is.",
        why="What an attacker gains.",
        fix="What to do.",
    )
    for severity in Severity
}


def finding(
    name: str, severity: Severity = Severity.HIGH, *, summary: str = "It came back.", **values: Any
) -> Finding:
    """Return a finding whose fingerprint is made of its name."""
    url = f"https://shop.example.com/{name}?q=1"
    exchange = Exchange(RequestRecord("GET", url), ResponseRecord(200, "OK", (), "body of " + name))
    return Finding(
        **{
            "rule_id": RULES[severity].id,
            "location": HttpLocation("GET", url, "q", Position.QUERY),
            "summary": summary,
            "confidence": Confidence.CERTAIN,
            "evidence": HttpEvidence((exchange,)),
            "fingerprint": f"fp-{name}",
            **values,
        }
    )


async def see(
    server: Server,
    project_id: str | uuid.UUID,
    *findings: Finding,
    scan_id: uuid.UUID | None = None,
    day: float = 0,
    target_id: str | uuid.UUID | None = None,
    origin: str = "web",
) -> IngestResult:
    """Merge what a scan saw some days after the start."""
    async with server.platform.database.transaction() as session:
        return await ingest(
            session,
            project_id=uuid.UUID(str(project_id)),
            target_id=uuid.UUID(str(target_id)) if target_id else None,
            scan_id=scan_id or new_id(),
            origin=origin,
            observed_at=START + timedelta(days=day),
            findings=findings,
            rules={rule.id: rule for rule in RULES.values()},
        )


async def close(
    server: Server,
    project_id: str | uuid.UUID,
    scan_id: uuid.UUID,
    *rules: str,
    day: float = 0,
    outcome: Outcome = Outcome.COMPLETED,
    origin: str = "web",
    target_id: uuid.UUID | None = None,
) -> int:
    """End a scan that looked for these rules."""
    async with server.platform.database.transaction() as session:
        return await close_missing(
            session,
            project_id=uuid.UUID(str(project_id)),
            target_id=target_id,
            scan_id=scan_id,
            origin=origin,
            observed_at=START + timedelta(days=day),
            outcome=outcome,
            looked_at_rules=rules,
        )


async def rows(server: Server, sql: str, *arguments: Any) -> list[dict[str, Any]]:
    """Return the rows of a statement as dictionaries."""
    async with server.platform.database.read() as reader:
        return [dict(row) for row in await reader.fetch(sql, *arguments)]


async def a_project(server: Server, **people: Role) -> tuple[uuid.UUID, dict[str, Person]]:
    """Return a project, and its people by name; "owner" is always one of them."""
    members = {"owner": Role.OWNER, **people}
    persons = {name: await person(server, name.title()) for name in members}
    async with server.platform.database.transaction() as session:
        team = Team(id=new_id(), name="Payments", slug=f"t-{new_id().hex}")
        session.add(team)
        await session.flush()
        project = Project(id=new_id(), team_id=team.id, name="Shop", slug="shop")
        session.add(project)
        for name, role in members.items():
            session.add(Membership(team_id=team.id, user_id=persons[name].id, role=role))
    return project.id, persons

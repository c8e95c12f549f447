"""Findings have a priority from the start, which follows what is known of them, and an explanation they share."""

from __future__ import annotations

import datetime
import uuid
from pathlib import Path
from typing import Any

import msgspec
import pytest

from securestack.advisories.store import Exploited
from securestack.advisories.store_build import build_store
from securestack.advisories.threats import write_exploited, write_likelihoods
from securestack.assessment.priority.reason import Priority, level_of
from securestack.core.evidence import PackageEvidence, VulnerableVersion
from securestack.core.finding import Finding
from securestack.core.location import PackageLocation
from securestack.core.rule import Rule
from securestack.core.severity import Confidence, Severity
from securestack.server.findings.feeds import Feeds
from securestack.server.findings.priorities import Scorer
from securestack.server.settings import Settings
from tests.server.findings.made import a_project, finding, rows, see
from tests.server.support import Server, serve

_SHOP = {
    "exposure": "internet",
    "importance": "critical",
    "data_sensitivity": "high",
    "policy_version": None,
    "policy_points": None,
}
_TOY = {**_SHOP, "exposure": "private", "importance": "low", "data_sensitivity": "low"}
_LOG4J = Rule(
    id="CVE-2021-44228",
    title="CVE-2021-44228",
    severity=Severity.LOW,
    cwe=(502,),
    what="Apache Log4j2 JNDI features do not protect against attacker controlled LDAP and other endpoints.",
    why="",
    fix="",
)


def _number(project: dict[str, Any], severity: Severity, confidence: Confidence = Confidence.CERTAIN) -> int:
    scorer = Scorer(project)
    one = finding("a", confidence=confidence)
    return scorer.score(scorer.subject(one, None, severity)).number


def test_the_project_and_the_proof_count_beside_the_severity() -> None:
    high = _number(_SHOP, Severity.HIGH)
    assert high > _number(_TOY, Severity.HIGH)
    assert high > _number(_SHOP, Severity.HIGH, Confidence.TENTATIVE)
    assert high > _number(_SHOP, Severity.LOW)


@pytest.mark.parametrize("severity", list(Severity))
def test_number_and_level_agree(severity: Severity) -> None:
    for project in (_SHOP, _TOY):
        scorer = Scorer(project)
        scored = scorer.score(scorer.subject(finding("a"), None, severity))
        assert 0 <= scored.number <= 100
        assert level_of(scored.number) is scored.priority.level


def test_a_policy_of_the_team_counts_and_names_itself() -> None:
    policy = {**_SHOP, "policy_version": 3, "policy_points": '{"internet": -30, "gone": 5}'}
    assert _number(policy, Severity.HIGH) < _number(_SHOP, Severity.HIGH)
    scorer = Scorer(policy)
    told = scorer.score(scorer.subject(finding("a"), None, Severity.HIGH)).priority
    assert told.policy.startswith("version 3/")


def _store(folder: Path, *, exploited: bool) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "kev.json").write_text("{}")
    path = folder / "advisories.store"

    def fill(store: Any) -> None:
        if exploited:
            write_exploited(store, [Exploited("CVE-2021-44228", "2021-12-10")])
        write_likelihoods(store, [(2021, 44228, 0.9, 0.99)])

    built = f"2026-01-0{1 + exploited}T00:00:00+00:00"
    build_store([], path, information={"built": built}, extra=fill)
    return path


def test_feeds_say_what_is_known_now_and_a_newer_store_is_noticed(tmp_path: Path) -> None:
    feeds = Feeds(_store(tmp_path, exploited=False))
    one = finding("a", rule_id=_LOG4J.id)

    def scored() -> Priority:
        scorer = Scorer(_SHOP, feeds=feeds)
        return scorer.score(scorer.subject(one, _LOG4J, Severity.LOW)).priority

    before, version = scored(), feeds.version
    _store(tmp_path, exploited=True)
    after = scored()
    assert feeds.version > version
    assert after.total > before.total
    assert {"EPSS"} <= {reason.name for reason in before.reasons}
    assert {"EPSS", "known exploited"} <= {reason.name for reason in after.reasons}
    assert after.ssvc.exploitation == "active"


def test_without_a_store_nothing_is_known(tmp_path: Path) -> None:
    feeds = Feeds(tmp_path / "none.store")
    scorer = Scorer(_SHOP, feeds=feeds)
    assert feeds.version == ""
    assert scorer.subject(finding("a", rule_id=_LOG4J.id), _LOG4J, Severity.LOW).circumstances.epss is None


def test_many_findings_share_one_explanation(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, _ = await a_project(server)
        await see(
            server, project, *(finding(f"n{number}") for number in range(20)), finding("b", Severity.LOW)
        )
        found = await rows(
            server, "SELECT priority, priority_key FROM findings WHERE project_id = $1", project
        )
        kept = await rows(server, "SELECT * FROM priority_explanations WHERE project_id = $1", project)
        assert {row["priority_key"] for row in found} == {row["key"] for row in kept}
        assert len(kept) == 2
        for row in kept:
            told = msgspec.json.decode(row["priority"], type=Priority)
            assert {int(told.score)} == {
                one["priority"] for one in found if one["priority_key"] == row["key"]
            }

    serve(settings, story)


def test_what_a_person_says_of_the_severity_counts_and_finding_it_again_leaves_it(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, people = await a_project(server)
        owner = people["owner"]
        await see(server, project, finding("a", Severity.CRITICAL))

        async def priority() -> tuple[uuid.UUID, int]:
            (row,) = await rows(server, "SELECT id, priority FROM findings WHERE project_id = $1", project)
            return row["id"], row["priority"]

        identifier, before = await priority()
        answer = await server.patch(
            f"/api/v1/findings/{identifier}", caller=owner.headers, json={"severity": "low"}
        )
        assert answer.status_code == 200, answer.text
        _, rated = await priority()
        assert rated < before
        await see(server, project, finding("a", Severity.CRITICAL), day=1)
        assert (await priority())[1] == rated
        await server.patch(f"/api/v1/findings/{identifier}", caller=owner.headers, json={"severity": None})
        assert (await priority())[1] == before

    serve(settings, story)


def test_a_package_is_scored_by_its_advisory(settings: Settings) -> None:
    version = VulnerableVersion(purl="pkg:npm/a@1", version="1", fixed="2", path=("a 1",))
    evidence = PackageEvidence(
        flaw="GHSA-1",
        names=("GHSA-1", "CVE-2021-44906"),
        versions=(version,),
        cvss=("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",),
        published=datetime.datetime.now(datetime.UTC).isoformat(),
        exploited="2022-01-01",
    )
    package = Finding(
        rule_id="dependencies.vulnerable-package",
        location=PackageLocation(purl="pkg:npm/a@1", name="a", version="1"),
        summary="GHSA-1: Prototype pollution.",
        confidence=Confidence.FIRM,
        evidence=evidence,
        fingerprint="p",
        severity=Severity.CRITICAL,
    )

    async def story(server: Server) -> None:
        project, people = await a_project(server)
        owner = people["owner"]
        await see(server, project, package)
        (row,) = await rows(server, "SELECT * FROM priority_explanations WHERE project_id = $1", project)
        told = msgspec.json.decode(row["priority"], type=Priority)
        assert {"known exploited", "reachability", "fix available", "age"} <= {r.name for r in told.reasons}
        (one,) = await rows(server, "SELECT id, priority FROM findings WHERE project_id = $1", project)
        path = f"/api/v1/findings/{one['id']}"
        await server.patch(path, caller=owner.headers, json={"severity": "informational"})
        (rated,) = await rows(server, "SELECT priority FROM findings WHERE project_id = $1", project)
        assert rated["priority"] < one["priority"]
        await server.patch(path, caller=owner.headers, json={"severity": None})
        (again,) = await rows(server, "SELECT priority FROM findings WHERE project_id = $1", project)
        assert again["priority"] == one["priority"]

    serve(settings, story)

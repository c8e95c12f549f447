"""The rules catalogue: all rules of all scanners, and how many findings one may see."""

from __future__ import annotations

import uuid

from securestack.scanning.registry import RULES, SCANNERS
from securestack.server.findings.ingest import ingest
from securestack.server.kit.clock import now
from securestack.server.kit.identifiers import new_id
from securestack.server.settings import Settings
from tests.server.findings.made import a_project, finding
from tests.server.people import person
from tests.server.support import Server, serve

RULES_PATH = "/api/v1/rules"
XSS = "web.reflected-xss"


def test_the_catalogue_holds_every_rule_of_every_scanner(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await person(server, "ann")
        answer = await server.get(RULES_PATH, caller=ann.headers)
        told = answer.json()
        assert {rule["id"] for rule in told["items"]} == set(RULES)
        assert [scanner["id"] for scanner in told["scanners"]] == list(SCANNERS)
        by_id = {rule["id"]: rule for rule in told["items"]}
        assert by_id[XSS]["cwe"] == [79]
        assert by_id[XSS]["owasp"] == ["A03:2021"]
        assert "web" in by_id[XSS]["scanners"]
        again = await server.get(RULES_PATH, caller=ann.headers | {"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304

    serve(settings, story)


def test_every_rule_can_be_read_whole(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await person(server, "ann")
        for rule_id, rule in RULES.items():
            told = (await server.get(f"{RULES_PATH}/{rule_id}", caller=ann.headers)).json()
            assert (told["why"], told["fix"]) == (rule.why, rule.fix)
            assert [reference["url"] for reference in told["references"]] == [
                reference.url for reference in rule.references
            ]
        assert (await server.get(f"{RULES_PATH}/web.no-such", caller=ann.headers)).status_code == 404

    serve(settings, story)


async def _see(server: Server, project_id: uuid.UUID, *names: str) -> None:
    async with server.platform.database.transaction() as session:
        await ingest(
            session,
            project_id=project_id,
            target_id=None,
            scan_id=new_id(),
            origin="web",
            observed_at=now(),
            findings=[finding(name, rule_id=XSS) for name in names],
            rules=RULES,
        )


def test_a_rule_counts_the_open_findings_one_may_see(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, people = await a_project(server)
        foreign, others = await a_project(server)
        await _see(server, project, "one", "two", "three")
        await _see(server, foreign, "four")
        owner = people["owner"].headers
        found = (await server.get(f"/api/v1/projects/{project}/findings", caller=owner)).json()["items"]
        decision = {"state": "false-positive", "reason": "It is a test."}
        decided = await server.patch(f"/api/v1/findings/{found[0]['id']}", caller=owner, json=decision)
        assert decided.status_code == 200, decided.text
        for headers, count in ((owner, 2), (others["owner"].headers, 1)):
            told = (await server.get(f"{RULES_PATH}/{XSS}", caller=headers)).json()
            assert (told["open_findings"], told["projects"]) == (count, 1)
        stranger = await person(server, "eve")
        told = (await server.get(f"{RULES_PATH}/{XSS}", caller=stranger.headers)).json()
        assert (told["open_findings"], told["projects"]) == (0, 0)

    serve(settings, story)

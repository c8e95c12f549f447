"""Scores follow what they are made of: in batches, resumable, from the cache where the content is known."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import text

from securestack.advisories.store import Exploited
from securestack.advisories.store_build import build_store
from securestack.advisories.threats import write_exploited
from securestack.core.rule import Rule
from securestack.core.severity import Severity
from securestack.server.findings.ingest import ingest
from securestack.server.findings.priorities import Scorer
from securestack.server.kit.identifiers import new_id
from securestack.server.priorities import jobs, queries_runs, scoring
from securestack.server.settings import Settings
from securestack.server.teams.queries_deletion import delete_some
from tests.server.findings.made import START, a_project, finding, rows, see
from tests.server.support import Server, serve

_LOG4J = Rule(
    id="CVE-2021-44228",
    title="CVE-2021-44228",
    severity=Severity.HIGH,
    cwe=(502,),
    what="JNDI features do not protect against attacker controlled endpoints.",
    why="",
    fix="",
)


async def _run(server: Server, project: uuid.UUID) -> dict[str, Any]:
    (row,) = await rows(server, "SELECT * FROM priority_runs WHERE project_id = $1", project)
    return row


async def _settle(server: Server) -> None:
    await jobs.look(server.platform)
    await jobs.score(server.platform)


async def _numbers(server: Server, project: uuid.UUID) -> list[int]:
    found = await rows(server, "SELECT priority FROM findings WHERE project_id = $1 ORDER BY id", project)
    return [row["priority"] for row in found]


def test_what_is_said_of_a_project_changes_its_scores(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, people = await a_project(server)
        await see(server, project, finding("a"), finding("b"))
        await _settle(server)
        before = await _numbers(server, project)
        assert (await _run(server, project))["changed"] == 0  # they were right from the start
        body = {"exposure": "private", "importance": "low"}
        answer = await server.patch(f"/api/v1/projects/{project}", caller=people["owner"].headers, json=body)
        assert answer.status_code == 200, answer.text
        await _settle(server)
        run = await _run(server, project)
        assert (run["state"], run["reason"], run["total"], run["changed"]) == (
            "completed",
            "what is said of the project",
            2,
            2,
        )
        assert all(now < then for now, then in zip(await _numbers(server, project), before, strict=True))
        kept = await rows(server, "SELECT key FROM priority_explanations WHERE project_id = $1", project)
        assert len(kept) == 1  # what explains nothing any more is forgotten
        await jobs.look(server.platform)
        assert (await _run(server, project))["state"] == "completed"  # nothing changed: nothing to do

    serve(fresh_settings, story)


def test_newer_feeds_change_scores_and_older_ones_do_not_turn_them_back(
    fresh_settings: Settings, tmp_path: Path
) -> None:
    settings = fresh_settings.changed(data_dir=tmp_path)

    def publish(built: str, *exploited: str) -> None:
        folder = tmp_path / "advisories"
        folder.mkdir(exist_ok=True)
        (folder / "kev.json").write_text("{}")
        build_store(
            [],
            folder / "advisories.store",
            information={"built": built},
            extra=lambda store: write_exploited(store, [Exploited(cve, "2021-12-10") for cve in exploited]),
        )

    async def story(server: Server) -> None:
        project, _ = await a_project(server)
        async with server.platform.database.transaction() as session:
            await ingest(
                session,
                project_id=project,
                target_id=None,
                scan_id=new_id(),
                origin="other",
                observed_at=START,
                findings=[finding("a", rule_id=_LOG4J.id)],
                rules={_LOG4J.id: _LOG4J},
            )
        await _settle(server)
        (before,) = await _numbers(server, project)
        publish("2026-01-02T00:00:00+00:00", _LOG4J.id)
        await _settle(server)
        (after,) = await _numbers(server, project)
        assert after > before
        assert (await _run(server, project))["reason"] == "what is known of exploited flaws"
        publish("2026-01-01T00:00:00+00:00")  # another worker with an older store
        await jobs.look(server.platform)
        assert (await _run(server, project))["state"] == "completed"

    serve(settings, story)


def test_a_killed_worker_loses_nothing_and_another_goes_on(
    fresh_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoring, "_BATCH", 3)

    async def story(server: Server) -> None:
        project, people = await a_project(server)
        await see(server, project, *(finding(f"n{number}") for number in range(8)))
        body = {"exposure": "private"}
        await server.patch(f"/api/v1/projects/{project}", caller=people["owner"].headers, json=body)
        async with server.platform.database.transaction() as session:
            await scoring.request(session, server.platform)
            assert await queries_runs.claim(session, scoring.LEASE) == project
        assert await scoring.score_batch(server.platform, project)
        run = await _run(server, project)
        assert (run["done"], run["total"], run["state"]) == (3, 8, "running")

        await jobs.score(server.platform)  # the dead worker's claim still holds
        assert (await _run(server, project))["done"] == 3
        async with server.platform.database.transaction() as session:
            await session.execute(text("UPDATE priority_runs SET lease_until = now() - interval '1 second'"))
        await jobs.score(server.platform)
        run = await _run(server, project)
        assert (run["done"], run["state"]) == (8, "completed")
        assert len(set(await _numbers(server, project))) == 1

    serve(fresh_settings, story)


def test_known_content_is_taken_from_valkey(
    fresh_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_out: list[bytes] = []
    score = Scorer.score

    def counted(self: Scorer, subject: Any) -> Any:
        worked_out.append(self.key(subject))
        return score(self, subject)

    async def story(server: Server) -> None:
        one, _ = await a_project(server)
        other, _ = await a_project(server)
        for project in (one, other):
            await see(server, project, finding("a"))
        assert server.platform.valkey is not None
        for key in [key async for key in server.platform.valkey.scan_iter("priority:*")]:
            await server.platform.valkey.delete(key)
        monkeypatch.setattr(Scorer, "score", counted)
        await _settle(server)
        assert len(worked_out) == 1
        kept = [key async for key in server.platform.valkey.scan_iter("priority:*")]
        assert f"priority:{worked_out[0].hex()}".encode() in [bytes(key) for key in kept]

    serve(fresh_settings, story)


def test_an_explanation_adds_up_and_tells_model_from_rules(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, people = await a_project(server)
        await see(server, project, finding("a", Severity.CRITICAL))
        (row,) = await rows(server, "SELECT id, priority FROM findings WHERE project_id = $1", project)
        path = f"/api/v1/findings/{row['id']}/priority"
        answer = await server.get(path, caller=people["owner"].headers)
        told = answer.json()
        assert told["number"] == row["priority"]
        assert told["total"] == pytest.approx(told["base"] + sum(r["points"] for r in told["reasons"]))
        assert {reason["source"] for reason in told["reasons"]} <= {"model", "measured", "judgement"}
        assert told["ssvc"]["decision"] in {"track", "track*", "attend", "act"}
        assert told["levels"]["critical"] == 80
        same = await server.get(
            path, caller=people["owner"].headers, headers={"If-None-Match": answer.headers["ETag"]}
        )
        assert same.status_code == 304

    serve(settings, story)


def test_a_finding_without_an_explanation_is_explained_all_the_same(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, people = await a_project(server)
        await see(server, project, finding("a"))
        async with server.platform.database.transaction() as session:
            await session.execute(
                text("UPDATE findings SET priority_key = NULL WHERE project_id = :id"), {"id": project}
            )
        (row,) = await rows(server, "SELECT id, priority FROM findings WHERE project_id = $1", project)
        answer = await server.get(f"/api/v1/findings/{row['id']}/priority", caller=people["owner"].headers)
        assert answer.json()["number"] == row["priority"]
        assert msgspec.json.decode(answer.content)["scored_at"] is None

    serve(settings, story)


def test_what_was_put_away_is_not_scored_and_leaves_nothing(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, people = await a_project(server)
        await see(server, project, finding("a"))
        gone = await server.delete(f"/api/v1/projects/{project}?confirm=shop", caller=people["owner"].headers)
        assert gone.status_code < 300, gone.text
        await jobs.look(server.platform)
        assert await rows(server, "SELECT 1 FROM priority_runs WHERE project_id = $1", project) == []
        while True:
            async with server.platform.database.transaction() as session:
                if not await delete_some(session):
                    break
        assert await rows(server, "SELECT 1 FROM priority_explanations") == []

    serve(fresh_settings, story)

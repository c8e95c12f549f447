"""Administrators see how the platform is: its parts, its queue, its workers. Nobody else does."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import redis.asyncio
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from securestack.server.administration import service
from securestack.server.kit.clock import now
from securestack.server.kit.identifiers import new_id
from securestack.server.models.scans import Scan, ScanState
from securestack.server.settings import Settings
from tests.server.findings.made import a_project
from tests.server.people import person
from tests.server.support import Server, serve

ADMINISTRATION = "/api/v1/administration"


@pytest.mark.parametrize("part", ["health", "queue", "settings"])
def test_only_administrators_are_told(settings: Settings, part: str) -> None:
    async def story(server: Server) -> None:
        ann = await person(server, "ann")
        assert (await server.get(f"{ADMINISTRATION}/{part}")).status_code == 401
        assert (await server.get(f"{ADMINISTRATION}/{part}", caller=ann.headers)).status_code == 403

    serve(settings, story)


def test_health_tells_of_every_part(settings: Settings) -> None:
    async def story(server: Server) -> None:
        root = await person(server, "root", administrator=True)
        told = (await server.get(f"{ADMINISTRATION}/health", caller=root.headers)).json()
        assert told["database"]["status"] == "ok"
        assert told["database"]["version"].startswith("18")
        assert 0 < told["database"]["connections"] <= told["database"]["most_connections"]
        assert told["replica"] == {"status": "not set", "lag_seconds": None}
        assert told["valkey"]["status"] == "ok"
        assert told["valkey"]["version"]
        assert 0 < told["disk"]["free_bytes"] < told["disk"]["total_bytes"]
        assert told["advisories"]["status"] == "missing"
        assert "securestack update" in told["advisories"]["detail"]
        assert {"audit_entries", "findings"} <= {table["name"] for table in told["tables"]}

    serve(settings, story)


def test_health_says_which_part_does_not_answer(settings: Settings, tmp_path: Path) -> None:
    async def story(server: Server) -> None:
        root = await person(server, "root", administrator=True)
        mine = server.platform.valkey
        server.platform.valkey = redis.asyncio.Redis.from_url(
            f"unix://{tmp_path}/nobody.sock", retry=Retry(NoBackoff(), 0)
        )
        try:
            told = (await server.get(f"{ADMINISTRATION}/health", caller=root.headers)).json()
        finally:
            server.platform.valkey = mine
        assert told["valkey"]["status"] == "does not answer"
        assert told["database"]["status"] == "ok"

    serve(settings, story)


def test_a_damaged_store_of_advisories_is_told(tmp_path: Path) -> None:
    path = tmp_path / "advisories.store"
    path.write_bytes(b"not a store")
    told = service.advisories_part(path)
    assert told["status"] == "damaged"
    assert told["bytes"] == 11
    assert told["updated_at"] is not None


def test_the_queue_tells_what_waits_and_runs_and_not_what_is_scanned(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        root = await person(server, "root", administrator=True)
        project, _ = await a_project(server)
        worker = "host.example:4711"
        async with server.platform.database.transaction() as session:
            session.add(_scan(project, ScanState.RUNNING, lease_owner=f"{worker}:0a1b2c3d"))
            session.add(_scan(project, ScanState.QUEUED))
            session.add(_scan(project, ScanState.FAILED, finished_at=now() - timedelta(hours=1)))
            session.add(_scan(project, ScanState.FAILED, finished_at=now() - timedelta(days=2)))
        answer = await server.get(f"{ADMINISTRATION}/queue", caller=root.headers)
        told = answer.json()
        network, cpu = told["queues"]
        assert (network["waiting"], network["running"], cpu["waiting"]) == (1, 1, 0)
        assert network["oldest_since"] is not None
        assert [scan["worker"] for scan in told["running"]] == [f"{worker}:0a1b2c3d"]
        assert told["workers"] == [{"name": worker, "queue": "network", "answers": False, "scans": 1}]
        assert told["ended_today"] == {"failed": 1}
        assert "secret.example" not in answer.text

    serve(fresh_settings, story)


def test_workers_that_answer_are_matched_with_the_scans_they_hold() -> None:
    running: list[dict[str, Any]] = [
        {"worker": "one:7:aa", "queue": "network"},
        {"worker": "one:7:bb", "queue": "network"},
        {"worker": "two:9:cc", "queue": "network"},
        {"worker": None, "queue": "network"},
    ]
    assert service.workers(["cpu-8@one", "network-7@one"], running) == [
        {"name": "cpu-8@one", "queue": "cpu", "answers": True, "scans": 0},
        {"name": "network-7@one", "queue": "network", "answers": True, "scans": 2},
        {"name": "two:9", "queue": "network", "answers": False, "scans": 1},
    ]


def test_settings_are_those_in_force(settings: Settings) -> None:
    async def story(server: Server) -> None:
        root = await person(server, "root", administrator=True)
        answer = await server.get(f"{ADMINISTRATION}/settings", caller=root.headers)
        told = {item["name"]: item for item in answer.json()["items"]}
        assert told["SECURESTACK_PUBLIC_URL"]["value"] == settings.public_url
        assert settings.key not in answer.text

    serve(settings, story)


def _scan(project: uuid.UUID, status: ScanState, **values: object) -> Scan:
    return Scan(
        id=new_id(),
        project_id=project,
        scanner="web",
        target_text="https://secret.example/",
        status=status,
        **values,
    )

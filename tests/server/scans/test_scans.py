"""Scans over the API: from the start to findings, cancelled, repeated and compared."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest

from securestack.server.settings import Settings
from tests.server.scans.world import World, world
from tests.server.support import Server, make_user, serve

Story = Callable[[World], Awaitable[None]]


@pytest.fixture
def tell(fresh_settings: Settings) -> Callable[[Story], None]:
    """Return what tells a story in a world of its own."""

    def told(story: Story) -> None:
        async def in_world(server: Server) -> None:
            async with world(server) as made:
                await story(made)

        serve(fresh_settings.changed(allow_private_targets=True), in_world)

    return told


def test_a_scan_finds_a_flaw_and_the_next_one_marks_it_fixed(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        first = await world.start()
        assert first["status"] == "queued"
        await world.work()
        done = await world.get(first["id"])
        assert (done["status"], done["finding_count"], done["new_finding_count"]) == ("completed", 1, 1)
        assert done["statistics"]["requests"] > 3
        assert {check["check"]: check["outcome"] for check in done["checks"]} == {
            "reflected-xss": "completed"
        }
        assert [row["state"] for row in await world.findings()] == ["open"]

        again = await world.start()
        await world.work()
        assert (await world.get(again["id"]))["new_finding_count"] == 0
        assert [(row["state"], row["times_seen"]) for row in await world.findings()] == [("open", 2)]

        world.site.repaired = True
        last = await world.start()
        await world.work()
        assert [row["state"] for row in await world.findings()] == ["fixed"]
        compared = await world.server.get(
            f"/api/v1/scans/{last['id']}/comparison?before={again['id']}", caller=world.person.headers
        )
        assert compared.json()["disappeared"][0]["rule_id"] == "web.reflected-xss"
        assert compared.json()["appeared_count"] == 0

    tell(story)


@pytest.mark.parametrize(
    "options", [{"profile": "quick"}, {"scope": ["/elsewhere/", "/"]}, {"exclude": ["/search"]}]
)
def test_a_scan_that_looked_less_far_marks_nothing_fixed(
    tell: Callable[[Story], None], options: dict[str, object]
) -> None:
    async def story(world: World) -> None:
        await world.start()
        await world.work()
        world.site.repaired = True
        await world.start(options=options)
        await world.work()
        assert {row["state"] for row in await world.findings() if row["rule_id"] == "web.reflected-xss"} == {
            "open"
        }

    tell(story)


def test_a_waiting_scan_is_cancelled_at_once_and_a_running_one_soon(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        headers = world.person.headers
        waiting = await world.start()
        cancelled = await world.server.post(f"/api/v1/scans/{waiting['id']}/cancel", caller=headers)
        assert cancelled.json()["status"] == "cancelled"
        twice = await world.server.post(f"/api/v1/scans/{waiting['id']}/cancel", caller=headers)
        assert twice.status_code == 409

        world.site.open.clear()
        running = await world.start()
        work = asyncio.create_task(world.work())
        await world.site.asked.wait()
        asked = await world.server.post(f"/api/v1/scans/{running['id']}/cancel", caller=headers)
        assert (asked.json()["status"], asked.json()["cancel_requested"]) == ("running", True)
        await work
        ended = await world.get(running["id"])
        assert ended["status"] == "cancelled"
        assert ended["finished_at"]

    tell(story)


def test_whoever_watches_hears_of_progress_findings_and_the_end(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        scan = await world.start()
        heard: list[tuple[str, object]] = []

        async def watch() -> None:
            url = f"/api/v1/scans/{scan['id']}/events"
            answer = await world.server.get(url, caller=world.person.headers)
            assert answer.headers["content-type"].startswith("text/event-stream")
            for block in answer.text.strip().split("\n\n"):
                lines = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
                if lines:
                    heard.append((lines["event"], json.loads(lines["data"])))

        await asyncio.gather(watch(), world.work())
        statuses = [data["status"] for kind, data in heard if kind == "scan" and isinstance(data, dict)]
        assert statuses[-1] == "completed"
        last = [data for kind, data in heard if kind == "findings"][-1]
        assert isinstance(last, list)
        assert last[0]["rule_id"] == "web.reflected-xss"

    tell(story)


def test_credentials_are_encrypted_and_forgotten_and_asked_for_again(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        secret = "Bearer very-secret-7731"
        credentials = {"headers": [{"name": "Authorization", "value": secret}]}
        scan = await world.start(credentials=credentials)
        assert scan["has_credentials"]

        async def row() -> str:
            async with world.platform.database.read() as reader:
                return str(
                    await reader.fetch_value("SELECT scans::text FROM scans WHERE id = $1", scan["id"])
                )

        assert "very-secret" not in await row()
        await world.work()
        async with world.platform.database.read() as reader:
            assert (
                await reader.fetch_value("SELECT secret_options FROM scans WHERE id = $1", scan["id"]) is None
            )
            everything = await reader.fetch_value(
                "SELECT coalesce(string_agg(e.evidence::text, ''), '') FROM finding_evidence e"
            )
        assert "very-secret" not in everything
        url = f"/api/v1/scans/{scan['id']}/retry"
        refused = await world.server.post(url, caller=world.person.headers, json={})
        assert (refused.status_code, refused.json()["type"].rsplit(":", 1)[-1]) == (409, "credentials-needed")
        again = await world.server.post(url, caller=world.person.headers, json={"credentials": credentials})
        assert (again.status_code, again.json()["retry_of"]) == (201, scan["id"])

    tell(story)


def test_a_creation_that_is_sent_twice_starts_one_scan(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        body = {"target_id": world.target["id"]}
        headers = {**world.person.headers, "Idempotency-Key": "once"}
        answers = [await world.server.post("/api/v1/scans", headers=headers, json=body) for _ in range(2)]
        assert answers[0].json()["id"] == answers[1].json()["id"]
        listed = await world.server.get("/api/v1/scans", caller=world.person.headers)
        assert len(listed.json()["items"]) == 1

    tell(story)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"options": {"only": ["web.sqlinjection"]}}, 422),
        ({"options": {"scope": ["https://other.example/"]}}, 422),
        ({"options": {"record": "/tmp/x"}}, 422),
        ({"credentials": {"login_url": "http://127.0.0.1/login"}}, 422),
        ({"credentials": {"headers": [{"name": "X", "value": "a\r\nb"}]}}, 422),
        ({"scanner": "nuclear"}, 422),
        ({"target_id": "01890000-0000-7000-8000-000000000000"}, 404),
    ],
)
def test_what_makes_no_sense_is_refused(
    tell: Callable[[Story], None], body: dict[str, object], status: int
) -> None:
    async def story(world: World) -> None:
        answer = await world.server.post(
            "/api/v1/scans", caller=world.person.headers, json={"target_id": world.target["id"], **body}
        )
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"

    tell(story)


def test_a_target_nobody_proved_is_not_scanned(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        async with world(server) as made:
            answer = await server.post(
                "/api/v1/scans", caller=made.person.headers, json={"target_id": made.target["id"]}
            )
            assert answer.status_code == 409
            assert "not proven" in answer.json()["detail"]

    serve(fresh_settings, story)


def test_a_stranger_sees_nothing_of_a_scan(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        scan = await world.start()
        stranger = (await make_user(world.server)).headers
        missing = "01890000-0000-7000-8000-000000000000"
        for method, path in (("GET", ""), ("POST", "/cancel"), ("GET", "/events")):
            foreign = await world.server.request(method, f"/api/v1/scans/{scan['id']}{path}", caller=stranger)
            absent = await world.server.request(method, f"/api/v1/scans/{missing}{path}", caller=stranger)
            assert foreign.status_code == absent.status_code == 404
            assert foreign.json()["detail"] == absent.json()["detail"]
        listed = await world.server.get("/api/v1/scans", caller=stranger)
        assert listed.json()["items"] == []

    tell(story)

"""Looking again at findings: of a site while it is weak, after it was mended, and when nothing can be told."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from securestack.server.retests import jobs
from securestack.server.settings import Settings
from tests.server.findings.made import finding, see
from tests.server.scans.world import World, world
from tests.server.support import Server, make_user, serve

Story = Callable[[World, str], Awaitable[None]]


@pytest.fixture
def tell(fresh_settings: Settings) -> Callable[[Story], None]:
    """Return what tells a story in a world with one finding, which a scan has proven."""

    def told(story: Story) -> None:
        async def in_world(server: Server) -> None:
            async with world(server) as made:
                await made.start()
                await made.work()
                (row,) = await made.findings()
                await story(made, str(row["id"]))

        serve(fresh_settings.changed(allow_private_targets=True), in_world)

    return told


async def _ask(made: World, finding_id: str, status: int = 202, **body: Any) -> dict[str, Any]:
    answer = await made.server.post(
        f"/api/v1/findings/{finding_id}/retest", caller=made.person.headers, json=body
    )
    assert answer.status_code == status, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def _get(made: World, path: str) -> dict[str, Any]:
    answer = await made.server.get(f"/api/v1{path}", caller=made.person.headers)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def _look(made: World, finding_id: str, **body: Any) -> tuple[str, str, dict[str, Any]]:
    """Ask for a look, take it, and return outcome, reason and the finding afterwards."""
    asked = await _ask(made, finding_id, **body)
    assert (asked["status"], asked["outcome"]) == ("queued", None)
    await jobs.run_next(made.platform)
    (newest, *_) = (await _get(made, f"/findings/{finding_id}/retests"))["items"]
    assert (newest["id"], newest["status"]) == (asked["id"], "done")
    return newest["outcome"], newest["reason"], await _get(made, f"/findings/{finding_id}")


def test_what_is_there_stays_and_what_was_mended_becomes_fixed(tell: Callable[[Story], None]) -> None:
    async def story(made: World, finding_id: str) -> None:
        before = await _get(made, f"/findings/{finding_id}")
        outcome, _, shown = await _look(made, finding_id)
        assert (outcome, shown["state"]) == ("still-there", "open")
        assert shown["last_seen_at"] > before["last_seen_at"]
        assert shown["history"][0]["kind"] == "retest"
        assert shown["history"][0]["user"]["id"] == str(made.person.id)

        made.site.repaired = True
        outcome, reason, shown = await _look(made, finding_id)
        assert (outcome, shown["state"]) == ("gone", "fixed")
        assert reason in shown["state_reason"]
        assert [entry["kind"] for entry in shown["history"][:2]] == ["state", "retest"]
        assert shown["history"][0]["user"] is None

        made.site.repaired = False
        outcome, _, shown = await _look(made, finding_id)
        assert (outcome, shown["state"]) == ("still-there", "reopened")

    tell(story)


def test_what_people_decided_stays(tell: Callable[[Story], None]) -> None:
    async def story(made: World, finding_id: str) -> None:
        change = {"state": "false-positive", "reason": "A test page."}
        await made.server.patch(f"/api/v1/findings/{finding_id}", caller=made.person.headers, json=change)
        made.site.repaired = True
        outcome, _, shown = await _look(made, finding_id)
        assert (outcome, shown["state"]) == ("gone", "false-positive")

    tell(story)


def test_where_nothing_can_be_told_nothing_changes(tell: Callable[[Story], None]) -> None:
    async def story(made: World, finding_id: str) -> None:
        async with made.platform.database.transaction() as session:
            await (await session.connection()).exec_driver_sql(
                "UPDATE finding_evidence SET evidence = jsonb_set(evidence, '{replay,check}', '\"a-check-of-old\"')"
            )
        outcome, reason, shown = await _look(made, finding_id)
        assert (outcome, shown["state"]) == ("unknown", "open")
        assert "there is no check" in reason
        assert shown["history"][0]["text"] == reason

    tell(story)


def test_secrets_are_used_once_and_kept_nowhere(tell: Callable[[Story], None]) -> None:
    async def story(made: World, finding_id: str) -> None:
        secret = "Bearer 7c2d91aa0f8e4b7f"
        asked = await _ask(
            made, finding_id, credentials={"headers": [{"name": "Authorization", "value": secret}]}
        )
        assert secret not in json.dumps(asked)
        read = "SELECT secret_options, r::text AS whole FROM finding_retests r"
        async with made.platform.database.read() as reader:
            row = await reader.fetch_one(read)
        assert row is not None
        assert row["secret_options"] is not None
        assert "7c2d91aa0f8e4b7f" not in row["whole"]
        await jobs.run_next(made.platform)
        async with made.platform.database.read() as reader:
            row = await reader.fetch_one(read)
        assert row is not None
        assert row["secret_options"] is None
        assert "7c2d91aa0f8e4b7f" not in json.dumps(await _get(made, f"/findings/{finding_id}"))

    tell(story)


def test_what_cannot_be_looked_at_is_refused(tell: Callable[[Story], None]) -> None:
    async def story(made: World, finding_id: str) -> None:
        await see(made.server, made.project["id"], finding("other"))  # of no target, with nothing to replay
        rows = {str(row["id"]) for row in await made.findings()} - {finding_id}
        assert (await _ask(made, rows.pop(), 409))["type"].endswith("not-replayable")

        await _ask(made, finding_id)
        assert (await _ask(made, finding_id, 409))["type"].endswith("retest-running")
        await jobs.run_next(made.platform)
        half = {"credentials": {"login_url": made.site.url}}
        await _ask(made, finding_id, 422, **half)

        stranger = await make_user(made.server)
        answer = await made.server.post(
            f"/api/v1/findings/{finding_id}/retest", caller=stranger.headers, json={}
        )
        assert answer.status_code == 404

    tell(story)


@pytest.mark.parametrize("elsewhere", ["http://192.0.2.9", "http://user@127.0.0.1:1", "file:///etc", None])
def test_evidence_from_elsewhere_sends_nobody_elsewhere(
    tell: Callable[[Story], None], elsewhere: str | None
) -> None:
    async def story(made: World, finding_id: str) -> None:
        async with made.platform.database.transaction() as session:
            await (await session.connection()).exec_driver_sql(
                "UPDATE finding_evidence SET evidence = jsonb_set(evidence, '{replay,state,template,origin}', $1::text::jsonb)",
                (json.dumps(elsewhere),),
            )
        assert (await _ask(made, finding_id, 409))["type"].endswith("not-replayable")

    tell(story)


def test_a_look_whose_worker_died_is_taken_again_and_not_for_ever(tell: Callable[[Story], None]) -> None:
    async def story(made: World, finding_id: str) -> None:
        asked = await _ask(made, finding_id)
        for _ in range(3):
            await _die(made, asked["id"])
            await jobs.look_after_queue(made.platform)
        (newest,) = (await _get(made, f"/findings/{finding_id}/retests"))["items"]
        assert (newest["status"], newest["outcome"]) == ("done", "unknown")

        asked = await _ask(made, finding_id)
        await _die(made, asked["id"])
        await jobs.look_after_queue(made.platform)
        await jobs.run_next(made.platform)
        (newest, _) = (await _get(made, f"/findings/{finding_id}/retests"))["items"]
        assert newest["outcome"] == "still-there"

    tell(story)


async def _die(made: World, retest_id: str) -> None:
    """Leave a look as a worker leaves it that was killed."""
    async with made.platform.database.transaction() as session:
        await (await session.connection()).exec_driver_sql(
            "UPDATE finding_retests SET status = 'running', attempt = attempt + 1, "
            "lease_expires_at = now() - interval '1 second' WHERE id = $1 AND status = 'queued'",
            (uuid.UUID(retest_id),),
        )


def test_a_look_taken_over_by_another_worker_writes_nothing(tell: Callable[[Story], None]) -> None:
    async def story(made: World, finding_id: str) -> None:
        made.site.open.clear()
        made.site.asked.clear()
        await _ask(made, finding_id)
        slow = asyncio.create_task(jobs.run_next(made.platform))
        await made.site.asked.wait()
        async with made.platform.database.transaction() as session:
            await (await session.connection()).exec_driver_sql(
                "UPDATE finding_retests SET attempt = attempt + 1"
            )
        made.site.open.set()
        await slow
        shown = await _get(made, f"/findings/{finding_id}")
        assert [entry["kind"] for entry in shown["history"]] == ["found"]

    tell(story)

"""The queue: whatever dies, no scan is lost, none runs twice to its end, and no finding is doubled."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable

import pytest

from securestack.server.models.scans import ScanQueue, ScanState
from securestack.server.scans import jobs, queries_queue
from securestack.server.settings import Settings
from tests.server.scans.world import World, world
from tests.server.support import Server, serve

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


async def _claim(world: World, owner: str) -> queries_queue.Claim | None:
    async with world.platform.database.transaction() as session:
        return await queries_queue.claim_next(session, ScanQueue.NETWORK, owner)


async def _let_run_out(world: World, scan_id: str) -> None:
    from sqlalchemy import text

    async with world.platform.database.transaction() as session:
        await session.execute(
            text("UPDATE scans SET lease_expires_at = now() - interval '1 second' WHERE id = :id"),
            {"id": uuid.UUID(scan_id)},
        )


def test_a_scan_whose_worker_died_is_begun_again_and_counts_once(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        scan = await world.start()
        dead = await _claim(world, "a worker that dies")
        assert dead is not None
        await jobs.look_after_queue(world.platform)
        assert (await world.get(scan["id"]))["status"] == "running"  # its claim still holds

        await _let_run_out(world, scan["id"])
        await jobs.look_after_queue(world.platform)
        assert (await world.get(scan["id"]))["status"] == "queued"
        await world.work()
        ended = await world.get(scan["id"])
        assert (ended["status"], ended["attempt"], ended["finding_count"]) == ("completed", 2, 1)
        assert [row["times_seen"] for row in await world.findings()] == [1]

        # The worker that was thought dead comes back, and can change nothing.
        async with world.platform.database.transaction() as session:
            assert await queries_queue.keep_claim(session, dead, {}) is None
            account: dict[str, object] = {"progress": {}, "statistics": {}, "checks": [], "notices": []}
            assert not await queries_queue.end_claim(session, dead, ScanState.FAILED, "late", account)
        assert (await world.get(scan["id"]))["status"] == "completed"

    tell(story)


def test_a_worker_whose_claim_passed_on_stops_and_writes_nothing(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        world.site.open.clear()
        scan = await world.start()
        work = asyncio.create_task(world.work())
        await world.site.asked.wait()
        await _let_run_out(world, scan["id"])
        await jobs.look_after_queue(world.platform)
        other = await _claim(world, "another worker")
        assert other is not None
        world.site.open.set()
        await work
        now = await world.get(scan["id"])
        assert (now["status"], now["attempt"]) == ("running", 2)

    tell(story)


def test_the_higher_priority_goes_first_and_a_project_keeps_to_its_number(
    tell: Callable[[Story], None],
) -> None:
    async def story(world: World) -> None:
        low, high, middle = [await world.start(priority=number) for number in (-1, 5, 0)]
        first, second, third = [await _claim(world, str(number)) for number in range(3)]
        assert [str(claim.id) for claim in (first, second, third) if claim] == [
            high["id"],
            middle["id"],
            low["id"],
        ]
        await world.start()
        assert await _claim(world, "one too many") is None  # three at once is what a project may

    tell(story)


def test_many_workers_that_claim_at_once_never_claim_the_same(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        for _ in range(3):
            await world.start()
        claims = await asyncio.gather(*(_claim(world, str(number)) for number in range(8)))
        ids = [claim.id for claim in claims if claim is not None]
        assert len(ids) == len(set(ids)) == 3

    tell(story)


def test_a_worker_that_is_told_to_end_gives_its_scan_back(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        world.site.open.clear()
        scan = await world.start()
        work = asyncio.create_task(world.work())
        await world.site.asked.wait()
        world.platform.stopping.set()
        await work
        assert (await world.get(scan["id"]))["status"] == "queued"
        world.platform.stopping.clear()
        world.site.open.set()
        await world.work()
        assert (await world.get(scan["id"]))["status"] == "completed"

    tell(story)


def test_a_scan_that_kills_every_worker_fails_in_the_end(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        scan = await world.start()
        for number in range(queries_queue.MOST_ATTEMPTS):
            assert await _claim(world, str(number)) is not None
            await _let_run_out(world, scan["id"])
            await jobs.look_after_queue(world.platform)
        ended = await world.get(scan["id"])
        assert (ended["status"], "its worker died each time" in ended["reason"]) == ("failed", True)

    tell(story)


def test_old_scans_go_and_their_findings_stay(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        scan = await world.start()
        await world.work()
        from sqlalchemy import text

        async with world.platform.database.transaction() as session:
            await session.execute(
                text("UPDATE scans SET finished_at = now() - interval '400 days' WHERE id = :id"),
                {"id": uuid.UUID(scan["id"])},
            )
        await jobs.forget_old(world.platform)
        gone = await world.server.get(f"/api/v1/scans/{scan['id']}", caller=world.person.headers)
        assert gone.status_code == 404
        assert len(await world.findings()) == 1

    tell(story)

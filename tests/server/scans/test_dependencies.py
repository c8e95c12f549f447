"""Scans of uploads: the same life as web scans, merged over time, closed when gone."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from securestack.server.models.scans import ScanQueue
from securestack.server.scans import jobs, queries_queue
from securestack.server.settings import Settings
from tests.server.inventory.test_archives import tarred, zipped
from tests.server.inventory.world import ADVISORIES, World, make_store, package_lock
from tests.server.support import Server, make_target, serve

Story = Callable[[World], Awaitable[None]]


@pytest.fixture
def tell(fresh_settings: Settings) -> Callable[[Story], None]:
    """Return what tells a story in a world of its own, with advisories."""
    make_store(fresh_settings)

    def told(story: Story) -> None:
        async def in_world(server: Server) -> None:
            await story(await World.make(server))

        serve(fresh_settings, in_world)

    return told


async def _states(world: World) -> dict[str, str]:
    async with world.server.platform.database.read() as reader:
        rows = await reader.fetch("SELECT summary, state FROM findings")
    return {row["summary"].partition(":")[0]: row["state"] for row in rows}


def test_findings_come_and_are_closed_when_a_later_upload_has_the_fix(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        first = await world.upload_and_scan(package_lock())
        assert (first["status"], first["reason"]) == ("completed", None), first
        assert (first["finding_count"], first["new_finding_count"]) == (2, 2)
        store = first["statistics"]["advisory_store"]
        assert (store["advisories"], store["handful"], store["source"]) == (2, False, "advisories")
        assert first["statistics"]["packages"] == 2
        assert await _states(world) == {"CVE-2026-0001": "open", "CVE-2026-0002": "open"}
        listed = await world.get(f"{world.project_path}/findings", sort="title")
        assert [one["title"] for one in listed["items"]] == [
            "CVE-2026-0001 in minimist",
            "CVE-2026-0002 in mkdirp",
        ]

        again = await world.upload_and_scan(package_lock(minimist="1.2.6"))
        assert again["target_id"] == first["target_id"]
        assert (again["finding_count"], again["new_finding_count"]) == (1, 0)
        assert await _states(world) == {"CVE-2026-0001": "fixed", "CVE-2026-0002": "open"}

        back = await world.upload_and_scan(package_lock())
        assert (back["finding_count"], back["new_finding_count"]) == (2, 0)
        assert await _states(world) == {"CVE-2026-0001": "reopened", "CVE-2026-0002": "open"}

    tell(story)


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_an_archive_is_scanned_as_the_folder_it_holds(
    pack: Callable[..., bytes], tell: Callable[[Story], None]
) -> None:
    async def story(world: World) -> None:
        body = pack(("shop-1.0/web/package-lock.json", package_lock()), ("shop-1.0/README", b"Tea."))
        scan = await world.upload_and_scan(body, "shop.zip", target="shop")
        assert (scan["status"], scan["finding_count"]) == ("completed", 2)
        again = pack(("shop-2.0/web/package-lock.json", package_lock()))
        assert (await world.upload_and_scan(again, "shop-2.zip", target="shop"))["new_finding_count"] == 0
        found = await world.get(f"{world.project_path}/findings")
        assert {one["location"].partition(" ")[0].partition(":")[0] for one in found["items"]} == {
            "web/package-lock.json"
        }

    tell(story)


def test_an_sbom_keeps_its_findings_whatever_its_file_is_called(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        component = {
            "type": "library",
            "name": "minimist",
            "version": "0.0.8",
            "purl": "pkg:npm/minimist@0.0.8",
        }
        bill = json.dumps(
            {"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [component]}
        ).encode()
        first = await world.upload_and_scan(bill, "bom-1.json", target="image of the shop")
        again = await world.upload_and_scan(bill, "bom-2.json", target="image of the shop")
        assert (first["new_finding_count"], again["finding_count"], again["new_finding_count"]) == (1, 1, 0)

    tell(story)


def test_a_written_licence_policy_makes_findings(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        body = package_lock(gpl="1.0.0")
        assert (await world.upload_and_scan(body))["finding_count"] == 2  # nobody wrote a policy yet
        policy = f"{world.project_path}/licence-policy"
        rules = {"allow": ["MIT"], "deny": ["GPL-*"]}
        assert (await world.server.put(policy, caller=world.person.headers, json=rules)).status_code == 200
        assert (await world.upload_and_scan(body))["new_finding_count"] == 1
        found = await world.get(f"{world.project_path}/findings", rule="dependencies.licence-denied")
        (denied,) = found["items"]
        assert (denied["title"], denied["severity"]) == (
            "Package under a licence that the policy denies: gpl",
            "high",
        )
        rules = {"allow": ["MIT", "GPL-*"]}
        assert (await world.server.put(policy, caller=world.person.headers, json=rules)).status_code == 200
        assert (await world.upload_and_scan(body))["finding_count"] == 2
        found = await world.get(f"{world.project_path}/findings", rule="dependencies.licence-denied")
        assert [one["state"] for one in found["items"]] == ["fixed"]

    tell(story)


def test_without_a_store_the_handful_is_used_and_said(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        world = await World.make(server)
        scan = await world.upload_and_scan(package_lock())
        assert scan["status"] == "completed"
        assert scan["statistics"]["advisory_store"]["handful"] is True
        assert any("only the few" in notice["message"] for notice in scan["notices"])
        assert scan["checks"][0]["outcome"] == "incomplete"  # so that nothing is closed

    serve(fresh_settings, story)


def test_nothing_of_this_machine_is_told(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        made = await world.upload(zipped(("a/README", b"Tea."), ("b/README", b"Tea.")), "shop.zip")
        scan = await world.scan(made["target_id"])
        assert scan["status"] == "incomplete"
        assert scan["reason"] == "No lock file, manifest or installed package was found in the upload."
        assert "/tmp" not in json.dumps(scan)

    tell(story)


def test_a_damaged_store_fails_the_scan_in_a_sentence(fresh_settings: Settings) -> None:
    make_store(fresh_settings)
    store = fresh_settings.data_dir / "advisories" / "advisories.store"
    store.write_bytes(b"not a store")

    async def story(server: Server) -> None:
        scan = await (await World.make(server)).upload_and_scan(package_lock())
        assert scan["status"] == "failed"
        assert str(fresh_settings.data_dir) not in json.dumps(scan)
        assert scan["reason"]

    serve(fresh_settings, story)


def test_development_packages_can_be_passed_over_and_nothing_is_closed_by_that(
    tell: Callable[[Story], None],
) -> None:
    async def story(world: World) -> None:
        lock = json.loads(package_lock())
        lock["packages"]["node_modules/minimist"]["dev"] = True
        made = await world.upload(json.dumps(lock).encode())
        assert (await world.scan(made["target_id"]))["finding_count"] == 2
        assert (await world.scan(made["target_id"], development=False))["finding_count"] == 1
        assert set((await _states(world)).values()) == {"open"}

    tell(story)


def test_scanners_and_targets_have_to_fit(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        made = await world.upload(package_lock())
        web = await make_target(world.server, world.person.headers, world.project["id"])
        wrong: list[tuple[dict[str, Any], int, str]] = [
            ({"target_id": made["target_id"]}, 422, "body.scanner"),
            ({"target_id": made["target_id"], "scanner": "astrology"}, 422, "body"),
            (
                {"target_id": made["target_id"], "scanner": "dependencies", "options": {"profile": "deep"}},
                422,
                "body.options.profile",
            ),
            (
                {
                    "target_id": made["target_id"],
                    "scanner": "dependencies",
                    "options": {"upload_id": web["id"]},
                },
                422,
                "body.options.upload_id",
            ),
            ({"target_id": made["target_id"], "options": {"max_pages": 0}}, 422, "body.options.max_pages"),
            ({"target_id": web["id"], "scanner": "dependencies"}, 409, ""),
        ]
        for body, status, field in wrong:
            answer = await world.server.post("/api/v1/scans", caller=world.person.headers, json=body)
            assert answer.status_code == status, answer.text
            if field:
                assert answer.json()["faults"][0]["field"] == field

    tell(story)


def test_cancelled_while_it_waits_and_retried(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        made = await world.upload(package_lock())
        body = {"target_id": made["target_id"], "scanner": "dependencies"}
        scan = await world.post("/api/v1/scans", body)
        assert (scan["status"], scan["options"]["file_name"]) == ("queued", "package-lock.json")
        cancelled = await world.post(f"/api/v1/scans/{scan['id']}/cancel", status=200)
        assert cancelled["status"] == "cancelled"
        await world.work()
        retried = await world.post(f"/api/v1/scans/{scan['id']}/retry", {})
        assert (retried["scanner"], retried["options"]) == ("dependencies", scan["options"])
        await world.work()
        assert (await world.get(f"/api/v1/scans/{retried['id']}"))["finding_count"] == 2

    tell(story)


def test_a_worker_that_dies_loses_nothing(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        made = await world.upload(package_lock())
        scan = await world.post("/api/v1/scans", {"target_id": made["target_id"], "scanner": "dependencies"})
        await jobs.run_next(world.server.platform)  # a worker of network scans leaves it alone
        async with world.server.platform.database.transaction() as session:
            claim = await queries_queue.claim_next(session, ScanQueue.CPU, "a worker that dies")
        assert claim is not None
        from sqlalchemy import text

        async with world.server.platform.database.transaction() as session:
            await session.execute(text("UPDATE scans SET lease_expires_at = now() - interval '1 second'"))
        await jobs.look_after_queue(world.server.platform)
        await world.work()
        ended = await world.get(f"/api/v1/scans/{scan['id']}")
        assert (ended["status"], ended["attempt"], ended["new_finding_count"]) == ("completed", 2, 2)

    tell(story)


def test_a_scan_whose_upload_is_gone_says_so(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        made = await world.upload(package_lock())
        scan = await world.post("/api/v1/scans", {"target_id": made["target_id"], "scanner": "dependencies"})
        from sqlalchemy import text

        async with world.server.platform.database.transaction() as session:
            await session.execute(text("DELETE FROM uploads"))
        await world.work()
        ended = await world.get(f"/api/v1/scans/{scan['id']}")
        assert (ended["status"], ended["reason"]) == (
            "failed",
            "The upload is no longer kept; upload it anew.",
        )
        gone = await world.post(f"/api/v1/scans/{scan['id']}/retry", {}, status=409)
        assert gone["type"] == "urn:securestack:problem:upload-gone"

    tell(story)


def test_a_batch_uploads_and_scans_with_a_result_each(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        known = await world.upload(package_lock())
        upload = {"project_id": world.project["id"], "file_name": "package-lock.json"}
        body = {
            "scans": [
                {"target_id": known["target_id"], "scanner": "dependencies"},
                {**upload, "target": "api", "content": base64.b64encode(package_lock()).decode()},
                {**upload, "file_name": "photo.jpg", "content": base64.b64encode(b"\xff\xd8").decode()},
                {"target_id": known["id"], "scanner": "dependencies"},
            ]
        }
        headers = {"Idempotency-Key": "one-batch"}
        answer = await world.post("/api/v1/scans/batch", body, status=200, headers=headers)
        first, second, third, fourth = answer["items"]
        assert first["scan"]["target_id"] == known["target_id"]
        assert (second["scan"]["target"], second["scan"]["status"]) == ("api", "queued")
        assert (third["scan"], third["problem"]["type"]) == (None, "urn:securestack:problem:unusable-file")
        assert (fourth["scan"], fourth["problem"]["status"]) == (None, 404)
        assert await world.post("/api/v1/scans/batch", body, status=200, headers=headers) == answer
        await world.work()
        listed = await world.get("/api/v1/scans", scanner="dependencies")
        assert [one["finding_count"] for one in listed["items"]] == [2, 2]

        bad = {"scans": [{**upload, "content": "*"}]}
        refused = await world.post("/api/v1/scans/batch", bad, status=422)
        assert refused["faults"][0]["field"] == "body.scans.0.content"

    tell(story)


def test_two_scans_at_once_give_the_same_as_one_after_the_other(tell: Callable[[Story], None]) -> None:
    async def story(world: World) -> None:
        made = await world.upload(package_lock())
        body = {"target_id": made["target_id"], "scanner": "dependencies"}
        for _ in range(2):
            await world.post("/api/v1/scans", body)
        await asyncio.gather(*(jobs.run_next_computing(world.server.platform) for _ in range(2)))
        assert await _states(world) == {"CVE-2026-0001": "open", "CVE-2026-0002": "open"}
        listed = await world.get("/api/v1/scans")
        assert {one["status"] for one in listed["items"]} == {"completed"}

    tell(story)


def test_newer_advisories_look_again_at_what_was_uploaded(fresh_settings: Settings) -> None:
    make_store(fresh_settings, ADVISORIES[1])

    async def story(server: Server) -> None:
        world = await World.make(server)
        first = await world.upload_and_scan(package_lock())
        assert first["finding_count"] == 1
        await jobs.rescan_outdated(server.platform)
        assert (await world.get("/api/v1/scans"))["items"][0]["id"] == first["id"]  # nothing is newer

        from sqlalchemy import text

        async with server.platform.database.transaction() as session:
            await session.execute(text("UPDATE scans SET created_at = now() - interval '1 day'"))
        make_store(fresh_settings, *ADVISORIES)
        await jobs.rescan_outdated(server.platform)
        await jobs.rescan_outdated(server.platform)  # one waits already
        await world.work()
        newest, *others = (await world.get("/api/v1/scans"))["items"]
        assert [one["id"] for one in others] == [first["id"]]
        assert (newest["status"], newest["new_finding_count"], newest["priority"]) == ("completed", 1, -5)
        assert newest["created_by"] is None

    serve(fresh_settings, story)
    serve(fresh_settings.changed(rescan_after_update=False), _nothing_waits)


async def _nothing_waits(server: Server) -> None:
    from sqlalchemy import text

    async with server.platform.database.transaction() as session:
        await session.execute(text("UPDATE scans SET created_at = now() - interval '1 day'"))
    await jobs.rescan_outdated(server.platform)
    async with server.platform.database.read() as reader:
        assert await reader.fetch_value("SELECT count(*) FROM scans WHERE status = 'queued'") == 0

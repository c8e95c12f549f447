"""The advisory store of the platform, and its updates."""

from __future__ import annotations

from pathlib import Path

from securestack.server.inventory import jobs
from securestack.server.inventory.advisories import run_waiting_update
from securestack.server.settings import Settings
from tests.server.inventory.world import ADVISORIES, World, advisory, mirror, package_lock
from tests.server.support import Server, make_user, serve


def test_an_administrator_updates_the_advisories_from_the_mirror(
    fresh_settings: Settings, tmp_path: Path
) -> None:
    folder = mirror(tmp_path / "mirror", *ADVISORIES)

    async def story(server: Server) -> None:
        world = await World.make(server)
        before = await world.get("/api/v1/advisories")
        assert (before["handful"], before["last_update"], before["daily"]) == (True, None, False)
        assert before["advisories"] > 0

        refused = await server.post("/api/v1/advisories/updates", caller=world.person.headers)
        assert refused.status_code == 403
        administrator = (await make_user(server, administrator=True)).headers
        started = await server.post("/api/v1/advisories/updates", caller=administrator)
        assert started.status_code == 202, started.text
        assert (started.json()["state"], started.json()["source"]) == ("queued", "mirror")
        twice = await server.post("/api/v1/advisories/updates", caller=administrator)
        assert twice.json()["type"] == "urn:securestack:problem:update-going-on"
        await run_waiting_update(server.platform)
        await run_waiting_update(server.platform)  # nothing more waits

        after = await world.get("/api/v1/advisories")
        assert (after["handful"], after["advisories"], after["packages"]) == (False, 2, 2)
        assert (after["source"], after["per_ecosystem"]) == ("mirror", {"npm": 2})
        assert after["built"]
        assert after["last_update"]["state"] == "completed"
        assert after["last_update"]["report"]["advisories"] == 2
        assert (await world.upload_and_scan(package_lock()))["finding_count"] == 2

        mirror(tmp_path / "mirror", ADVISORIES[0], advisory("CVE-2026-0003", "express"), *ADVISORIES[1:])
        await server.post("/api/v1/advisories/updates", caller=administrator)
        await run_waiting_update(server.platform)
        listed = await server.get("/api/v1/advisories/updates", caller=administrator)
        assert [one["report"]["advisories"] for one in listed.json()["items"]] == [3, 2]

    serve(fresh_settings.changed(advisory_mirror=str(folder)), story)


def test_an_update_that_fails_says_why_and_leaves_the_store(fresh_settings: Settings, tmp_path: Path) -> None:
    folder = mirror(tmp_path / "mirror", *ADVISORIES)

    async def story(server: Server) -> None:
        administrator = (await make_user(server, administrator=True)).headers
        for damage in (None, b"no zip"):
            if damage is not None:
                (folder / "npm" / "all.zip").write_bytes(damage)
            await server.post("/api/v1/advisories/updates", caller=administrator)
            await run_waiting_update(server.platform)
        told = (await server.get("/api/v1/advisories", caller=administrator)).json()
        assert told["advisories"] == 2
        assert told["last_update"]["state"] == "failed"
        assert "cannot be read" in told["last_update"]["reason"]
        assert str(tmp_path) not in told["last_update"]["reason"]

    serve(fresh_settings.changed(advisory_mirror=str(folder)), story)


def test_the_daily_update_runs_only_where_it_is_wanted(fresh_settings: Settings, tmp_path: Path) -> None:
    folder = mirror(tmp_path / "mirror", *ADVISORIES)

    async def unwanted(server: Server) -> None:
        await jobs.update_daily(server.platform)
        assert (await World.get(await World.make(server), "/api/v1/advisories"))["last_update"] is None

    async def wanted(server: Server) -> None:
        await jobs.update_daily(server.platform)
        told = await World.get(await World.make(server), "/api/v1/advisories")
        assert (told["daily"], told["last_update"]["state"], told["last_update"]["started_by"]) == (
            True,
            "completed",
            None,
        )

    settings = fresh_settings.changed(advisory_mirror=str(folder))
    serve(settings, unwanted)
    serve(settings.changed(advisory_updates=True), wanted)

"""Packages of a project: where they come from, what is wrong with them, and what clears it."""

from __future__ import annotations

import json
import uuid
from typing import Any

from securestack.server.settings import Settings
from tests.server.inventory.world import World, make_store, package_lock
from tests.server.support import Server, add_member, make_user, serve


def names(page: dict[str, Any]) -> list[str]:
    return [one["name"] for one in page["items"]]


def test_packages_tell_where_they_come_from_and_what_clears_them(fresh_settings: Settings) -> None:
    make_store(fresh_settings)

    async def story(server: Server) -> None:
        world = await World.make(server)
        scan = await world.upload_and_scan(package_lock(express="4.0.0"))
        page = await world.get(f"{world.project_path}/packages")
        assert (names(page), page["total"], page["next"]) == (["minimist", "mkdirp", "express"], 3, None)
        minimist = page["items"][0]
        assert (minimist["severity"], minimist["flaw_count"], minimist["open_flaw_count"]) == (
            "critical",
            1,
            1,
        )
        assert (minimist["upgrade"], minimist["direct"], minimist["licence"]) == ("1.2.6", False, "MIT")
        assert minimist["manifest"] == "package-lock.json"
        line = package_lock(express="4.0.0").decode().splitlines()[minimist["line"] - 1]
        assert "node_modules/minimist" in line
        assert page["items"][2]["severity"] is None

        whole = await world.get(f"/api/v1/packages/{minimist['id']}")
        assert whole["path"] == ["mkdirp 0.5.1", "minimist 0.0.8"]
        assert [one["name"] for one in whole["brought_by"]] == ["mkdirp"]
        assert whole["scan_id"] == scan["id"]
        (flaw,) = whole["flaws"]
        assert (flaw["flaw"], flaw["fixed"], flaw["state"]) == ("CVE-2026-0001", "1.2.6", "open")
        mkdirp = await world.get(f"/api/v1/packages/{page['items'][1]['id']}")
        assert [one["name"] for one in mkdirp["dependencies"]] == ["minimist"]
        assert mkdirp["direct"] is True

        decided = await server.patch(
            f"/api/v1/findings/{flaw['id']}",
            caller=world.person.headers,
            json={"state": "false-positive", "reason": "Not reachable."},
        )
        assert decided.status_code == 200, decided.text
        again = await world.get(f"/api/v1/packages/{minimist['id']}")
        assert (again["flaw_count"], again["open_flaw_count"]) == (1, 0)
        assert again["flaws"][0]["state"] == "false-positive"

    serve(fresh_settings, story)


def test_filters_orders_and_pages(fresh_settings: Settings) -> None:
    make_store(fresh_settings)

    async def story(server: Server) -> None:
        world = await World.make(server)
        await world.upload_and_scan(package_lock(express="4.0.0", gpl="1.0.0"), target="web")
        other = await world.upload_and_scan(b"django==3.2.1\n", "requirements.txt", target="api")
        path = f"{world.project_path}/packages"
        assert names(await world.get(path, ecosystem="PyPI")) == ["django"]
        assert names(await world.get(path, target_id=other["target_id"])) == ["django"]
        assert names(await world.get(path, manifest="requirements.txt")) == ["django"]
        assert names(await world.get(path, search="IMI")) == ["minimist"]
        assert names(await world.get(path, search="pkg:pypi/")) == ["django"]
        assert names(await world.get(path, search="%")) == []
        assert names(await world.get(path, vulnerable=True)) == ["minimist", "mkdirp"]
        assert names(await world.get(path, severity="critical")) == ["minimist"]
        assert names(await world.get(path, direct=False)) == ["minimist"]
        assert names(await world.get(path, licence="none")) == ["django"]
        assert names(await world.get(path, licence="GPL-3.0-only")) == ["gpl"]
        assert names(await world.get(path, verdict="warn", sort="name")) == ["django", "gpl"]
        everything = ["django", "express", "gpl", "minimist", "mkdirp"]
        for sort in ("name", "-name", "worst", "-worst", "ecosystem", "licence", "manifest"):
            seen: list[str] = []
            cursor: dict[str, str] = {}
            while True:
                page = await world.get(path, sort=sort, limit=2, **cursor)
                seen += names(page)
                if page["next"] is None:
                    break
                cursor = {"cursor": page["next"]}
            assert sorted(seen) == everything
            if sort == "name":
                assert seen == everything
            if sort == "worst":
                assert seen == ["minimist", "mkdirp", "django", "express", "gpl"]
        unknown = await server.get(path, caller=world.person.headers, params={"sort": "colour"})
        assert unknown.status_code == 422

        summary = await world.get(f"{world.project_path}/inventory")
        assert (summary["packages"], summary["vulnerable"]) == (5, 2)
        assert summary["ecosystems"] == [{"value": "npm", "count": 4}, {"value": "PyPI", "count": 1}]
        assert [(one["target"], one["manifest"], one["count"]) for one in summary["manifests"]] == [
            ("api", "requirements.txt", 1),
            ("web", "package-lock.json", 4),
        ]

    serve(fresh_settings, story)


def test_a_later_scan_takes_the_place_of_the_earlier_and_a_failed_one_does_not(
    fresh_settings: Settings,
) -> None:
    make_store(fresh_settings)

    async def story(server: Server) -> None:
        world = await World.make(server)
        first = await world.upload_and_scan(package_lock(express="4.0.0"))
        await world.upload_and_scan(package_lock(koa="2.0.0"))
        path = f"{world.project_path}/packages"
        assert names(await world.get(path, sort="name")) == ["koa", "minimist", "mkdirp"]
        (fresh_settings.data_dir / "advisories" / "advisories.store").write_bytes(b"broken")
        assert (await world.scan(first["target_id"]))["status"] == "failed"
        assert names(await world.get(path, sort="name")) == ["koa", "minimist", "mkdirp"]

        deleted = await server.delete(f"/api/v1/targets/{first['target_id']}", caller=world.person.headers)
        assert deleted.status_code == 204
        assert names(await world.get(path)) == []

    serve(fresh_settings, story)


def test_hostile_names_are_kept_within_bounds(fresh_settings: Settings) -> None:
    make_store(fresh_settings)

    async def story(server: Server) -> None:
        world = await World.make(server)
        lock = json.loads(package_lock())
        lock["packages"]["node_modules/" + "x" * 100_000] = {"version": "1" * 50_000, "license": "Y" * 50_000}
        lock["packages"]["node_modules/z\u0000\ud800‮"] = {"version": "1\n2", "license": ["MIT", 3, None]}
        scan = await world.upload_and_scan(json.dumps(lock).encode())
        assert scan["status"] == "completed", scan
        page = await world.get(f"{world.project_path}/packages", sort="name")
        assert all(len(one["name"]) <= 300 and len(one["version"]) <= 200 for one in page["items"])
        for one in page["items"]:
            await world.get(f"/api/v1/packages/{one['id']}")

    serve(fresh_settings, story)


def test_licences_are_judged_by_the_policy_of_the_project_then_of_the_team(fresh_settings: Settings) -> None:
    make_store(fresh_settings)

    async def story(server: Server) -> None:
        world = await World.make(server)
        await world.upload_and_scan(package_lock(gpl="1.0.0"))
        path, policy = f"{world.project_path}/licences", f"{world.project_path}/licence-policy"
        overview = await world.get(path)
        assert (overview["source"], overview["allow"], overview["warn"], overview["deny"]) == (
            "default",
            2,
            1,
            0,
        )
        assert overview["licences"][0] == {
            "licence": "GPL-3.0-only",
            "verdict": "warn",
            "count": 1,
            "examples": ["gpl"],
        }

        team = f"/api/v1/teams/{world.project['team_id']}/licence-policy"
        rules = {"allow": ["mit"], "deny": ["GPL-3.0-only"], "others": "warn"}
        written = await server.put(team, caller=world.person.headers, json=rules)
        assert written.status_code == 200, written.text
        assert written.json()["rules"]["allow"] == ["mit"]
        overview = await world.get(path)
        assert (overview["source"], overview["deny"]) == ("team", 1)

        own = await server.put(
            policy, caller=world.person.headers, json={"allow": ["GPL-3.0-only"], "others": "deny"}
        )
        assert own.json()["source"] == "project"
        overview = await world.get(path)
        assert (overview["source"], overview["allow"], overview["deny"]) == ("project", 1, 2)
        stale = await server.put(
            policy, caller=world.person.headers, json={"others": "allow"}, headers={"If-Match": '"7"'}
        )
        assert stale.status_code == 412
        assert (await server.delete(policy, caller=world.person.headers)).status_code == 204
        assert (await world.get(policy))["source"] == "team"
        assert (await server.delete(policy, caller=world.person.headers)).status_code == 404

        wrong = await server.put(policy, caller=world.person.headers, json={"deny": ["MITT"]})
        assert "no SPDX identifier of a licence; did you mean MIT" in wrong.json()["faults"][0]["message"]
        families = await server.put(
            policy, caller=world.person.headers, json={"deny": ["GPL-*"], "unknown": "allow"}
        )
        assert families.status_code == 200, families.text
        assert (await world.get(path))["deny"] == 1
        assert (await server.delete(policy, caller=world.person.headers)).status_code == 204
        choice = await server.put(policy, caller=world.person.headers, json={"deny": ["MIT OR ISC"]})
        assert choice.status_code == 422

        viewer = await make_user(server)
        await add_member(server, world.project["team_id"], viewer.id, "viewer")
        refused = await server.put(policy, caller=viewer.headers, json={"others": "allow"})
        assert refused.status_code == 403
        async with server.platform.database.read() as reader:
            actions = await reader.fetch(
                "SELECT action FROM audit_entries WHERE project_id = $1 AND action LIKE 'licence-policy%' ORDER BY seq",
                uuid.UUID(world.project["id"]),
            )
        assert [row["action"] for row in actions] == ["licence-policy.changed", "licence-policy.removed"] * 2

    serve(fresh_settings, story)

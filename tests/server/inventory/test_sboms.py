"""Bills of materials: made, taken in, downloaded in every format, and compared."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from securestack.inventory.sbom.reading import read_bill
from securestack.inventory.sbom.validation.validate import validate
from securestack.server.settings import Settings
from tests.server.inventory.world import World, make_store, package_lock
from tests.server.support import Server, make_project, make_user, serve


async def upload(world: World, body: bytes, **query: Any) -> httpx.Response:
    return await world.server.post(
        f"{world.project_path}/sboms/upload", caller=world.person.headers, params=query, content=body
    )


def bill(*packages: tuple[str, str], **fields: Any) -> bytes:
    """Return a CycloneDX document of npm packages."""
    components = [
        {
            "type": "library",
            "bom-ref": name,
            "name": name,
            "version": version,
            "purl": f"pkg:npm/{name}@{version}",
        }
        for name, version in packages
    ]
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "components": components,
        **fields,
    }
    return json.dumps(document).encode()


def test_from_upload_to_a_valid_document_in_every_format(fresh_settings: Settings) -> None:
    make_store(fresh_settings)

    async def story(server: Server) -> None:
        world = await World.make(server)
        none = await world.post(f"{world.project_path}/sboms", {}, status=409)
        assert none["type"] == "urn:securestack:problem:nothing-scanned"
        scan = await world.upload_and_scan(package_lock(express="4.0.0"), target="web")
        made = await world.post(
            f"{world.project_path}/sboms", {"target_id": scan["target_id"], "name": "Shop", "version": "2.1"}
        )
        assert (made["origin"], made["package_count"], made["scan_id"]) == ("generated", 3, scan["id"])
        assert (made["subject"], made["subject_version"], made["name"]) == ("Shop", "2.1", "Shop 2.1")

        formats = await world.get("/api/v1/sbom-formats")
        assert {one["format"] for one in formats} >= {"cyclonedx", "spdx"}
        for one in formats:
            for version in one["versions"]:
                answer = await server.get(
                    f"/api/v1/sboms/{made['id']}/document",
                    caller=world.person.headers,
                    params={"format": one["format"], "version": version},
                )
                assert answer.status_code == 200, answer.text
                assert f'filename="Shop-2.1{one["suffix"]}"' in answer.headers["content-disposition"]
                assert validate(answer.content).faults == ()
                _, read = read_bill(answer.content, "")
                assert {package.name for package in read.packages} == {"express", "minimist", "mkdirp"}
                mkdirp = next(package for package in read.packages if package.name == "mkdirp")
                assert mkdirp.dependencies == ("pkg:npm/minimist@0.0.8",)
        wrong = await server.get(
            f"/api/v1/sboms/{made['id']}/document",
            caller=world.person.headers,
            params={"format": "cyclonedx", "version": "9"},
        )
        assert wrong.json()["faults"][0]["field"] == "query.version"

        whole = await world.post(f"{world.project_path}/sboms", {})
        assert whole["subject"] == world.project["name"]
        listed = await world.get(f"{world.project_path}/sboms")
        assert [one["id"] for one in listed["items"]] == [whole["id"], made["id"]]
        inside = await world.get(f"/api/v1/sboms/{made['id']}/packages", search="MINI")
        assert (inside["total"], inside["items"][0]["manifests"]) == (1, ["package-lock.json"])
        again = await server.get(
            f"/api/v1/sboms/{made['id']}/document", caller=world.person.headers, params={"format": "spdx"}
        )
        assert again.headers["content-type"].startswith("application/spdx+json")

        gone = await server.delete(f"/api/v1/sboms/{whole['id']}", caller=world.person.headers)
        assert gone.status_code == 204
        assert len((await world.get(f"{world.project_path}/sboms"))["items"]) == 1

    serve(fresh_settings, story)


def test_an_uploaded_document_comes_back_as_it_was_and_converted(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        world = await World.make(server)
        document = bill(("minimist", "0.0.8"))
        answer = await upload(world, document, file_name="of another tool.cdx.json")
        assert answer.status_code == 201, answer.text
        made = answer.json()
        assert (made["origin"], made["format"], made["package_count"]) == ("uploaded", "CycloneDX 1.5", 1)
        assert made["notices"] == []
        path = f"/api/v1/sboms/{made['id']}/document"
        original = await server.get(path, caller=world.person.headers)
        assert original.content == document
        assert 'filename="of-another-tool.cdx.json"' in original.headers["content-disposition"]
        converted = await server.get(path, caller=world.person.headers, params={"format": "spdx"})
        assert read_bill(converted.content, "")[1].packages[0].purl == "pkg:npm/minimist@0.0.8"

        faulty = (await upload(world, bill(("a", "1"), components=[{"name": "a"}]))).json()
        assert faulty["notices"]

    serve(fresh_settings, story)


@pytest.mark.parametrize("body", [b"", b"{}", b"not json", b"[" * 100_000, b"<bom", b"\x00" * 100])
def test_what_is_no_sbom_is_refused(settings: Settings, body: bytes) -> None:
    async def story(server: Server) -> None:
        world = await World.make(server)
        answer = await upload(world, body)
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:securestack:problem:unusable-file")
        assert (await world.get(f"{world.project_path}/sboms"))["items"] == []

    serve(settings, story)


def test_two_sboms_are_compared_with_the_flaws_that_came_and_went(fresh_settings: Settings) -> None:
    make_store(fresh_settings)

    async def story(server: Server) -> None:
        world = await World.make(server)
        old = (
            await upload(world, bill(("minimist", "0.0.8"), ("left-pad", "1.0.0"), ("koa", "2.0.0")))
        ).json()
        new = (await upload(world, bill(("minimist", "1.2.6"), ("mkdirp", "0.5.1"), ("koa", "1.0.0")))).json()
        found = await world.get(f"/api/v1/sboms/{new['id']}/comparison", before=old["id"])
        assert {one["name"]: one["kind"] for one in found["changes"]} == {
            "koa": "downgraded",
            "left-pad": "removed",
            "minimist": "upgraded",
            "mkdirp": "added",
        }
        assert found["change_counts"] == {"added": 1, "removed": 1, "upgraded": 1, "downgraded": 1}
        assert [one["flaw"] for one in found["gained"]] == ["CVE-2026-0002"]
        assert [one["flaw"] for one in found["lost"]] == ["CVE-2026-0001"]
        assert (found["store"]["handful"], found["store"]["advisories"]) == (False, 2)
        assert (found["before"]["id"], found["after"]["id"]) == (old["id"], new["id"])
        same = await world.get(f"/api/v1/sboms/{old['id']}/comparison", before=old["id"])
        assert (same["changes"], same["gained"], same["lost"]) == ([], [], [])

        other = World(
            server,
            world.person,
            await make_project(server, world.person.headers, world.project["team_id"], name="B"),
        )
        theirs = (await upload(other, bill(("koa", "1.0.0")))).json()
        refused = await server.get(
            f"/api/v1/sboms/{new['id']}/comparison",
            caller=world.person.headers,
            params={"before": theirs["id"]},
        )
        assert refused.json()["type"] == "urn:securestack:problem:other-project"
        stranger = await make_user(server)
        hidden = await server.get(f"/api/v1/sboms/{new['id']}", caller=stranger.headers)
        assert hidden.status_code == 404

    serve(fresh_settings, story)


def test_what_was_scanned_from_an_sbom_becomes_the_same_packages(fresh_settings: Settings) -> None:
    make_store(fresh_settings)

    async def story(server: Server) -> None:
        world = await World.make(server)
        scan = await world.upload_and_scan(bill(("minimist", "0.0.8"), ("koa", "2.0.0")), "bom.json")
        assert (scan["status"], scan["finding_count"]) == ("completed", 1)
        made = await world.post(f"{world.project_path}/sboms", {"target_id": scan["target_id"]})
        assert made["package_count"] == 2

    serve(fresh_settings, story)

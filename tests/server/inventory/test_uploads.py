"""Uploads: what is taken, what is refused, and that it comes out again as it went in."""

from __future__ import annotations

import hashlib
import tempfile
import uuid
from typing import Any

import httpx
import pytest

from securestack.server.inventory import queries_uploads, uploads
from securestack.server.inventory.contents import UnusableFile, recognise
from securestack.server.inventory.uploads import UploadGone
from securestack.server.models.inventory import UploadKind
from securestack.server.settings import Settings
from securestack.server.teams.queries_deletion import delete_some
from tests.server.inventory.test_archives import tarred, zipped
from tests.server.inventory.world import World, package_lock
from tests.server.support import Person, Server, make_project, make_target, make_user, serve

REQUIREMENTS = b"django==3.2.1\n"
SBOM = b'{"bomFormat": "CycloneDX", "specVersion": "1.5", "components": []}'


async def send(
    server: Server, person: Person, project_id: str, body: bytes, file_name: str, **query: Any
) -> httpx.Response:
    """Upload something."""
    return await server.post(
        f"/api/v1/projects/{project_id}/uploads",
        caller=person.headers,
        params={"file_name": file_name, **query},
        content=body,
    )


def named(value: object) -> str | None:
    """Name a case by anything but its bytes: archives hold the time, and each process makes its own."""
    return "body" if isinstance(value, bytes) else None


@pytest.mark.parametrize(
    ("file_name", "body", "kind", "format"),
    [
        ("requirements.txt", REQUIREMENTS, UploadKind.MANIFEST, "pip-requirements"),
        ("C:\\shop\\requirements.txt", REQUIREMENTS, UploadKind.MANIFEST, "pip-requirements"),
        ("anything.json", SBOM, UploadKind.SBOM, "CycloneDX"),
        ("shop.zip", zipped(("a/go.mod", b"module a\n")), UploadKind.REPOSITORY, "zip"),
        ("shop.tgz", tarred(("a/go.mod", b"module a\n")), UploadKind.REPOSITORY, "tar"),
        (
            "shop.war",
            zipped(("META-INF/MANIFEST.MF", b"Manifest-Version: 1.0\n")),
            UploadKind.PROGRAM,
            "java-archive",
        ),
    ],
    ids=named,
)
def test_what_names_packages_is_taken(
    settings: Settings, file_name: str, body: bytes, kind: UploadKind, format: str
) -> None:
    async def story(server: Server) -> None:
        person = await make_user(server)
        project = await make_project(server, person.headers)
        answer = await send(server, person, project["id"], body, file_name)
        assert answer.status_code == 201, answer.text
        made = answer.json()
        assert (made["kind"], made["format"]) == (kind.value, format)
        assert made["sha256"] == hashlib.sha256(body).hexdigest()
        assert made["file_name"] == file_name.rpartition("\\")[2]
        target = (await server.get(f"/api/v1/targets/{made['target_id']}", caller=person.headers)).json()
        assert (target["kind"], target["name"], target["scannable"]) == (kind.value, made["file_name"], True)
        assert target["proof"] is None
        listed = await server.get(f"/api/v1/projects/{project['id']}/uploads", caller=person.headers)
        assert [one["id"] for one in listed.json()["items"]] == [made["id"]]
        with tempfile.TemporaryFile() as file:
            await uploads.fetched(server.platform, uuid.UUID(made["id"]), file)
            file.seek(0)
            assert file.read() == body

    serve(settings, story)


@pytest.mark.parametrize(
    ("file_name", "body", "why"),
    [
        ("photo.jpg", b"\xff\xd8\xff\xe0", "nothing that names packages"),
        ("requirements.txt", b"", "empty"),
        ("shop.zip", zipped(("../../etc/cron.d/x", b"x")), "leads out"),
        ("shop.zip", b"PK\x03\x04 and nothing more", "cannot be read|cut off|no end"),
        ("shop.tar.gz", tarred(), "holds no files"),
        ("tool", b"\x7fELF" + bytes(200), "does not tell what it was built from"),
    ],
    ids=named,
)
def test_what_is_nothing_to_scan_is_refused_in_a_sentence(
    settings: Settings, file_name: str, body: bytes, why: str
) -> None:
    async def story(server: Server) -> None:
        person = await make_user(server)
        project = await make_project(server, person.headers)
        answer = await send(server, person, project["id"], body, file_name)
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:securestack:problem:unusable-file")
        assert any(one in answer.json()["detail"] for one in why.split("|"))
        targets = await server.get(f"/api/v1/projects/{project['id']}/targets", caller=person.headers)
        assert targets.json()["items"] == []

    serve(settings, story)


def test_a_target_is_found_again_by_its_first_name(settings: Settings) -> None:
    async def story(server: Server) -> None:
        person = await make_user(server)
        project = await make_project(server, person.headers)
        first = (
            await send(server, person, project["id"], REQUIREMENTS, "requirements.txt", target="back end")
        ).json()
        path = f"/api/v1/targets/{first['target_id']}"
        renamed = await server.patch(path, caller=person.headers, json={"name": "Shop, back end"})
        assert renamed.status_code == 200
        again = (
            await send(
                server, person, project["id"], zipped(("go.mod", b"module a\n")), "a.zip", target="back end"
            )
        ).json()
        assert again["target_id"] == first["target_id"]
        target = (await server.get(path, caller=person.headers)).json()
        assert (target["name"], target["kind"]) == ("Shop, back end", "repository")  # it is what came last

        moved = await server.patch(path, caller=person.headers, json={"locator": "https://shop.example/"})
        assert moved.json()["faults"][0]["field"] == "body.locator"
        proven = await server.post(f"{path}/verify", caller=person.headers)
        assert proven.json()["type"] == "urn:securestack:problem:nothing-to-prove"

        web = await make_target(server, person.headers, project["id"])
        refused = await send(
            server, person, project["id"], REQUIREMENTS, "requirements.txt", target_id=web["id"]
        )
        assert refused.json()["type"] == "urn:securestack:problem:takes-no-uploads"

    serve(settings, story)


def test_sizes_are_bounded(settings: Settings) -> None:
    async def story(server: Server) -> None:
        person = await make_user(server)
        project = await make_project(server, person.headers)
        whole = REQUIREMENTS + b"#" * 600_000
        answer = await send(server, person, project["id"], whole, "requirements.txt")
        assert answer.status_code == 201, answer.text
        full = await send(server, person, project["id"], whole, "requirements.txt")
        assert full.json()["type"] == "urn:securestack:problem:uploads-full"
        large = await send(server, person, project["id"], REQUIREMENTS + b"#" * 2**20, "requirements.txt")
        assert large.status_code == 413

    serve(settings.changed(max_upload_bytes=2**20, max_project_upload_bytes=1_000_000), story)


def test_old_uploads_go_but_for_the_newest_of_each_target(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        person = await make_user(server)
        project = await make_project(server, person.headers)
        made = [
            (await send(server, person, project["id"], REQUIREMENTS, "requirements.txt")).json()["id"]
            for _ in range(3)
        ]
        from sqlalchemy import text

        async with server.platform.database.transaction() as session:
            await session.execute(text("UPDATE uploads SET created_at = now() - interval '40 days'"))
            assert await queries_uploads.forget_old(session, 41) == 0
            assert await queries_uploads.forget_old(session, 30) == 2
        listed = await server.get(f"/api/v1/projects/{project['id']}/uploads", caller=person.headers)
        assert [one["id"] for one in listed.json()["items"]] == [made[-1]]
        with tempfile.TemporaryFile() as file, pytest.raises(UploadGone):
            await uploads.fetched(server.platform, uuid.UUID(made[0]), file)

    serve(fresh_settings, story)


def test_an_archive_of_one_folder_is_that_folder() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(zipped(("shop-1.2/package-lock.json", b"{}"), ("shop-1.2/a/go.mod", b"module a\n")))
        assert recognise(file, "shop.zip").kind is UploadKind.REPOSITORY
        with uploads.laid_out(file, UploadKind.REPOSITORY, "shop.zip") as folder:
            assert sorted(path.name for path in folder.iterdir()) == ["a", "package-lock.json"]
        assert not folder.exists()


def test_a_file_larger_than_is_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("securestack.server.inventory.contents.MOST_BYTES", 2**20)
    with tempfile.TemporaryFile() as file:
        file.write(b"{}" * 2**20)
        with pytest.raises(UnusableFile, match="1 MiB"):
            recognise(file, "package-lock.json")


def test_with_a_project_goes_all_that_was_uploaded_and_seen(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        world = await World.make(server)
        await world.upload_and_scan(package_lock())
        await world.post(f"{world.project_path}/sboms", {})
        confirmed = {"confirm": world.project["slug"]}
        deleted = await server.delete(world.project_path, caller=world.person.headers, params=confirmed)
        assert deleted.status_code in (202, 204), deleted.text
        async with server.platform.database.transaction() as session:
            while await delete_some(session):
                pass
        async with server.platform.database.read() as reader:
            for table in ("projects", "packages", "uploads", "upload_pieces", "sboms", "scans"):
                assert await reader.fetch_value(f"SELECT count(*) FROM {table}") == 0, table

    serve(fresh_settings, story)

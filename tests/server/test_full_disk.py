"""The disk of the database is full: a clear problem, nothing half-written, and all is well when there is room again."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from securestack.server import migrations
from securestack.server.embedded.postgres import NOT_DURABLE, EmbeddedPostgres
from securestack.server.settings import Settings
from tests.server.cluster import Cluster
from tests.server.findings.made import a_project, rows
from tests.server.findings.test_imports import result, sarif
from tests.server.support import Server, serve

_FULL = Path("/dev/full")  # a device that every write to finds full


@pytest.fixture
def postgres(cluster: Cluster) -> Iterator[EmbeddedPostgres]:
    """Return a database server of this test alone."""
    postgres = EmbeddedPostgres(
        cluster.folder / f"full-{uuid.uuid4().hex}",
        options={**NOT_DURABLE, "shared_buffers": "16MB", "logging_collector": "off"},
    )
    postgres.start()
    try:
        postgres.create_database("securestack")
        migrations.migrate(postgres.url("securestack"))
        yield postgres
    finally:
        postgres.abandon()


def _file_of(postgres: EmbeddedPostgres, table: str) -> Path:
    return postgres.data / postgres.query(f"SELECT pg_relation_filepath('{table}')", "securestack")


@pytest.mark.skipif(not _FULL.exists(), reason="this system has no /dev/full")
def test_nothing_is_half_written_while_the_disk_is_full(
    postgres: EmbeddedPostgres, settings: Settings
) -> None:
    file = _file_of(postgres, "finding_evidence")
    aside = file.with_name(f"{file.name}.aside")
    postgres.stop()
    file.rename(aside)
    file.symlink_to(_FULL)  # PostgreSQL's own writes of this table now end with "No space left on device"
    postgres.start()
    settings = settings.changed(database_url=postgres.url("securestack"))

    async def story(server: Server) -> None:
        project, people = await a_project(server)
        path, headers = f"/api/v1/projects/{project}/imports", people["owner"].headers
        refused = await server.post(path, caller=headers, content=sarif(result()))
        assert (refused.status_code, refused.json()["type"]) == (
            503,
            "urn:securestack:problem:storage-full",
        )
        assert "disk" in refused.json()["detail"]
        for table in ("findings", "rules", "finding_imports", "outbox_events"):
            assert await rows(server, f"SELECT 1 FROM {table} WHERE project_id = $1", project) == []
        assert await rows(server, "SELECT 1 FROM audit_entries WHERE action = 'findings.imported'") == []
        # Reading, and writing what needs no room, go on.
        shown = await server.get(f"/api/v1/projects/{project}", caller=headers)
        assert shown.status_code == 200
        renamed = await server.patch(f"/api/v1/projects/{project}", caller=headers, json={"name": "Tea"})
        assert renamed.status_code == 200

        aside.replace(file)
        await asyncio.to_thread(postgres.stop)  # its processes still hold the device open
        await asyncio.to_thread(postgres.start)
        taken = await server.post(path, caller=headers, content=sarif(result()))
        assert (taken.status_code, taken.json()["statistics"]["new"]) == (201, 1)

    serve(settings, story)

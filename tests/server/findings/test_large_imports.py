"""Files of a hundred megabytes: taken in with little memory, or refused with one clear sentence; never half."""

from __future__ import annotations

import resource
import tracemalloc
from collections.abc import AsyncIterator

import pytest

from securestack.server.settings import Settings
from tests.server.findings.made import a_project, rows
from tests.server.findings.test_imports import result, sarif
from tests.server.support import Server, serve

_PIECE = 1 << 20
_PIECES = 100
_LEAST_LIMIT = (
    30 * _PIECE
)  # bytes of Python's own memory; a file as text would be a hundred megabytes at least


async def _body(*parts: bytes) -> AsyncIterator[bytes]:
    """Send a hundred megabytes of text between the parts."""
    before, after = parts
    yield before
    piece = b"eval(text) # " * (_PIECE // 13)
    for _ in range(_PIECES):
        yield piece
    yield after


def _around_sources(*places: str) -> tuple[bytes, bytes]:
    """Return a log that quotes a hundred megabytes of source, in two halves."""
    mark = "MARK"
    log = sarif(*(result(place) for place in places), artifacts=[{"contents": {"text": mark}}])
    before, after = log.split(mark.encode())
    return before, after


def test_a_log_of_a_hundred_megabytes_is_taken_in_with_little_memory(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, people = await a_project(server)
        path = f"/api/v1/projects/{project}/imports"
        headers = people["owner"].headers
        tracemalloc.start()
        try:
            answer = await server.post(
                path, caller=headers, content=_body(*_around_sources("a.py", "b.py", "c.py"))
            )
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert answer.status_code == 201, answer.text
        assert answer.json()["statistics"]["new"] == 3
        assert most < _LEAST_LIMIT

    serve(settings, story)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"\x00\xff", b""),
        (b'{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [', b""),
        (b'{"version": "2.1.0", "runs": [{"results": [{"message": {"text": "', b'"}}]}'),
        (b'{"version": "2.1.0", "runs": "', b'"}'),
    ],
)
def test_a_hundred_megabytes_of_garbage_are_refused_and_nothing_is_written(
    settings: Settings, before: bytes, after: bytes
) -> None:
    async def story(server: Server) -> None:
        project, people = await a_project(server)
        path, headers = f"/api/v1/projects/{project}/imports", people["owner"].headers
        tracemalloc.start()
        try:
            answer = await server.post(path, caller=headers, content=_body(before, after))
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:securestack:problem:unreadable-file")
        assert len(answer.json()["detail"]) < 600
        assert most < _LEAST_LIMIT
        for table in ("findings", "rules", "finding_imports"):
            assert await rows(server, f"SELECT 1 FROM {table} WHERE project_id = $1", project) == []
        assert (await server.post(path, caller=headers, content=sarif(result()))).status_code == 201

    serve(settings, story)


def test_a_file_that_does_not_fit_on_the_disk_of_the_server(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, people = await a_project(server)
        path, headers = f"/api/v1/projects/{project}/imports", people["owner"].headers
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4 * _PIECE, hard))  # writing beyond it fails
        try:
            answer = await server.post(path, caller=headers, content=_body(*_around_sources("a.py")))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert (answer.status_code, answer.json()["type"]) == (503, "urn:securestack:problem:storage-full")
        assert await rows(server, "SELECT 1 FROM findings WHERE project_id = $1", project) == []
        assert (await server.post(path, caller=headers, content=sarif(result()))).status_code == 201

    serve(settings, story)

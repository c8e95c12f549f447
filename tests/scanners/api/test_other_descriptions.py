"""APIs known from a browser's recording, a Postman collection, or only by their address: scanned all the same."""

from __future__ import annotations

import asyncio
import contextlib
import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from securestack.core.events import Outcome
from securestack.scanners.api.description.catalogue import read_description
from securestack.scanners.api.description.model import ApiDescription, UnreadableDescription
from tests.scanners.api.front_door import scan, scan_app, told
from tests.targets.gallery import serve
from tests.targets.library import FLAWS, Library, application

WEAK = ("notes-read", "title-in-statement")
EXPECTED = {FLAWS[flaw] for flaw in WEAK}
JSON = {"schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json", "name": "Library"}


async def record(address: str) -> dict[str, Any]:
    """Use the library as a member would, and return what a browser writes down of it."""
    entries: list[dict[str, Any]] = [
        {"request": {"method": "GET", "url": f"{address}/app.js", "headers": []}, "response": {"status": 200, "content": {"mimeType": "text/javascript"}}},
        {"request": {"method": "GET"}},
    ]  # fmt: skip
    headers: dict[str, str] = {}
    async with aiohttp.ClientSession() as session:

        async def ask(method: str, path: str, body: Any = None) -> Any:
            async with session.request(method, address + path, json=body, headers=headers) as answer:
                text = await answer.text()
                request: dict[str, Any] = {
                    "method": method,
                    "url": address + path,
                    "headers": [{"name": name, "value": value} for name, value in headers.items()],
                }
                if body is not None:
                    request["postData"] = {"mimeType": "application/json", "text": json.dumps(body)}
                content = {"mimeType": "application/json; charset=utf-8", "text": text}
                entries.append(
                    {"request": request, "response": {"status": answer.status, "content": content}}
                )
                return json.loads(text) if text else None

        person = {"username": "greta", "password": "Oaks-and-10-elms"}
        await ask("POST", "/auth/register", {**person, "email": "greta@example.com"})
        headers["Authorization"] = f"Bearer {(await ask('POST', '/auth/login', person))['token']}"
        await ask("GET", "/me")
        note = await ask("POST", "/notes", {"title": "Tea", "text": "two cups"})
        await ask("GET", "/notes")
        await ask("GET", f"/notes/{note['id']}")
        await ask("PUT", f"/notes/{note['id']}", {"title": "Tea", "text": "three cups"})
        await ask("DELETE", f"/notes/{note['id']}")
        await ask("GET", "/catalogue?title=tea")
    return {"log": {"version": "1.2", "entries": entries}}


def test_a_recording_of_a_browser_is_enough(tmp_path: Path) -> None:
    async def run() -> None:
        file = tmp_path / "library.har"
        async with serve(application(Library(WEAK))) as address:
            file.write_text(json.dumps(await record(address)))
            result = await scan(str(file))
        assert result.outcome is Outcome.COMPLETED, result.reason
        assert told(result) == EXPECTED
        assert any(
            "1 entry of the recording could not be read" in notice.message for notice in result.notices
        )

    asyncio.run(run())


def test_the_same_recording_of_a_safe_library_gives_nothing(tmp_path: Path) -> None:
    async def run() -> None:
        file = tmp_path / "library.har"
        async with serve(application(Library())) as address:
            file.write_text(json.dumps(await record(address)))
            assert told(await scan(str(file))) == set()

    asyncio.run(run())


def _request(method: str, path: str, body: Any = None, auth: str = "") -> dict[str, Any]:
    request: dict[str, Any] = {"method": method, "url": {"raw": "{{host}}" + path}}
    if body is not None:
        request["body"] = {"mode": "raw", "raw": json.dumps(body), "options": {"raw": {"language": "json"}}}
    if auth:
        request["auth"] = {"type": auth}
    return {"name": f"{method} {path}", "request": request}


COLLECTION = {
    "info": JSON,
    "auth": {"type": "bearer"},
    "item": [
        {
            "name": "Members",
            "item": [
                _request("POST", "/auth/register", {"username": "a", "email": "a@example.com", "password": "b"}, "noauth"),
                _request("POST", "/auth/login", {"username": "a", "password": "b"}, "noauth"),
                _request("GET", "/me"),
            ],
        },
        _request("POST", "/notes", {"title": "Tea", "text": "two cups"}),
        _request("GET", "/notes"),
        _request("GET", "/notes/:noteId"),
        _request("PUT", "/notes/{{noteId}}", {"title": "Tea", "text": "two cups"}),
        _request("DELETE", "/notes/:noteId"),
        _request("GET", "/catalogue?title=tea"),
        {"name": "broken", "request": {"url": {"raw": 1, "variable": 7}, "header": [None], "body": 3}},
    ],
}  # fmt: skip


def test_a_postman_collection_is_enough(tmp_path: Path) -> None:
    file = tmp_path / "library.postman_collection.json"
    file.write_text(json.dumps(COLLECTION))

    async def run() -> None:
        async with serve(application(Library(WEAK))) as address:
            result = await scan(str(file), url=address)
        assert result.outcome is Outcome.COMPLETED, result.reason
        assert told(result) == EXPECTED

    asyncio.run(run())


def test_a_description_is_found_at_its_usual_place() -> None:
    result = asyncio.run(scan_app(application(Library(WEAK)), path="/"))
    assert result.outcome is Outcome.COMPLETED, result.reason
    assert told(result) == EXPECTED
    assert any("/openapi.json" in notice.message for notice in result.notices)


def test_where_there_is_none_one_sentence_says_so() -> None:
    result = asyncio.run(scan_app(web.Application(), path="/"))
    assert result.outcome is Outcome.FAILED
    assert "give the address of the description itself" in result.reason


def _read(document: Any) -> ApiDescription:
    return read_description(json.dumps(document).encode())


def test_identifiers_become_parameters_and_requests_to_one_operation_one() -> None:
    entries = [
        {"request": {"method": "GET", "url": f"http://api.test/v1/users/{number}/posts?page={number}"}}
        for number in (7, 8)
    ]
    entries.append({"request": {"method": "GET", "url": "http://api.test/v1/users/me"}})
    description = _read({"log": {"entries": entries}})
    assert [operation.id for operation in description.operations] == [
        "GET /v1/users/{userId}/posts",
        "GET /v1/users/me",
    ]
    (user,) = description.operations[0].path_parameters
    assert user.examples == ("7", "8")
    assert description.servers == ("http://api.test",)


@pytest.mark.parametrize(
    "document", [{"log": {"entries": [1, None, {"request": {}}]}}, {"info": JSON, "item": [1]}]
)
def test_nothing_readable_is_one_sentence(document: Any) -> None:
    with pytest.raises(UnreadableDescription):
        _read(document)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["{{a}}", "http://a/{{b}}/1", ":id"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "item",
                    "request",
                    "url",
                    "raw",
                    "method",
                    "header",
                    "key",
                    "value",
                    "body",
                    "mode",
                    "variable",
                    "auth",
                    "type",
                    "postData",
                    "params",
                    "response",
                    "content",
                    "entries",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(VALUES, st.booleans())
def test_no_collection_and_no_recording_is_too_broken(value: Any, postman: bool) -> None:
    document = (
        {"info": JSON, "item": [value], "variable": [value]} if postman else {"log": {"entries": [value]}}
    )
    with contextlib.suppress(UnreadableDescription):
        _read(document)

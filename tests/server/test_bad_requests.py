"""Requests that are wrong, huge, slow or half: a clear answer, nothing half-written, and the next request works."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable

import pytest

from securestack.server.kit import connections, frame
from securestack.server.settings import Settings
from tests.server.listening import listening
from tests.server.people import person
from tests.server.support import Server, serve


def asked(settings: Settings, story: Callable[[Server, dict[str, str]], Awaitable[None]]) -> None:
    """Tell a story in this process, with the header fields of somebody."""

    async def told(server: Server) -> None:
        await story(server, (await person(server)).headers)
        assert (await server.get("/health/ready")).status_code == 200

    serve(settings, told)


def over_the_network(settings: Settings, story: Callable[[Server, dict[str, str]], Awaitable[None]]) -> None:
    """Tell a story to a server on a port."""

    async def told() -> None:
        async with listening(settings) as server:
            await story(server, (await person(server)).headers)
            assert (await server.get("/health/ready")).status_code == 200

    asyncio.run(told())


BODIES: dict[str, tuple[bytes, int]] = {
    "nothing": (b"", 422),
    "half a document": (b'{"name": "Payments"', 400),
    "not UTF-8": (b'{"name": "\xff\xfe"}', 400),
    "no number": (b'{"name": NaN}', 422),
    "a list": (b"[]", 422),
    "a word": (b'"Payments"', 422),
    "null": (b"null", 422),
    "a number as name": (b'{"name": 1}', 422),
    "an endless number": (b'{"name": "A", "description": 1' + b"0" * 5000 + b"}", 400),
    "a list as name": (b'{"name": ["A"]}', 422),
    "a name too long": (json.dumps({"name": "A" * 201}).encode(), 422),
    "NUL in a name": (b'{"name": "A\\u0000"}', 422),
    "half a pair in a name": (b'{"name": "A\\ud800"}', 422),
    "a name of blanks": (b'{"name": "   "}', 422),
    "an unknown field": (b'{"name": "A", "is_administrator": true}', 422),
    "deep": (b'{"name": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400),
    "deep and half": (b"[" * 500_000, 400),
    "compressed": (gzip.compress(b'{"name": "Payments"}'), 400),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_wrong_body_is_told_and_nothing_made(settings: Settings, name: str) -> None:
    body, status = BODIES[name]

    async def story(server: Server, caller: dict[str, str]) -> None:
        headers = {"Content-Type": "application/json"}
        answer = await server.post("/api/v1/teams", caller=caller, content=body, headers=headers)
        assert answer.status_code == status, answer.text
        problem(answer.headers["content-type"], answer.json(), status)
        assert (await server.get("/api/v1/teams", caller=caller)).json()["items"] == []

    asked(settings, story)


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_a_body_of_another_kind_is_refused(settings: Settings, media_type: str) -> None:
    async def story(server: Server, caller: dict[str, str]) -> None:
        headers = {"Content-Type": media_type}
        answer = await server.post("/api/v1/teams", caller=caller, content=b'{"name": "A"}', headers=headers)
        assert answer.status_code in (415, 422), answer.text
        problem(answer.headers["content-type"], answer.json(), answer.status_code)

    asked(settings, story)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/projects/not-an-id",
        "/api/v1/projects/%00",
        "/api/v1/projects/" + "a" * 5000,
        "/api/v1/projects/..%2f..%2fetc%2fpasswd",
        "/api/v1/projects/00000000-0000-7000-8000-000000000000",
        "/api/v1/projects?limit=0",
        "/api/v1/projects?limit=1e9",
        "/api/v1/projects?cursor=AAAA",
        "/api/v1/projects?sort=name;DROP TABLE users",
        "/api/v1/projects?unknown=1",
        "/api/v1/projects?search=%00",
        "/api/v1/findings?priority_from=99999999999999999999",
        "/api/v1/findings?first_seen_from=0001-01-01T00:00:00%2B23:59",
        "/api/v1/nothing",
        "/api/v1//projects",
        "/",
        "/%ff%fe",
    ],
)
def test_a_wrong_address_is_told(settings: Settings, path: str) -> None:
    async def story(server: Server, caller: dict[str, str]) -> None:
        answer = await server.get(path, caller=caller)
        if path == "/" and answer.status_code == 200:
            return  # the interface
        assert answer.status_code in (404, 422), answer.text
        problem(answer.headers["content-type"], answer.json(), answer.status_code)

    asked(settings, story)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Basic YTpi",
        "bearer " + "a" * 9000,
        "Bearer ssk_x",
        "Bearer a.b.c",
        "Bearer é",
    ],
)
def test_a_wrong_token_is_refused(settings: Settings, value: str) -> None:
    async def story(server: Server, _: dict[str, str]) -> None:
        answer = await server.get("/api/v1/auth/me", headers={"Authorization": value.encode("latin-1")})
        assert answer.status_code == 401
        problem(answer.headers["content-type"], answer.json(), 401)

    asked(settings, story)


async def exchanged(server: Server, sent: bytes, *, end: bool = False) -> bytes:
    """Send bytes on a connection of their own and return what came back until it ended."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.client.base_url.port)
    try:
        writer.write(sent)
        if end:
            writer.write_eof()
        async with asyncio.timeout(20):
            return await reader.read()
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


def test_what_is_no_http_is_refused(settings: Settings) -> None:
    async def story(server: Server, _: dict[str, str]) -> None:
        for sent in (
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
            b"HELLO\r\n\r\n",
            b"GET / HTTP/9.9\r\n\r\n",
            b"\0" * 1000,
        ):
            came = await exchanged(server, sent)
            head, _separator, body = came.partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 400 "), came
            assert b"connection: close" in head
            problem("application/problem+json", json.loads(body), 400)

    over_the_network(settings, story)


def test_a_head_without_end_is_refused(settings: Settings) -> None:
    async def story(server: Server, _: dict[str, str]) -> None:
        for sent in (
            b"GET / HTTP/1.1\r\nX-A: " + b"a" * 500_000,
            b"GET / HTTP/1.1\r\n" + b"X-A: a\r\n" * 50_000,
            b"GET /" + b"a" * 500_000,
        ):
            came = await exchanged(server, sent)
            assert came == b"" or came.startswith((b"HTTP/1.1 431 ", b"HTTP/1.1 400 ")), came[:200]

    over_the_network(settings, story)


def test_half_requests_are_not_waited_for_and_hold_nobody_up(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(frame, "_BODY_SECONDS", -9.8)  # and 10 s for a whole megabyte

    async def story(server: Server, caller: dict[str, str]) -> None:
        token = caller["Authorization"].encode()
        halves = {
            b"": b"",
            b"GET /health/live HTTP/1.1\r\nHost: a\r\n": b"HTTP/1.1 408 ",
            b"GET /health/live HTTP/1.1\r\nHost: a\r\n\r\nGET /health": b"HTTP/1.1 200 ",
            b"POST /api/v1/teams HTTP/1.1\r\nHost: a\r\nAuthorization: "
            + token
            + b"\r\nContent-Type: application/json\r\n"
            b'Content-Length: 20\r\n\r\n{"name":': b"HTTP/1.1 408 ",
        }
        waiting = [asyncio.create_task(exchanged(server, half)) for half in halves for _ in range(25)]
        made = await server.post("/api/v1/teams", caller=caller, json={"name": "Payments"})
        assert made.status_code == 201
        for came, expected in zip(
            await asyncio.gather(*waiting), [e for e in halves.values() for _ in range(25)], strict=True
        ):
            assert came.startswith(expected), came
            if expected.endswith(b"200 "):
                assert came.count(b"HTTP/1.1 408 ") == 1
        teams = (await server.get("/api/v1/teams", caller=caller)).json()["items"]
        assert [team["name"] for team in teams] == ["Payments"]

    over_the_network(settings, story)


def test_who_hangs_up_in_the_middle_changes_nothing(settings: Settings) -> None:
    async def story(server: Server, caller: dict[str, str]) -> None:
        head = b"POST /api/v1/teams HTTP/1.1\r\nHost: a\r\nAuthorization: " + caller["Authorization"].encode()
        head += b"\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n"
        for _ in range(10):
            _, writer = await asyncio.open_connection("127.0.0.1", server.client.base_url.port)
            writer.write(head + b'{"name": "Pay')
            await writer.drain()
            writer.transport.abort()
        assert (await server.get("/api/v1/teams", caller=caller)).json()["items"] == []

    over_the_network(settings, story)


def test_a_huge_body_is_refused_before_it_is_read(settings: Settings) -> None:
    async def story(server: Server, caller: dict[str, str]) -> None:
        head = b"POST /api/v1/teams HTTP/1.1\r\nHost: a\r\nAuthorization: " + caller["Authorization"].encode()
        head += b"\r\nContent-Type: application/json\r\n"
        came = await exchanged(server, head + b"Content-Length: 10000000000\r\n\r\n{")
        assert came.startswith(b"HTTP/1.1 413 "), came
        chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
        came = await exchanged(server, head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 40)
        assert came == b"" or came.startswith(b"HTTP/1.1 413 "), came[:200]

    over_the_network(settings, story)


def problem(media_type: str, document: dict[str, object], status: int) -> None:
    """Assert that this is the problem document of an answer."""
    assert media_type == "application/problem+json"
    assert document["status"] == status
    assert str(document["type"]).startswith("urn:securestack:problem:")
    assert document["detail"]

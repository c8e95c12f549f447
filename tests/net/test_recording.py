"""What is recorded can be replayed, and holds no secret it should not."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from securestack.core.budget import Budget
from securestack.core.masking import Masker
from securestack.net.client import HttpClient
from securestack.net.errors import NotRecorded
from securestack.net.message import Exchange, Request, Response
from securestack.net.recording import Recording, ReplayTransport
from securestack.net.scope import Scope
from tests.net.raw_server import ok, raw_server

URL = "http://shop.test/"


def write(path: Path, *exchanges: Exchange, masker: Masker | None = None) -> None:
    with Recording(path, masker=masker) as recording:
        for exchange in exchanges:
            recording.record(exchange)


def replay(
    path: Path, *requests: Request, masker: Masker | None = None, max_body: int = 2**20
) -> list[Response]:
    async def run() -> list[Response]:
        transport = ReplayTransport(path, masker=masker)
        try:
            return [await transport.fetch(request, timeout=1, max_body=max_body) for request in requests]
        finally:
            await transport.close()

    return asyncio.run(run())


def test_a_scan_of_a_real_server_can_be_repeated_without_it(tmp_path: Path) -> None:
    path = tmp_path / "scan.jsonl"

    async def scan() -> tuple[Scope, Request, Response]:
        async with raw_server(ok(b"caf\xe9", "Set-Cookie: a=1", "Set-Cookie: b=2")) as server:
            scope = Scope.of(server.url)
            request = Request("POST", server.url + "/x?y", (), b"\xff\x00")
            with Recording(path) as recording:
                async with HttpClient(scope, Budget(), recorder=recording) as client:
                    return scope, request, (await client.send(request)).response

    async def again(scope: Scope, request: Request) -> Response:
        async with HttpClient(scope, Budget(), transport=ReplayTransport(path)) as client:
            return (await client.send(request)).response

    scope, request, first = asyncio.run(scan())
    second = asyncio.run(again(scope, request))
    assert vars(second) == vars(first)


def test_only_the_owner_may_read_a_recording(tmp_path: Path) -> None:
    write(tmp_path / "scan.jsonl")
    assert stat.S_IMODE((tmp_path / "scan.jsonl").stat().st_mode) == 0o600


def test_the_same_question_gets_its_answers_in_turn_and_then_the_last_one(tmp_path: Path) -> None:
    path = tmp_path / "scan.jsonl"
    request = Request("GET", URL)
    write(path, *(Exchange(request, Response(200, body=body)) for body in (b"one", b"two")))
    assert [answer.body for answer in replay(path, request, request, request)] == [b"one", b"two", b"two"]


def test_actors_are_told_apart_where_both_asked(tmp_path: Path) -> None:
    path = tmp_path / "scan.jsonl"
    alice = Request("GET", URL, (("Cookie", "id=alice"),))
    admin = Request("GET", URL, (("Cookie", "id=admin"),))
    write(path, Exchange(alice, Response(403)), Exchange(admin, Response(200)))
    assert [answer.status for answer in replay(path, admin, alice)] == [200, 403]
    assert replay(path, Request("GET", URL, (("Cookie", "id=nobody"),)))[0].status == 403


def test_what_was_never_asked_has_no_answer(tmp_path: Path) -> None:
    path = tmp_path / "scan.jsonl"
    write(path, Exchange(Request("POST", URL, (), b"a"), Response(200)))
    for request in (
        Request("GET", URL),
        Request("POST", URL, (), b"b"),
        Request("POST", URL + "x", (), b"a"),
    ):
        with pytest.raises(NotRecorded, match=f"holds no answer to {request.method}"):
            replay(path, request)


def test_a_body_over_the_limit_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "scan.jsonl"
    write(path, Exchange(Request("GET", URL), Response(200, body=b"12345")))
    assert [(answer.body, answer.truncated) for answer in replay(path, Request("GET", URL), max_body=3)] == [
        (b"123", True)
    ]


def test_secrets_are_masked_in_the_file_and_replay_still_finds_its_answers(tmp_path: Path) -> None:
    path = tmp_path / "scan.jsonl"
    masker = Masker(["hunter22"])
    request = Request(
        "POST",
        URL + "?q=hunter22",
        (("Authorization", "Bearer abcdef"), ("Cookie", "id=s3cr3t")),
        b"pw=hunter22&a=b",
    )
    response = Response(200, (("Set-Cookie", "id=n3w; Path=/"),), b"\xffhello hunter22")
    write(path, Exchange(request, response), masker=masker)
    text = path.read_text()
    assert not any(secret in text for secret in ("hunter22", "abcdef", "s3cr3t", "n3w", "aHVudGVyMjI"))
    answer = replay(path, request, masker=masker)[0]
    assert answer.body == b"\xffhello ********"
    assert answer.headers == (("Set-Cookie", "id=***; Path=/"),)


def test_a_recording_cut_off_in_its_last_line_is_read_up_to_there(tmp_path: Path) -> None:
    path = tmp_path / "scan.jsonl"
    write(path, Exchange(Request("GET", URL), Response(200)), Exchange(Request("GET", URL), Response(500)))
    path.write_bytes(path.read_bytes()[:-10])
    assert [answer.status for answer in replay(path, Request("GET", URL), Request("GET", URL))] == [200, 200]


@pytest.mark.parametrize("content", [b"hello\n", b'{"request": 1}\n', b"\xff\xfe\n", b"{}\n", b"\n"])
def test_another_file_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "scan.jsonl"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"scan\.jsonl is not a recording: its line 1 cannot be read\.$"):
        ReplayTransport(path)


headers = st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), max_size=3)
bodies = st.binary(max_size=20) | st.text(max_size=20).map(lambda text: text.encode("utf-8", "surrogatepass"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text(max_size=20), headers, bodies, bodies)
def test_anything_that_can_be_sent_can_be_recorded(
    tmp_path: Path, url: str, pairs: list[tuple[str, str]], asked: bytes, answered: bytes
) -> None:
    path = tmp_path / "scan.jsonl"
    request = Request("POST", url, pairs, asked)
    write(path, Exchange(request, Response(200, pairs, answered)))
    assert replay(path, request)[0].body == answered


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_told_with_the_name_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "scan.jsonl"
    path.symlink_to("/dev/full")
    exchange = Exchange(Request("GET", URL), Response(200, [], b"a" * 100_000, url=URL))
    with pytest.raises(OSError, match="No space left") as caught:
        write(path, exchange)
    assert caught.value.filename == str(path)

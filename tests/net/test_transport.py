"""The real transport against loopback servers: well-behaved, hostile and broken ones."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import shutil
import ssl
import subprocess
import tracemalloc
import zlib
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from securestack.net.errors import (
    AnswerTimeout,
    BadAnswer,
    BrokenConnection,
    CannotConnect,
    NetError,
    TlsError,
)
from securestack.net.message import Request, Response
from securestack.net.transport import AiohttpTransport
from tests.net.raw_server import Answer, RawServer, ok, raw_server


async def fetch(
    url: str, *, timeout: float = 5.0, max_body: int = 2**20, verify_tls: bool = True
) -> Response:
    transport = AiohttpTransport(verify_tls=verify_tls)
    try:
        return await transport.fetch(Request("GET", url), timeout=timeout, max_body=max_body)
    finally:
        await transport.close()


def answer_to_get(answer: bytes | Answer, *, timeout: float = 5.0, max_body: int = 2**20) -> Response:
    async def run() -> Response:
        async with raw_server(answer) as server:
            return await fetch(server.url + "/", timeout=timeout, max_body=max_body)

    return asyncio.run(run())


def with_transport(
    answer: bytes | Answer,
    use: Callable[[AiohttpTransport, RawServer], Awaitable[None]],
    *,
    per_connection: int = 1000,
) -> None:
    async def run() -> None:
        async with raw_server(answer, requests_per_connection=per_connection) as server:
            transport = AiohttpTransport()
            try:
                await use(transport, server)
            finally:
                await transport.close()

    asyncio.run(run())


def test_an_answer_keeps_its_headers_in_order_with_duplicates() -> None:
    response = answer_to_get(
        ok(b"hello", "Set-Cookie: a=1", "X-Odd: \xff".encode().decode(), "set-cookie: b=2")
    )
    assert (response.status, response.reason, response.body, response.truncated) == (
        200,
        "OK",
        b"hello",
        False,
    )
    assert response.headers[1:] == (("Set-Cookie", "a=1"), ("X-Odd", "ÿ"), ("set-cookie", "b=2"))
    assert 0 < response.elapsed <= response.duration


def test_invalid_utf8_is_an_answer_like_any_other() -> None:
    raw = b"HTTP/1.1 200 \xff\xfe\r\nContent-Length: 3\r\nX-Bad: \xc3\x28\r\nContent-Type: text/html\r\n\r\na\xffb"
    response = answer_to_get(raw)
    assert response.text == "a\ufffdb"
    assert response.header("x-bad") == "\ufffd("
    response.reason.encode()  # holds nothing that could not be written down


@pytest.mark.parametrize(
    "target",
    [
        "/a/../b/./c",
        "/%2e%2e%2fx",
        "//double//slash",
        "/%C3%a9",
        "/q?a=1&a=%31+x&b",
        "/q?x='\"<>|{}^`\\",
        "/?next=http://other.test/",
        "/ü?ü",
    ],
)
def test_path_and_query_go_out_as_they_are(target: str) -> None:
    async def use(transport: AiohttpTransport, server: RawServer) -> None:
        await transport.fetch(Request("GET", server.url + target + "#fragment"), timeout=5)
        assert server.targets == [target]

    with_transport(ok(b""), use)


def test_a_url_without_a_path_asks_for_the_root() -> None:
    async def use(transport: AiohttpTransport, server: RawServer) -> None:
        await transport.fetch(Request("GET", server.url), timeout=5)
        await transport.fetch(Request("GET", server.url + "?next=/a"), timeout=5)
        assert server.targets == ["/", "/?next=/a"]

    with_transport(ok(b""), use)


def test_nothing_is_added_to_a_request_but_host() -> None:
    async def use(transport: AiohttpTransport, server: RawServer) -> None:
        headers = (("X-A", "1"), ("X-A", "2"), ("Cookie", "a=b"))
        await transport.fetch(Request("GET", server.url + "/", headers), timeout=5)
        assert server.heads == [
            f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nX-A: 1\r\nX-A: 2\r\nCookie: a=b\r\n\r\n".encode()
        ]

    with_transport(ok(b""), use)


def test_a_host_header_of_ones_own_is_kept() -> None:
    async def use(transport: AiohttpTransport, server: RawServer) -> None:
        await transport.fetch(Request("GET", server.url + "/", (("Host", "evil.test"),)), timeout=5)
        assert b"Host: evil.test\r\n" in server.heads[0]
        assert b"127.0.0.1" not in server.heads[0]

    with_transport(ok(b""), use)


def test_user_and_password_of_a_url_become_basic_credentials_unless_there_are_some() -> None:
    async def use(transport: AiohttpTransport, server: RawServer) -> None:
        url = server.url.replace("://", "://us%40er:pass@")
        await transport.fetch(Request("GET", url), timeout=5)
        await transport.fetch(Request("GET", url, (("Authorization", "Bearer x"),)), timeout=5)
        assert b"Authorization: Basic dXNAZXI6cGFzcw==\r\n" in server.heads[0]
        assert b"Authorization: Bearer x\r\n" in server.heads[1]
        assert b"Basic" not in server.heads[1]

    with_transport(ok(b""), use)


def test_a_body_is_sent_with_its_length() -> None:
    bodies: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        bodies.append(await reader.readexactly(2_000_000 if bodies else 3))
        writer.write(ok(b""))

    async def use(transport: AiohttpTransport, server: RawServer) -> None:
        await transport.fetch(Request("POST", server.url, (), b"a=b"), timeout=5)
        await transport.fetch(Request("POST", server.url, (), bytes(2_000_000)), timeout=5)
        assert b"Content-Length: 3\r\n" in server.heads[0]
        assert b"Content-Type" not in server.heads[0]
        assert bodies == [b"a=b", bytes(2_000_000)]

    with_transport(answer, use)


def test_one_connection_serves_many_requests_and_none_carries_cookies() -> None:
    async def use(transport: AiohttpTransport, server: RawServer) -> None:
        for _ in range(3):
            await transport.fetch(Request("GET", server.url + "/"), timeout=5)
        assert server.connections == 1
        assert not any(b"Cookie" in head for head in server.heads)

    with_transport(ok(b"x", "Set-Cookie: a=1"), use)


def test_redirects_are_not_followed() -> None:
    async def use(transport: AiohttpTransport, server: RawServer) -> None:
        response = await transport.fetch(Request("GET", server.url + "/"), timeout=5)
        assert (response.status, response.header("location"), len(server.heads)) == (302, "/next", 1)

    with_transport(ok(b"", "Location: /next", status="302 Found"), use)


# -- bodies


def test_gzip_and_both_kinds_of_deflate_are_undone() -> None:
    raw = zlib.compressobj(wbits=-15)
    for coding, body in [
        ("gzip", gzip.compress(b"hello" * 100)),
        ("deflate", zlib.compress(b"hello" * 100)),
        ("deflate", raw.compress(b"hello" * 100) + raw.flush()),
        ("gzip, gzip", gzip.compress(gzip.compress(b"hello" * 100))),
    ]:
        response = answer_to_get(ok(body, f"Content-Encoding: {coding}"))
        assert (response.body, response.truncated) == (b"hello" * 100, False)


def test_a_gzip_bomb_stops_at_the_limit_and_takes_no_memory_for_the_rest() -> None:
    compressor = zlib.compressobj(9, wbits=31)
    bomb = b"".join(compressor.compress(bytes(2**20)) for _ in range(64)) + compressor.flush()
    tracemalloc.start()
    response = answer_to_get(ok(bomb, "Content-Encoding: gzip"), max_body=100_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(response.body), response.truncated) == (100_000, True)
    assert peak < 4 * 2**20


def test_damaged_gzip_gives_what_came_before_the_damage() -> None:
    text = "".join(f"line {number}\n" for number in range(5000)).encode()
    packed = bytearray(gzip.compress(text))
    packed[len(packed) // 2 :] = b"\xff" * (len(packed) - len(packed) // 2)
    response = answer_to_get(ok(bytes(packed), "Content-Encoding: gzip"))
    assert response.body.startswith(b"line 0\nline 1\n")
    assert len(response.body) > 1000


def test_ten_gigabytes_end_at_the_limit() -> None:
    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n")
        while True:
            writer.write(b"x" * 65536)
            await writer.drain()

    response = answer_to_get(answer, max_body=300_000)
    assert (len(response.body), response.truncated) == (300_000, True)


def test_an_endless_chunked_stream_ends_at_the_limit() -> None:
    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"3e8\r\n" + b"x" * 1000 + b"\r\n")
            await writer.drain()

    response = answer_to_get(answer, max_body=50_000)
    assert (len(response.body), response.truncated) == (50_000, True)


def test_a_stream_that_never_ends_gives_at_the_time_out_what_came() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n")
        await reader.read()

    response = answer_to_get(answer, timeout=0.1)
    assert (response.status, response.body, response.truncated) == (200, b"data: 1\n\n", True)


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nonly this\r\n",
    ],
)
def test_an_answer_that_breaks_off_is_kept_as_far_as_it_came(raw: bytes) -> None:
    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)
        await writer.drain()
        raise ConnectionError

    response = answer_to_get(answer)
    assert b"only this".startswith(response.body)
    assert (response.status, response.truncated) == (200, True)


def test_a_truncated_connection_is_not_used_again() -> None:
    async def use(transport: AiohttpTransport, server: RawServer) -> None:
        for _ in range(2):
            response = await transport.fetch(Request("GET", server.url), timeout=5, max_body=10)
            assert response.truncated
        assert server.connections == 2

    with_transport(ok(b"x" * 500_000), use)


# -- failures, each with one sentence


def failure(url: str) -> NetError:
    with pytest.raises(NetError) as caught:
        asyncio.run(fetch(url))
    return a_sentence(caught.value)


def failure_of(answer: bytes | Answer, *, timeout: float = 5.0) -> NetError:
    async def run() -> None:
        async with raw_server(answer, requests_per_connection=1) as server:
            await fetch(server.url, timeout=timeout)

    with pytest.raises(NetError) as caught:
        asyncio.run(run())
    return a_sentence(caught.value)


def a_sentence(error: NetError) -> NetError:
    message = str(error)
    assert message.endswith(".")
    assert "\n" not in message
    assert not any(word in message for word in ("Traceback", "aiohttp", "Error(", "Exception", "ssl.c", "<"))
    return error


def test_a_port_nobody_listens_on() -> None:
    async def free_port() -> int:
        async with raw_server(b"") as server:
            return server.port

    port = asyncio.run(free_port())
    error = failure(f"http://127.0.0.1:{port}/")
    assert isinstance(error, CannotConnect)
    assert f"127.0.0.1:{port} refuses connections" in str(error)


def test_a_host_that_does_not_exist() -> None:
    error = failure("http://nothing-here.invalid/")
    assert isinstance(error, CannotConnect)
    assert "nothing-here.invalid cannot be resolved" in str(error)


def test_a_server_that_hangs() -> None:
    async def answer(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read()

    error = failure_of(answer, timeout=0.05)
    assert isinstance(error, AnswerTimeout)
    assert "did not answer within 0.05 seconds" in str(error)


def test_tls_asked_of_a_plain_server() -> None:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(ok(b"", status="400 Bad Request"))
        writer.close()

    async def run() -> None:
        async with await asyncio.start_server(handle, "127.0.0.1", 0) as server:
            with pytest.raises(TlsError, match="does not speak TLS on this port; try http://") as caught:
                await fetch(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
            a_sentence(caught.value)

    asyncio.run(run())


def test_a_connection_closed_without_an_answer() -> None:
    error = failure_of(b"")
    assert isinstance(error, BrokenConnection)
    assert not error.reused


@pytest.mark.parametrize(
    "garbage",
    [
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"\x00\x01\x02\r\n\r\n",
        b"<html>hello</html>\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_something_that_is_not_http(garbage: bytes) -> None:
    error = failure_of(garbage)
    assert isinstance(error, BadAnswer)
    assert "not valid HTTP" in str(error)


@pytest.mark.parametrize(
    "bomb",
    [
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 500_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % number for number in range(50_000)) + b"\r\n",
    ],
)
def test_a_header_bomb(bomb: bytes) -> None:
    error = failure_of(bomb)
    assert isinstance(error, BadAnswer)
    assert "headers are too large" in str(error)


def test_long_headers_of_real_sites_are_read() -> None:
    policy = "default-src 'self' " + "https://host.test " * 2000
    assert (
        answer_to_get(ok(b"", f"Content-Security-Policy: {policy}")).header("content-security-policy")
        == policy.strip()
    )


def test_a_line_break_in_a_header_is_refused_before_sending() -> None:
    async def use(transport: AiohttpTransport, server: RawServer) -> None:
        with pytest.raises(NetError, match="cannot be sent"):
            await transport.fetch(Request("GET", server.url, (("X", "a\r\nB: c"),)), timeout=5)
        with pytest.raises(NetError, match="not a web address"):
            await transport.fetch(Request("GET", "http://a b/"), timeout=5)
        assert server.heads == []

    with_transport(ok(b""), use)


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=8),
    st.text(max_size=8),
    st.text(max_size=8),
    st.sampled_from(["GET", "post", "X Y", "A\r\nB", ""]),
)
def test_whatever_is_asked_there_is_an_answer_or_a_net_error(
    path: str, name: str, value: str, method: str
) -> None:
    async def use(transport: AiohttpTransport, server: RawServer) -> None:
        request = Request(method, f"{server.url}/{path}", ((name, value),))
        with contextlib.suppress(NetError):
            assert (await transport.fetch(request, timeout=2)).status == 200

    with_transport(ok(b""), use)


def test_a_proxy_is_asked_for_the_whole_url() -> None:
    async def run() -> None:
        async with raw_server(ok(b"by proxy")) as server:
            transport = AiohttpTransport(proxy=server.url)
            try:
                response = await transport.fetch(Request("GET", "http://shop.test/a?b"), timeout=5)
            finally:
                await transport.close()
            assert response.body == b"by proxy"
            assert server.targets == ["http://shop.test/a?b"]

    asyncio.run(run())


def test_a_proxy_that_is_not_there() -> None:
    async def run() -> None:
        transport = AiohttpTransport(proxy="http://127.0.0.1:1")
        try:
            await transport.fetch(Request("GET", "http://shop.test/"), timeout=5)
        finally:
            await transport.close()

    with pytest.raises(CannotConnect, match=r"The proxy 127\.0\.0\.1:1 cannot be reached"):
        asyncio.run(run())


def test_a_broken_request_is_not_sent_twice_behind_our_back() -> None:
    async def use(transport: AiohttpTransport, server: RawServer) -> None:
        await transport.fetch(Request("GET", server.url), timeout=5)
        with pytest.raises(BrokenConnection) as caught:
            await transport.fetch(Request("GET", server.url), timeout=5)
        assert caught.value.reused
        assert len(server.heads) == 2

    turns = iter([ok(b"x"), b""])

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(next(turns))
        await writer.drain()

    with_transport(answer, use, per_connection=2)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_whatever_bytes_come_there_is_an_answer_or_a_net_error(noise: bytes, begun: bool) -> None:
    async def run() -> None:
        async with raw_server(
            (b"HTTP/1.1 200 OK\r\n" if begun else b"") + noise, requests_per_connection=1
        ) as server:
            try:
                await fetch(server.url, timeout=2)
            except NetError as error:
                a_sentence(error)

    asyncio.run(run())


# -- certificates

_SELF_SIGNED = (
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    " -subj /CN=test -addext subjectAltName=IP:127.0.0.1"
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs the openssl program to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [openssl, *_SELF_SIGNED.split(), "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )
    return certificate, key


def test_a_self_signed_certificate_is_refused_unless_checks_are_off(certificate: tuple[Path, Path]) -> None:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(ok(b"secure"))
        await writer.drain()
        writer.close()

    async def run() -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=context)
        url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        async with server:
            with pytest.raises(TlsError, match=r"is self-signed; to scan it nevertheless") as caught:
                await fetch(url)
            a_sentence(caught.value)
            assert (await fetch(url, verify_tls=False)).body == b"secure"

    asyncio.run(run())

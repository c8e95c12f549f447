"""The callback server: tells who fetched what, and says a word nobody else knows."""

import asyncio
import socket
import urllib.request
from urllib.error import HTTPError

import aiohttp
import pytest

from securestack.probing.callbacks import CallbackServer
from securestack.probing.check import Callback, Callbacks


async def get(url: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return await answer.text()


def test_a_fetch_is_noticed_and_answered_with_the_word() -> None:
    async def run() -> None:
        async with CallbackServer() as server:
            asked, other = server.new(), server.new()
            assert not await asked.wait(0)
            assert await get(asked.url) == asked.body_token
            assert await asked.wait(0)
            assert not await other.wait(0)
            assert asked.hits[0].peer == "127.0.0.1"
            assert asked.hits[0].request_line.startswith("GET /")
            assert "aiohttp" in asked.hits[0].user_agent

    asyncio.run(run())


def test_waiting_ends_with_the_fetch() -> None:
    async def run() -> None:
        async with CallbackServer() as server:
            callback = server.new()
            async with asyncio.timeout(20):
                fetched, _ = await asyncio.gather(callback.wait(60), get(callback.url))
            assert fetched
            assert not await server.new().wait(0.001)

    asyncio.run(run())


def test_anything_may_stand_around_the_token() -> None:
    async def run() -> None:
        async with CallbackServer() as server:
            callback = server.new()
            for address in (
                f"{callback.url}.php?x=1",
                callback.url.upper().replace("HTTP://", "http://") + "/deeper/",
            ):
                assert await get(address) == callback.body_token
            assert await get(callback.dtd_url) == f'<!ENTITY securestack "{callback.body_token}">'
            assert callback.body_token not in callback.url

    asyncio.run(run())


def test_unknown_addresses_tell_nothing() -> None:
    async def run() -> None:
        async with CallbackServer() as server:
            callback = server.new()
            base = callback.url.rpartition("/")[0]
            for path in ("/", "/c00000000000000000000k", "/favicon.ico"):
                with pytest.raises(HTTPError, match="404") as caught:
                    await asyncio.to_thread(urllib.request.urlopen, base + path)
                caught.value.close()
            assert not await callback.wait(0)

    asyncio.run(run())


def test_it_listens_only_when_somebody_asks_for_an_address() -> None:
    async def run() -> None:
        async with CallbackServer() as server:
            before = server.listening
            callback = server.new()
            assert (before, server.listening) == (False, True)
            host, port = callback.url.split("/")[2].split(":")
            assert host == "127.0.0.1"
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((host, int(port)))

    asyncio.run(run())


def test_a_public_address_is_handed_out_as_given() -> None:
    async def run() -> None:
        async with CallbackServer(public_url="https://callbacks.example/in/") as server:
            assert server.new().url.startswith("https://callbacks.example/in/c")

    asyncio.run(run())


@pytest.mark.parametrize(
    "sent", [b"", b"\r\n\r\n", b"\xff\x00 garbage\n\n", b"GET\r\n\r\n", b"GET /" + b"a" * 40_000]
)
def test_bad_requests_do_no_harm(sent: bytes) -> None:
    async def run() -> None:
        async with CallbackServer() as server:
            callback = server.new()
            host, port = callback.url.split("/")[2].split(":")
            reader, writer = await asyncio.open_connection(host, int(port))
            writer.write(sent)
            writer.write_eof()
            try:
                await reader.read()
            except ConnectionResetError:
                pass
            writer.close()
            assert await get(callback.url) == callback.body_token

    asyncio.run(run())


def test_a_silent_client_does_not_keep_it_open() -> None:
    async def run() -> None:
        async with CallbackServer() as server:
            host, port = server.new().url.split("/")[2].split(":")
            _, writer = await asyncio.open_connection(host, int(port))
            await get(server.new().url)
        writer.close()

    asyncio.run(run())


def test_it_is_what_checks_expect() -> None:
    server: Callbacks = CallbackServer()

    async def run() -> None:
        callback: Callback = server.new()
        assert callback.url
        assert isinstance(server, CallbackServer)
        await server.close()

    asyncio.run(run())

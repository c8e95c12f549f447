"""TXT records, asked of a real name server on loopback."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.net.dns import DnsError, read_txt, system_servers, txt_records
from tests.net.dns_server import dns_server, txt_answer

QUERY = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x04shop\x04test\x00\x00\x10\x00\x01"
LONG = "v=" + "x" * 700
RECORDS = {"_securestack.shop.test": ["securestack=abc", "other"], "long.test": [LONG], "none.test": []}


def _ask(name: str) -> list[str]:
    async def story() -> list[str]:
        async with dns_server(RECORDS) as server:
            return await txt_records(name, servers=[server], timeout=5)

    return asyncio.run(story())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("_securestack.shop.test", ["securestack=abc", "other"]),
        ("_securestack.SHOP.test.", ["securestack=abc", "other"]),
        ("long.test", [LONG]),
        ("none.test", []),
        ("missing.test", []),
    ],
)
def test_records_are_read_short_long_and_missing(name: str, expected: list[str]) -> None:
    assert _ask(name) == expected


@pytest.mark.parametrize("name", ["", "a..b", "x" * 64 + ".test", "a." * 200])
def test_what_is_no_name_is_not_asked_for(name: str) -> None:
    with pytest.raises(DnsError, match="no name"):
        _ask(name)


def test_the_next_server_is_asked_when_the_first_does_not_answer() -> None:
    async def story() -> None:
        loop = asyncio.get_running_loop()
        silent, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0))
        address = silent.get_extra_info("sockname")
        async with dns_server(RECORDS) as server:
            assert await txt_records("long.test", servers=[address, server], timeout=0.05) == [LONG]
        with pytest.raises(DnsError, match="did not answer"):
            await txt_records("long.test", servers=[address], timeout=0.05)
        silent.close()
        with pytest.raises(DnsError, match="names no name server"):
            await txt_records("long.test", servers=[])

    asyncio.run(story())


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        QUERY,
        b"\x99\x99" + txt_answer(QUERY, ["x"])[2:],
        txt_answer(QUERY.replace(b"shop", b"evil"), ["x"]),
        txt_answer(QUERY, ["x"], code=2),
        txt_answer(QUERY, ["x" * 50])[:-20],
    ],
)
def test_an_answer_that_is_none_is_not_believed(answer: bytes) -> None:
    with pytest.raises(ValueError, match=r"answer|question"):
        read_txt(answer, QUERY)


@given(st.binary(max_size=80))
def test_no_answer_breaks_the_reader(rest: bytes) -> None:
    for answer in (rest, QUERY[:2] + b"\x81\x80\x00\x01\x00\x05\x00\x00\x00\x00" + QUERY[12:] + rest):
        with contextlib.suppress(ValueError):
            assert all(isinstance(text, str) for text in read_txt(answer, QUERY))


def test_the_name_servers_are_those_of_the_machine(tmp_path: Path) -> None:
    file = tmp_path / "resolv.conf"
    file.write_text(
        "# nameserver 1.1.1.1\nsearch a\nnameserver 10.0.0.2\nnameserver nonsense\nnameserver\nnameserver ::1\n"
    )
    assert system_servers(file) == [("10.0.0.2", 53), ("::1", 53)]
    assert system_servers(tmp_path / "missing") == []

"""A name server on loopback that knows a few TXT records, over UDP and TCP on the same port."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import cast


def txt_answer(query: bytes, texts: Sequence[str], *, code: int = 0, truncated: bool = False) -> bytes:
    """Return the answer to a query; a text longer than 255 bytes is parted as RFC 1035 has it."""
    flags = 0x8180 | code | (0x0200 if truncated else 0)
    answer = query[:2] + struct.pack("!HHHHH", flags, 1, 0 if truncated else len(texts), 0, 0) + query[12:]
    if truncated:
        return answer
    for text in texts:
        raw = text.encode()
        parts = [raw[place : place + 255] for place in range(0, len(raw), 255)] or [b""]
        data = b"".join(bytes((len(part),)) + part for part in parts)
        answer += b"\xc0\x0c" + struct.pack("!HHIH", 16, 1, 60, len(data)) + data
    return answer


def name_in(query: bytes) -> str:
    """Return the name a query asks for."""
    labels, place = [], 12
    while length := query[place]:
        labels.append(query[place + 1 : place + 1 + length].decode())
        place += 1 + length
    return ".".join(labels).lower()


class _Udp(asyncio.DatagramProtocol):
    def __init__(self, records: Mapping[str, Sequence[str]]) -> None:
        self._records = records
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        assert self._transport is not None
        texts = self._records.get(name_in(data))
        answer = txt_answer(data, texts or (), code=0 if texts is not None else 3)
        if len(answer) > 512:
            answer = txt_answer(data, (), truncated=True)
        self._transport.sendto(answer, addr)


@asynccontextmanager
async def dns_server(records: Mapping[str, Sequence[str]]) -> AsyncIterator[tuple[str, int]]:
    """Lend the address of a name server that knows these TXT records."""

    async def serve_tcp(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        (length,) = struct.unpack("!H", await reader.readexactly(2))
        query = await reader.readexactly(length)
        answer = txt_answer(query, records.get(name_in(query), ()))
        writer.write(struct.pack("!H", len(answer)) + answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve_tcp, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()[:2]
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: _Udp(records), local_addr=address
    )
    try:
        yield address
    finally:
        transport.close()
        server.close()
        await server.wait_closed()

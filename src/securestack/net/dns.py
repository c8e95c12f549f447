"""TXT records of the domain name system (RFC 1035): asked over UDP, and over TCP where an answer is too long.

The name servers are those of the machine. Answers are believed as far as plain DNS can be: the address they come from,
the random number and the question must be those that were sent.
"""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
import struct
from collections.abc import Sequence
from pathlib import Path

from securestack.net.errors import NetError

_TXT, _IN = 16, 1
_HEADER = struct.Struct("!HHHHHH")
_RECORD = struct.Struct("!HHIH")
_RESPONSE, _TRUNCATED, _RECURSION_WANTED = 0x8000, 0x0200, 0x0100
_CODE = 0x000F
_NO_ERROR, _NO_NAME = 0, 3
_LONGEST_NAME = 253
_MOST_RECORDS = 200

Server = tuple[str, int]


class DnsError(NetError):
    """No name server has given a usable answer."""


async def txt_records(
    name: str, *, servers: Sequence[Server] | None = None, timeout: float = 5.0
) -> list[str]:
    """Return the TXT records of a name, each with its strings joined; none when there are none or no such name.

    `timeout` is in seconds, for each server. Raises DnsError when no server answers.
    """
    question = _question(name)
    failure = "this machine names no name server"
    for server in system_servers() if servers is None else servers:
        identifier = secrets.randbits(16)
        query = _HEADER.pack(identifier, _RECURSION_WANTED, 1, 0, 0, 0) + question
        try:
            async with asyncio.timeout(timeout):
                answer = await _ask_udp(server, query)
                if _HEADER.unpack_from(answer)[1] & _TRUNCATED:
                    answer = await _ask_tcp(server, query)
            return read_txt(answer, query)
        except TimeoutError:
            failure = f"{server[0]} did not answer within {timeout:g} seconds"
        except (OSError, EOFError) as error:
            failure = f"{server[0]} cannot be asked ({error})"
        except ValueError as error:
            failure = f"{server[0]} {error}"
    raise DnsError(f"The TXT records of {name} cannot be read: {failure}.")


def system_servers(path: Path = Path("/etc/resolv.conf")) -> list[Server]:
    """Return the name servers that this machine asks."""
    try:
        lines = path.read_text(errors="replace").splitlines()
    except OSError:
        return []
    words = [line.split() for line in lines]
    addresses = [line[1] for line in words if len(line) > 1 and line[0] == "nameserver"]
    return [(address, 53) for address in addresses if _is_address(address)][:3]


def read_txt(answer: bytes, query: bytes) -> list[str]:
    """Return the TXT records of an answer to a query. Raises ValueError when it is none, or says that it failed."""
    try:
        return _read_txt(answer, query)
    except (struct.error, IndexError):
        raise ValueError("sent an answer that breaks off") from None


def _read_txt(answer: bytes, query: bytes) -> list[str]:
    identifier, flags, questions, answers, _, _ = _HEADER.unpack_from(answer)
    question = query[_HEADER.size :]
    if identifier != _HEADER.unpack_from(query)[0] or not flags & _RESPONSE or questions != 1:
        raise ValueError("sent something that is no answer to the question")
    end = _HEADER.size + len(question)
    if answer[_HEADER.size : end].lower() != question.lower():
        raise ValueError("answered another question")
    if flags & _CODE not in (_NO_ERROR, _NO_NAME):
        raise ValueError(f"answered with the error {flags & _CODE}")
    texts = []
    place = end
    for _ in range(min(answers, _MOST_RECORDS)):
        place = _after_name(answer, place)
        kind, family, _, length = _RECORD.unpack_from(answer, place)
        place += _RECORD.size
        data = answer[place : place + length]
        if len(data) != length:
            raise ValueError("sent an answer that breaks off")
        if kind == _TXT and family == _IN:
            texts.append(_strings(data))
        place += length
    return texts


def _strings(data: bytes) -> str:
    parts, place = [], 0
    while place < len(data):
        length = data[place]
        parts.append(data[place + 1 : place + 1 + length])
        place += 1 + length
    return b"".join(parts).decode("utf-8", "replace")


def _after_name(answer: bytes, place: int) -> int:
    while True:
        length = answer[place]
        if length >= 0xC0:
            return place + 2  # the rest of the name stands elsewhere, and nobody here needs it
        place += 1 + length
        if length == 0:
            return place


def _question(name: str) -> bytes:
    labels = name.rstrip(".").encode("ascii", "replace").split(b".")
    if len(name) > _LONGEST_NAME or any(not 0 < len(label) < 64 for label in labels):
        raise DnsError(f"{name[:100]} is no name that can be asked for.")
    return b"".join(bytes((len(label),)) + label for label in labels) + b"\0" + struct.pack("!HH", _TXT, _IN)


class _Datagram(asyncio.DatagramProtocol):
    """Waits for the one answer that carries the number of the query."""

    def __init__(self, query: bytes) -> None:
        self._number = query[:2]
        self.answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, _addr: object) -> None:
        if len(data) >= _HEADER.size and data[:2] == self._number and not self.answer.done():
            self.answer.set_result(data)

    def error_received(self, exc: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(exc)


async def _ask_udp(server: Server, query: bytes) -> bytes:
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_datagram_endpoint(lambda: _Datagram(query), remote_addr=server)
    try:
        transport.sendto(query)
        return await protocol.answer
    finally:
        transport.close()


async def _ask_tcp(server: Server, query: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(*server)
    try:
        writer.write(struct.pack("!H", len(query)) + query)
        await writer.drain()
        (length,) = struct.unpack("!H", await reader.readexactly(2))
        return await reader.readexactly(length)
    finally:
        writer.close()


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True

"""Getting the description, and the address at which the API it describes is asked."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import msgspec

from securestack.net.errors import NetError
from securestack.net.message import Request, Response
from securestack.net.transport import Transport
from securestack.net.url import parse
from securestack.scanners.api.description.catalogue import read_description
from securestack.scanners.api.description.document import LARGEST
from securestack.scanners.api.description.model import ApiDescription, UnreadableDescription
from securestack.scanners.api.discovery import discover
from securestack.scanners.api.options import ApiScanOptions

_TIMEOUT = 30.0  # seconds
_HEADERS = (("Accept", "application/json, application/yaml, */*;q=0.8"), ("User-Agent", "Mozilla/5.0"))


async def load_description(options: ApiScanOptions, transport: Transport) -> ApiDescription:
    """Return the description the options name. Raises UnreadableDescription or NetError."""
    if options.document:
        return read_description(options.document.encode("utf-8"), options.description)
    if is_address(options.description):
        return await _from_address(options, transport)
    return read_description(await asyncio.to_thread(_read, Path(options.description)), options.description)


async def _from_address(options: ApiScanOptions, transport: Transport) -> ApiDescription:
    """Return the description at an address, or the one that the API there keeps at a usual place."""
    response = await _fetch(options, transport)
    problem = f"answered {response.status}"
    if 200 <= response.status < 300:
        try:
            return read_description(response.body, options.description)
        except UnreadableDescription as error:
            problem = f"holds none ({error})"
    found = await discover(options.description, (*_HEADERS, *options.headers), transport, response)
    if found is not None:
        description, place = found
        notice = f"The description was found at {place}."
        return msgspec.structs.replace(description, notices=(notice, *description.notices))
    raise UnreadableDescription(
        f"The address {options.description} {problem}, and none is at the usual places; give the address of the "
        "description itself, or a file."
    )


def is_address(text: str) -> bool:
    """Whether a description is named by a web address rather than a path."""
    return text.lower().startswith(("http://", "https://"))


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise UnreadableDescription(
            f"The description {path} cannot be read: {(error.strerror or str(error)).lower()}."
        ) from None


async def _fetch(options: ApiScanOptions, transport: Transport) -> Response:
    request = Request("GET", options.description, (*_HEADERS, *options.headers))
    try:
        return await transport.fetch(request, timeout=_TIMEOUT, max_body=LARGEST)
    except NetError as error:
        raise UnreadableDescription(
            f"The description {options.description} cannot be fetched: {error}"
        ) from None


def base_address(options: ApiScanOptions, description: ApiDescription) -> str:
    """Return the base address: the one given, else the first server of the description. Raises UnreadableDescription.

    A given address without a path gets the path of the description's server, as only the host is usually another one.
    A description from the web does not choose another host by itself: that may be somebody else's.
    """
    servers = description.servers or ("/",)
    if options.url:
        given = options.url.rstrip("/")
        path = urlsplit(urljoin(given + "/", servers[0])).path.rstrip("/")
        return given if urlsplit(given).path else given + path
    for server in servers:
        address = urljoin(options.description, server) if is_address(options.description) else server
        if parse(address) is None:
            continue
        if is_address(options.description) and not _same_host(options.description, address):
            raise UnreadableDescription(
                f"The description names {address}, which is another host than the one it came from; if you may test that, "
                f"say so with --url {address}."
            )
        return address.rstrip("/")
    raise UnreadableDescription(
        "The description does not say where the API runs; give its base address with --url http://HOST:PORT."
    )


def _same_host(one: str, other: str) -> bool:
    return urlsplit(one).hostname == urlsplit(other).hostname

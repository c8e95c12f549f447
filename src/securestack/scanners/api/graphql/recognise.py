"""Telling whether what a scan was pointed at is a GraphQL service or a schema of one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

from securestack.core.budget import Budget
from securestack.net.client import HttpClient
from securestack.net.errors import NetError
from securestack.net.guard import AddressGuard
from securestack.net.scope import Scope
from securestack.net.transport import AiohttpTransport
from securestack.scanners.api.description.document import LARGEST
from securestack.scanners.api.graphql.endpoint import Endpoint, is_graphql
from securestack.scanners.api.graphql.schema import is_introspection, looks_like_sdl
from securestack.scanners.api.options import ApiScanOptions

_FILE = re.compile(r"\.(?:json|ya?ml|har)\Z", re.IGNORECASE)


async def is_graphql_target(options: ApiScanOptions, guard: AddressGuard | None) -> bool:
    """Whether the description is a GraphQL schema, or the address of a GraphQL service.

    A guard stands for scans asked for from elsewhere: files of this machine are not read for them.
    """
    text = options.document or ("" if guard is not None else _read(options.description))
    if text:
        return looks_like_sdl(text) or ("__schema" in text and is_introspection(_json(text)))
    address = options.description
    if not address.lower().startswith(("http://", "https://")) or _FILE.search(urlsplit(address).path):
        return False
    transport = AiohttpTransport(verify_tls=options.verify_tls, guard=guard)
    given = next((user.headers for user in options.users if user.headers), ())
    client = HttpClient(
        Scope.of(address),
        Budget(max_requests=3),
        transport=transport,
        headers=(*options.headers, *given),
    )
    async with client:
        try:
            return await is_graphql(Endpoint(address, client))
        except NetError:
            return False


def schema_text(options: ApiScanOptions) -> str:
    """Return the schema that the options hold or name as a file, an empty string where they name an address."""
    return options.document or _read(options.description)


def _read(description: str) -> str:
    if description.lower().startswith(("http://", "https://")):
        return ""
    try:
        with Path(description).open("rb") as file:
            return file.read(LARGEST).decode("utf-8-sig", "replace")
    except OSError:
        return ""  # whoever reads descriptions says what is wrong with it


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None

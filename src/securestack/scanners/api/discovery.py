"""Looking for a description at the places where frameworks put it, where only the API's address is given."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from securestack.net.errors import NetError
from securestack.net.message import HeaderList, Request, Response
from securestack.net.transport import Transport
from securestack.scanners.api.description.catalogue import read_description
from securestack.scanners.api.description.document import LARGEST
from securestack.scanners.api.description.model import ApiDescription, UnreadableDescription

USUAL_PLACES = (
    "/openapi.json",
    "/openapi.yaml",
    "/openapi.yml",
    "/swagger.json",
    "/swagger.yaml",
    "/v3/api-docs",
    "/v2/api-docs",
    "/api-docs",
    "/api-docs.json",
    "/api/openapi.json",
    "/api/swagger.json",
    "/api/v1/openapi.json",
    "/api/schema/",
    "/api/docs/openapi.json",
    "/api/v1/swagger.json",
    "/swagger/v1/swagger.json",
    "/swagger/doc.json",
    "/docs/openapi.json",
    "/docs.json",
    "/openapi",
    "/.well-known/openapi.json",
)
_LINKED = re.compile(
    r"""["'(]([^"'()\s<>]{1,300}(?:openapi|swagger|api-docs)[^"'()\s<>]{0,200})["')]""", re.IGNORECASE
)
_DESCRIBES = re.compile(r"openapi|swagger|paths", re.IGNORECASE)
_TIMEOUT = 15.0  # seconds
_MOST_LINKS = 8


async def discover(
    url: str, headers: HeaderList, transport: Transport, first: Response | None = None
) -> tuple[ApiDescription, str] | None:
    """Return the description that belongs to an address, and where it stood; None where none is found.

    `first` is the answer of the address itself, whose links are followed before the usual places are asked.
    """
    base = f"{urlsplit(url).scheme}://{urlsplit(url).netloc}"
    linked = _LINKED.findall(first.text[:200_000]) if first is not None else []
    places = [urljoin(url, place) for place in linked[:_MOST_LINKS]]
    places += [urljoin(base, place) for place in USUAL_PLACES]
    below = urlsplit(url).path.rstrip("/")
    if below:
        places += [f"{base}{below}{place}" for place in USUAL_PLACES[:6]]
    for place in dict.fromkeys(place for place in places if urlsplit(place).netloc == urlsplit(url).netloc):
        try:
            response = await transport.fetch(
                Request("GET", place, headers), timeout=_TIMEOUT, max_body=LARGEST
            )
        except NetError:
            continue
        if response.status != 200 or not _DESCRIBES.search(response.text[:100_000]):
            continue
        try:
            return read_description(response.body, place), place
        except UnreadableDescription:
            continue
    return None

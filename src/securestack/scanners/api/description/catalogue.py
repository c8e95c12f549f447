"""The formats of descriptions that can be read: one line each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from securestack.scanners.api.description import har, openapi, postman
from securestack.scanners.api.description.document import read_document
from securestack.scanners.api.description.model import ApiDescription, UnreadableDescription


class DescriptionFormat(msgspec.Struct, frozen=True):
    """A format: how a parsed document is recognised, and how it is read (with the address it came from)."""

    name: str
    recognise: Callable[[Any], bool]
    read: Callable[[Any, str], ApiDescription]


FORMATS: tuple[DescriptionFormat, ...] = (
    DescriptionFormat("OpenAPI 2.0, 3.0 and 3.1", openapi.recognise, openapi.read),
    DescriptionFormat("Postman collections", postman.recognise, postman.read),
    DescriptionFormat("HAR recordings", har.recognise, har.read),
)


def read_description(data: bytes, source: str = "") -> ApiDescription:
    """Return the API a text describes. Raises UnreadableDescription, in one sentence."""
    document = read_document(data)
    for format in FORMATS:
        if format.recognise(document):
            return format.read(document, source)
    known = ", ".join(format.name for format in FORMATS)
    raise UnreadableDescription(f"The text is no description of an API that can be read; known are {known}.")

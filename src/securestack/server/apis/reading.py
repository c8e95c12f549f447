"""Reading a description that somebody uploads: what it is, and how much of it can be used."""

from __future__ import annotations

import msgspec

from securestack.scanners.api.description.catalogue import read_description
from securestack.scanners.api.description.model import UnreadableDescription
from securestack.scanners.api.graphql.schema import (
    ROOTS,
    is_introspection,
    looks_like_sdl,
    read_schema,
    root_fields,
)
from securestack.server.kit.problems import invalid

_MOST_NOTICES = 50


class Reading(msgspec.Struct, frozen=True):
    """What a description is."""

    format: str
    title: str
    operation_count: int
    notices: tuple[str, ...] = ()


def read(content: str) -> Reading:
    """Return what a text describes. Takes time: not for the event loop. Raises the problem `invalid-request`."""
    try:
        return _read_graphql(content) or _read_operations(content)
    except UnreadableDescription as error:
        raise invalid("body.content", str(error)[:500]) from None


def _read_graphql(content: str) -> Reading | None:
    if looks_like_sdl(content):
        kind = "GraphQL schema"
    elif "__schema" in content and is_introspection(_json(content)):
        kind = "GraphQL introspection"
    else:
        return None
    schema = read_schema(content)
    return Reading(kind, "", sum(len(root_fields(schema, root)) for root in ROOTS))


def _read_operations(content: str) -> Reading:
    described = read_description(content.encode())
    return Reading(
        described.format, described.title, len(described.operations), described.notices[:_MOST_NOTICES]
    )


def _json(content: str) -> object:
    try:
        return msgspec.json.decode(content)
    except msgspec.DecodeError:
        return None

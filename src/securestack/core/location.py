"""Where a finding is."""

from __future__ import annotations

import enum

import msgspec


class Position(enum.StrEnum):
    """Which part of a request carries a value."""

    QUERY = "query"
    BODY = "body"  # a field of a form, URL-encoded or multipart
    JSON = "json"  # a leaf of a JSON body
    XML = "xml"  # an XML body as a whole
    PATH = "path"  # one segment of the path
    HEADER = "header"
    COOKIE = "cookie"
    FILE_NAME = "file-name"  # the name of an uploaded file


class HttpLocation(msgspec.Struct, frozen=True, tag="http", tag_field="type"):
    """A place in a web application: a request, and the part of it that matters.

    `parameter` is the name of the query or body field, header or cookie, a JSON Pointer (RFC 6901) for a JSON leaf, or
    the number of the path segment counted from 1. It is empty where the finding concerns the whole answer.
    """

    method: str
    url: str
    parameter: str = ""
    position: Position | None = None


Location = HttpLocation  # becomes a union when the next kind of scanner comes

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

    @property
    def where(self) -> str:
        """The request, in one line."""
        return f"{self.method} {self.url}".strip()

    @property
    def part(self) -> str:
        """What of the request it is, where not all of it."""
        return self.parameter


class CodeLocation(msgspec.Struct, frozen=True, tag="code", tag_field="type"):
    """A place in a file: its path relative to the target, with `/`; lines and columns from 1, 0 where unknown.

    `symbol` is the function, class or component it lies in, in the words of its language.
    """

    path: str
    line: int = 0
    end_line: int = 0
    column: int = 0
    end_column: int = 0
    symbol: str = ""

    @property
    def where(self) -> str:
        """The file and the line."""
        return f"{self.path}:{self.line}" if self.line else self.path

    @property
    def part(self) -> str:
        """The function or class."""
        return self.symbol


class NamedLocation(msgspec.Struct, frozen=True, tag="named", tag_field="type"):
    """A place that is known by name only: a component, a resource of a cloud, a host. `kind` says of what sort."""

    name: str
    kind: str = ""

    @property
    def where(self) -> str:
        """The name."""
        return self.name

    @property
    def part(self) -> str:
        """Nothing: a name stands for the whole."""
        return ""


class PackageLocation(msgspec.Struct, frozen=True, kw_only=True, tag="package", tag_field="type"):
    """A package from elsewhere, and the file of the target that names it: path relative to the target, line from 1 or 0."""

    purl: str
    name: str
    version: str
    ecosystem: str = ""
    path: str = ""
    line: int = 0

    @property
    def where(self) -> str:
        """The file and the line, or the package where no file names it."""
        return (f"{self.path}:{self.line}" if self.line else self.path) or self.purl

    @property
    def part(self) -> str:
        """The package and its version."""
        return f"{self.name} {self.version}".strip()


Location = HttpLocation | CodeLocation | NamedLocation | PackageLocation
"""Where a finding is. `where` is one line for people and for sorting, `part` is what of it matters."""


def http_location(location: Location) -> HttpLocation:
    """Return a location that must be one of a web application. Raises TypeError for another."""
    if not isinstance(location, HttpLocation):
        raise TypeError(f"not a place in a web application: {location!r}")
    return location

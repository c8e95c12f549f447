"""What proves a finding: enough to be read by a person and replayed by a program."""

from __future__ import annotations

import enum
from typing import Any

import msgspec

from securestack.core.location import Location
from securestack.core.package import Scope

HeaderList = tuple[tuple[str, str], ...]


class Part(enum.StrEnum):
    """Which part of an exchange a mark lies in."""

    REQUEST_URL = "request-url"
    REQUEST_HEADERS = "request-headers"
    REQUEST_BODY = "request-body"
    RESPONSE_STATUS = "response-status"
    RESPONSE_HEADERS = "response-headers"
    RESPONSE_BODY = "response-body"


class Mark(msgspec.Struct, frozen=True):
    """A stretch of text worth looking at: characters `start` (included) to `end` (excluded) of one part.

    Headers count as the text `name: value` joined by newlines.
    """

    part: Part
    start: int
    end: int


class RequestRecord(msgspec.Struct, frozen=True):
    """A request as it is kept: secrets masked, body decoded and shortened."""

    method: str
    url: str
    headers: HeaderList = ()
    body: str = ""


class ResponseRecord(msgspec.Struct, frozen=True):
    """An answer as it is kept: secrets masked, body decoded and cut to the part around the evidence."""

    status: int
    reason: str
    headers: HeaderList
    body: str
    body_offset: int = 0  # characters of the body left out before `body`
    body_length: int = 0  # characters of the whole body, so that a reader sees what was cut
    elapsed: float = 0.0  # seconds until the answer began


class Exchange(msgspec.Struct, frozen=True):
    """One request and its answer (None where none came), with the evidence marked."""

    request: RequestRecord
    response: ResponseRecord | None
    note: str = ""  # what this exchange shows, such as "with a delay of 4 seconds asked for"
    actor: str = ""  # as whom it was sent
    marks: tuple[Mark, ...] = ()


class Replay(msgspec.Struct, frozen=True):
    """How to look for the same flaw again: which check, and the state it needs, as plain values."""

    check: str
    state: dict[str, Any]


class HttpEvidence(msgspec.Struct, frozen=True, tag="http", tag_field="type"):
    """Proof from a running HTTP target."""

    exchanges: tuple[Exchange, ...]
    replay: Replay | None = None


class Step(msgspec.Struct, frozen=True):
    """One place on the way of a value from where it comes in to where it does harm."""

    location: Location
    note: str = ""
    snippet: str = ""


class ReportedEvidence(msgspec.Struct, frozen=True, tag="reported", tag_field="type"):
    """What another tool says for its finding: the text around the place, and the way there."""

    tool: str = ""
    tool_version: str = ""
    snippet: str = ""
    snippet_line: int = 0  # line of the file at which the snippet begins, 0 where unknown
    steps: tuple[Step, ...] = ()
    also_at: tuple[Location, ...] = ()  # further places that belong to the same finding
    fingerprints: dict[str, str] = {}  # the tool's own
    exchange: Exchange | None = None  # the request and answer, of a tool that asked a running target

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """Requests and answers, as the evidence of our own checks has them."""
        return () if self.exchange is None else (self.exchange,)

    @property
    def replay(self) -> Replay | None:
        """Nothing: other tools' findings cannot be replayed."""
        return None


class VulnerableVersion(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a package that has a flaw.

    `affected` is the range of versions that has it, `fixed` the version with the fix, `upgrade` the least one in which
    everything that can be fixed is; each is empty where nobody tells. `path` leads from what the project itself asks
    for to the package, as `name version`; it is empty where the manifest does not tell.
    """

    purl: str
    version: str
    affected: str = ""
    fixed: str = ""
    upgrade: str = ""
    path: tuple[str, ...] = ()
    scope: Scope = Scope.PRODUCTION


class PackageEvidence(msgspec.Struct, frozen=True, kw_only=True, tag="package", tag_field="type"):
    """A published flaw, and the versions of a package in use that have it.

    `names` are all identifiers of the flaw, its own first; `likelihood` is its EPSS score (0 to 1), None where there is
    none; `exploited` is the day it entered the catalogue of known exploited vulnerabilities, or empty.
    """

    flaw: str
    names: tuple[str, ...]
    versions: tuple[VulnerableVersion, ...]
    cvss: tuple[str, ...] = ()  # vectors
    cwes: tuple[str, ...] = ()
    published: str = ""  # RFC 3339
    references: tuple[str, ...] = ()
    exploited: str = ""
    likelihood: float | None = None

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """Nothing: no request was sent."""
        return ()

    @property
    def replay(self) -> Replay | None:
        """Nothing: one looks again by scanning again."""
        return None


Evidence = HttpEvidence | ReportedEvidence | PackageEvidence
"""What proves a finding. Every kind tells its `exchanges` and how to `replay` it, where there is something to tell."""

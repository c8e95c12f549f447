"""Advisories as OSV writes them (ossf.github.io/osv-schema), read into small structs.

Only what matching and telling need is kept. Whatever else a record holds is skipped without being built.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from securestack.advisories.versions.scheme import InvalidVersion, Scheme

VERSION_RANGES = frozenset({"SEMVER", "ECOSYSTEM"})


class Event(msgspec.Struct, frozen=True):
    """One event of a range; exactly one of the fields is set. `introduced` of "0" comes before every version."""

    introduced: str = ""
    fixed: str = ""
    last_affected: str = ""
    limit: str = ""


class Range(msgspec.Struct, frozen=True):
    """A range of versions (SEMVER, ECOSYSTEM) or of commits (GIT), as events."""

    type: str = ""
    events: tuple[Event, ...] = ()


class AffectedPackage(msgspec.Struct, frozen=True):
    """The package that is affected."""

    ecosystem: str
    name: str


class Severity(msgspec.Struct, frozen=True, array_like=True):
    """A score: the kind (`CVSS_V3`) and its vector, or a word."""

    type: str
    score: str


class OsvSeverity(msgspec.Struct, frozen=True):
    """A score as OSV writes it."""

    type: str = ""
    score: str = ""


class Reference(msgspec.Struct, frozen=True):
    """A page on the advisory and what kind of page it is (ADVISORY, FIX, REPORT, WEB)."""

    type: str = "WEB"
    url: str = ""


class DatabaseSpecific(msgspec.Struct, frozen=True):
    """What many databases tell besides; of any type, because nobody says otherwise."""

    severity: Any = None
    cwe_ids: Any = None


class Affected(msgspec.Struct, frozen=True):
    """One affected package with its ranges and its list of versions."""

    package: AffectedPackage | None = None
    ranges: tuple[Range, ...] | None = None
    versions: tuple[str, ...] | None = None
    severity: tuple[OsvSeverity, ...] | None = None
    database_specific: DatabaseSpecific | None = None


class OsvRecord(msgspec.Struct, frozen=True):
    """One advisory."""

    id: str
    modified: str = ""
    published: str | None = None
    withdrawn: str | None = None
    aliases: tuple[str, ...] | None = None
    related: tuple[str, ...] | None = None
    upstream: tuple[str, ...] | None = None
    summary: str | None = None
    details: str | None = None
    severity: tuple[OsvSeverity, ...] | None = None
    affected: tuple[Affected, ...] | None = None
    references: tuple[Reference, ...] | None = None
    database_specific: DatabaseSpecific | None = None


_decoder = msgspec.json.Decoder(OsvRecord)
_list_decoder = msgspec.json.Decoder(list[OsvRecord])


class BadAdvisory(ValueError):
    """A file that holds no OSV advisory; the message says why."""


def decode(data: bytes) -> OsvRecord:
    """Read one advisory; raises BadAdvisory."""
    try:
        return _decoder.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadAdvisory(str(error)) from error


def decode_list(data: bytes) -> list[OsvRecord]:
    """Read a list of advisories; raises BadAdvisory."""
    try:
        return _list_decoder.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadAdvisory(str(error)) from error


class Span(msgspec.Struct, frozen=True, array_like=True):
    """Affected versions from `low` (included; empty: from the beginning) to `high` (empty: without end).

    `high` is itself affected when `included`. It is a version with the fix when `fixed`.
    """

    low: str
    high: str = ""
    included: bool = False
    fixed: bool = False


def spans(affected: Affected, scheme: Scheme) -> Iterator[Span]:
    """Give the stretches of versions that the ranges mean, after the evaluation algorithm of the OSV schema.

    Ranges of commits give none. Raises InvalidVersion when events have to be sorted and one is no version.
    """
    for one in affected.ranges or ():
        if one.type in VERSION_RANGES:
            yield from _spans(one.events, scheme)


def _spans(events: tuple[Event, ...], scheme: Scheme) -> Iterator[Span]:
    limits = [event.limit for event in events if event.limit and event.limit != "*"]
    changes = [event for event in events if event.introduced or event.fixed or event.last_affected]
    if len(changes) > 2 or (len(changes) == 2 and not changes[0].introduced):
        # Events of the same version stay in the order given: "fixed 2, introduced 2" goes on, the reverse is empty.
        changes.sort(key=lambda event: _place(event, scheme))
    limit = max(limits, key=scheme.key) if limits else ""
    low: str | None = None
    for event in changes:
        if event.introduced:
            low = event.introduced if low is None else low
        elif low is not None:
            end = event.fixed or event.last_affected
            yield _limited(Span(_start(low), end, not event.fixed, bool(event.fixed)), limit, scheme)
            low = None
    if low is not None:
        yield Span(_start(low), limit)


def _place(event: Event, scheme: Scheme) -> tuple[Any, ...]:
    if event.introduced == "0":
        return (0,)
    return (1, scheme.key(event.introduced or event.fixed or event.last_affected))


def _start(low: str) -> str:
    return "" if low == "0" else low


def _limited(span: Span, limit: str, scheme: Scheme) -> Span:
    if limit and scheme.key(limit) <= scheme.key(span.high):
        return Span(span.low, limit)
    return span


def is_affected(affected: Affected, version: str, scheme: Scheme) -> bool:
    """Say whether the version is listed or in a range; raises InvalidVersion when that cannot be told.

    This is the plain reading of the schema that the store's faster way is tested against.
    """
    if version in (affected.versions or ()):
        return True
    key = scheme.key(version)
    for listed in affected.versions or ():
        try:
            if scheme.key(listed) == key:
                return True
        except InvalidVersion:
            continue
    for span in spans(affected, scheme):
        if span.low and key < scheme.key(span.low):
            continue
        if not span.high:
            return True
        high = scheme.key(span.high)
        if key < high or (span.included and key == high):
            return True
    return False

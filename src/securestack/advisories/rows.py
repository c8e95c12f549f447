"""How the store writes a package: the versions at which something changes, in order, and stretches between them.

With n boundaries there are 2n + 1 positions: 2i lies before boundary i (and after the one before), 2i + 1 is the boundary
itself, 2n is after all. A stretch of affected versions is its first and last position. So a lookup sorts one version
into the boundaries by bisection, and everything else compares small integers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

import msgspec

from securestack.advisories.osv import Span
from securestack.advisories.versions.scheme import InvalidVersion, Key, Scheme

Stretches = list[int]  # the advisory's number, then first and last position of each stretch


class PackageRow(msgspec.Struct, array_like=True):
    """All that is known of one package. `exact` lists affected versions that have no place in the order.

    A last position written negative ends before a version that is not known to be fixed.
    """

    boundaries: list[str]
    entries: list[Stretches]
    exact: dict[str, list[int]] = {}


class Entry(msgspec.Struct, array_like=True):
    """What one advisory says of one package: the advisory's number, stretches, and versions listed one by one."""

    number: int
    spans: tuple[Span, ...]
    versions: tuple[str, ...] = ()


class _Keys(dict[str, Key | None]):
    """Keys of versions, each computed once; None for what is no version."""

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self._scheme = scheme

    def __missing__(self, version: str) -> Key | None:
        try:
            key: Key | None = self._scheme.key(version)
        except InvalidVersion:
            key = None
        self[version] = key
        return key


class UnreadableSpans(list[int]):
    """Numbers of the advisories that had a stretch left out because one of its ends is no version."""


def make_row(entries: Iterable[Entry], scheme: Scheme | None, unreadable: UnreadableSpans) -> PackageRow:
    """Rank the versions of all advisories on one package. Listed versions that a stretch covers are dropped."""
    exact: dict[str, list[int]] = {}
    if scheme is None:
        # Nobody told how these versions are ordered, so only those listed one by one can be known.
        for entry in entries:
            for version in entry.versions:
                exact.setdefault(version, []).append(entry.number)
        return PackageRow([], [], exact)
    keys = _Keys(scheme)
    kept: list[tuple[int, list[Span], list[str]]] = []
    for entry in entries:
        spans = [span for span in entry.spans if _is_readable(span, keys)]
        if len(spans) < len(entry.spans):
            unreadable.append(entry.number)
        points = []
        for version in entry.versions:
            key = keys[version]
            if key is None:
                exact.setdefault(version, []).append(entry.number)
            elif not any(_covers(span, key, keys) for span in spans):
                points.append(version)
        kept.append((entry.number, spans, points))
    named = {end for _, spans, _ in kept for span in spans for end in (span.low, span.high) if end}
    named.update(point for _, _, points in kept for point in points)
    ranks, boundaries = _rank(named, keys)
    rows: dict[int, Stretches] = {}
    for number, spans, points in kept:
        stretches = rows.setdefault(number, [number])
        for span in spans:
            stretches += _positions(span, ranks, len(boundaries))
        for rank in sorted({ranks[point] for point in points}):
            stretches += (2 * rank + 1, 2 * rank + 1)
    return PackageRow(boundaries, [row for row in rows.values() if len(row) > 1], exact)


def _is_readable(span: Span, keys: _Keys) -> bool:
    return (not span.low or keys[span.low] is not None) and (not span.high or keys[span.high] is not None)


def _covers(span: Span, key: Key, keys: _Keys) -> bool:
    low, high = keys[span.low] if span.low else None, keys[span.high] if span.high else None
    if low is not None and key < low:
        return False
    return high is None or key < high or (span.included and key == high)


def _rank(named: set[str], keys: _Keys) -> tuple[dict[str, int], list[str]]:
    # Of several spellings of one version the first in alphabetical order stays, so that equal input gives equal rows.
    ranks: dict[str, int] = {}
    boundaries: list[str] = []
    last: Key | None = None
    for key, version in sorted((keys[version] or (), version) for version in named):
        if key != last:
            boundaries.append(version)
            last = key
        ranks[version] = len(boundaries) - 1
    return ranks, boundaries


def _positions(span: Span, ranks: dict[str, int], count: int) -> tuple[int, ...]:
    first = 2 * ranks[span.low] + 1 if span.low else 0
    if not span.high:
        return (first, 2 * count)
    last = 2 * ranks[span.high] + span.included
    if first > last:
        return ()
    return (first, last if span.fixed or span.included else -last)


def position(boundaries: list[str], key: Key, scheme: Scheme) -> int:
    """Return the position of a version among the boundaries."""
    rank = bisect_left(boundaries, key, key=scheme.key)
    if rank < len(boundaries) and scheme.key(boundaries[rank]) == key:
        return 2 * rank + 1
    return 2 * rank


def fixes(row: PackageRow, stretches: Stretches, place: int) -> tuple[bool, str, int]:
    """Say whether a position is affected by one advisory; if so, with the version that fixes it ("" for none known).

    The third value is the position from which on it is fixed, or -1.
    """
    for index in range(1, len(stretches), 2):
        last = stretches[index + 1]
        if stretches[index] <= place <= abs(last):
            if last >= 0 and not last & 1 and last < 2 * len(row.boundaries):
                return True, row.boundaries[last >> 1], last + 1
            return True, "", -1
    return False, "", -1


def told(row: PackageRow, stretches: Stretches, place: int) -> str:
    """Return the stretch that a position lies in, such as `>= 2.13.0, < 2.15.0`; "every version" where it has no ends."""
    for index in range(1, len(stretches), 2):
        first, last = stretches[index], abs(stretches[index + 1])
        if first <= place <= last:
            if first == last and first & 1:
                return f"= {row.boundaries[first >> 1]}"
            ends = [f">= {row.boundaries[first >> 1]}"] if first else []
            if last < 2 * len(row.boundaries):
                ends.append(f"{'<=' if last & 1 else '<'} {row.boundaries[last >> 1]}")
            return ", ".join(ends) or "every version"
    return ""


def affects(stretches: Stretches, place: int) -> bool:
    """Say whether a position is affected."""
    return any(
        stretches[index] <= place <= abs(stretches[index + 1]) for index in range(1, len(stretches), 2)
    )

"""Two feeds about CVEs: KEV (which are exploited, cisa.gov) and EPSS (how likely that is, first.org)."""

from __future__ import annotations

import csv
import gzip
import sqlite3
import zlib
from array import array
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import msgspec

from securestack.advisories.store import LIKELIHOOD_ENTRY, Exploited

_MOST_LINES = 5_000_000
_LARGEST_KEV = 256 * 2**20  # bytes


class BadFeed(ValueError):
    """A file that is not the feed it should be; the message says why."""


class _KevEntry(msgspec.Struct, frozen=True, rename="camel"):
    cve: str = msgspec.field(name="cveID")
    date_added: str = ""
    due_date: str = ""
    known_ransomware_campaign_use: str = ""
    vulnerability_name: str = ""
    required_action: str = ""


class _Kev(msgspec.Struct, frozen=True, rename="camel"):
    vulnerabilities: tuple[_KevEntry, ...]
    catalog_version: str = ""


def read_kev(path: Path) -> tuple[Exploited, ...]:
    """Read the KEV catalogue as JSON; raises BadFeed."""
    try:
        if path.stat().st_size > _LARGEST_KEV:
            raise BadFeed("The KEV catalogue is too large to be one.")
        catalogue = msgspec.json.decode(path.read_bytes(), type=_Kev)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadFeed(f"The KEV catalogue cannot be read: {error}") from error
    return tuple(
        Exploited(
            cve=entry.cve,
            added=entry.date_added,
            due=entry.due_date,
            ransomware=entry.known_ransomware_campaign_use.lower() == "known",
            name=entry.vulnerability_name,
            action=entry.required_action,
        )
        for entry in catalogue.vulnerabilities
    )


def read_epss(path: Path) -> Iterator[tuple[int, int, float, float]]:
    """Give year, number, score and percentile of each CVE of an EPSS file (CSV, gzip); raises BadFeed."""
    try:
        with gzip.open(path, "rt", encoding="ascii", newline="") as lines:
            rows = csv.reader(line for line in islice(lines, _MOST_LINES) if not line.startswith("#"))
            if next(rows, [])[:3] != ["cve", "epss", "percentile"]:
                raise BadFeed("The EPSS file does not begin with its heading cve,epss,percentile.")
            yield from map(_epss_row, rows)
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        raise BadFeed(f"The EPSS file cannot be read: {error}") from error


def _epss_row(row: list[str]) -> tuple[int, int, float, float]:
    try:
        name, score, percentile = row[:3]
        _, year, number = name.split("-")
        found = (int(year), int(number), float(score), float(percentile))
    except ValueError as error:
        raise BadFeed(f"The EPSS file has a line that cannot be read: {','.join(row)[:80]}") from error
    if not (0 < found[0] < 10_000 and 0 <= found[1] < 2**32 and 0 <= found[2] <= 1 and 0 <= found[3] <= 1):
        raise BadFeed(f"The EPSS file has a line that cannot be right: {','.join(row)[:80]}")
    return found


def write_exploited(store: sqlite3.Connection, entries: Iterable[Exploited]) -> int:
    """Put KEV into a store that is being built; returns how many CVEs it has."""
    unique = {entry.cve: entry for entry in entries}
    store.executemany(
        "INSERT INTO exploited VALUES (?, ?)",
        ((cve, msgspec.msgpack.encode(entry)) for cve, entry in sorted(unique.items())),
    )
    return len(unique)


def write_likelihoods(store: sqlite3.Connection, rows: Iterable[tuple[int, int, float, float]]) -> int:
    """Put EPSS into a store that is being built; returns how many CVEs it has."""
    years: dict[int, array[int]] = {}
    for year, number, score, percentile in rows:
        packed = number << 32 | round(score * 65535) << 16 | round(percentile * 65535)
        years.setdefault(year, array("Q")).append(packed)
    for year, entries in sorted(years.items()):
        data = b"".join(
            LIKELIHOOD_ENTRY.pack(entry >> 32, entry >> 16 & 0xFFFF, entry & 0xFFFF)
            for entry in sorted(entries)
        )
        store.execute("INSERT INTO likelihood VALUES (?, ?)", (year, data))
    return sum(map(len, years.values()))

"""Building the store from folders laid out like the public bucket: ECOSYSTEM/all.zip.

Records are read one at a time and sorted by SQLite on disk, so memory does not grow with their number. The new file takes
the old one's place in one step; whoever is reading the old one goes on with it.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import zipfile
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import msgspec

from securestack.advisories import store_format
from securestack.advisories.advisory import Advisory, advisory_of
from securestack.advisories.names import ecosystem_key, package_key
from securestack.advisories.osv import BadAdvisory, OsvRecord, Span, decode, decode_list, spans
from securestack.advisories.rows import Entry, UnreadableSpans, make_row
from securestack.advisories.versions.catalogue import scheme_of
from securestack.advisories.versions.scheme import InvalidVersion

LARGEST_RECORD = 32 * 2**20  # bytes of one unpacked advisory; a larger one is passed over
_NOTES_KEPT = 50
_BATCH = 2000

_STAGING = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -16384;
PRAGMA temp_store = FILE;
CREATE TABLE advisory (first TEXT NOT NULL, sequence INTEGER NOT NULL, data BLOB NOT NULL);
CREATE TABLE affected (package TEXT NOT NULL, sequence INTEGER NOT NULL, data BLOB NOT NULL);
"""

_encoder = msgspec.msgpack.Encoder()
_info = msgspec.msgpack.Decoder(Advisory)
_staged = msgspec.msgpack.Decoder(tuple[tuple[Span, ...], tuple[str, ...]])


class BuildReport(msgspec.Struct):
    """What went into a store. `notes` are sentences on what could not be used, the first few of them."""

    advisories: int = 0
    packages: int = 0
    withdrawn: int = 0
    repeated: int = 0  # the same advisory in the files of several ecosystems
    unreadable: int = 0
    per_ecosystem: dict[str, int] = {}
    notes: list[str] = []

    def note(self, sentence: str) -> None:
        """Keep a sentence, unless there are too many already."""
        if len(self.notes) < _NOTES_KEPT:
            self.notes.append(sentence)


class BuildFailed(Exception):
    """No store could be made; the message says why and the old one is untouched."""


def ecosystem_files(folder: Path) -> list[Path]:
    """Return the files ECOSYSTEM/all.zip of a folder, sorted; links that lead out of the folder are left out."""
    inside = folder.resolve()
    return sorted(
        path for path in folder.glob("*/all.zip") if path.resolve().is_relative_to(inside) and path.is_file()
    )


def build_store(
    files: Iterable[Path],
    target: Path,
    *,
    information: dict[str, str] | None = None,
    extra: Callable[[sqlite3.Connection], object] | None = None,
    progress: Callable[[str, int], None] | None = None,
) -> BuildReport:
    """Write a store made of all records in the files to `target`, in one step at the end.

    A file is a zip of advisories, as in the public bucket, or a `.json` with a list of them.

    `information` is kept beside; `extra` may fill the tables of other feeds; `progress` is told the file and the
    number of records read so far. Raises BuildFailed.
    """
    report = BuildReport()
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix=".building-", dir=target.parent) as folder:
            staging = Path(folder, "staging")
            finished = Path(folder, "store")
            with closing(sqlite3.connect(staging)) as stage, closing(sqlite3.connect(finished)) as store:
                stage.executescript(_STAGING)
                store.executescript(
                    f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 4096;"
                    f"PRAGMA application_id = {store_format.APPLICATION_ID}; PRAGMA user_version = {store_format.FORMAT};"
                    + store_format.SCHEMA
                )
                _stage(stage, files, report, progress)
                numbers = _write_blocks(stage, store, report)
                _write_packages(stage, store, numbers, report)
                if extra is not None:
                    extra(store)
                described = {**(information or {}), "report": msgspec.json.encode(report).decode()}
                store.executemany("INSERT INTO information VALUES (?, ?)", sorted(described.items()))
                store.commit()
            _replace(finished, target)
    except BadAdvisory as error:
        raise BuildFailed(f"A list of advisories cannot be read: {error}") from error
    except (OSError, sqlite3.Error) as error:
        raise BuildFailed(f"The advisory store could not be written to {target}: {error}") from error
    return report


def _replace(finished: Path, target: Path) -> None:
    descriptor = os.open(finished, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    finished.replace(target)


def _stage(
    stage: sqlite3.Connection,
    files: Iterable[Path],
    report: BuildReport,
    progress: Callable[[str, int], None] | None,
) -> None:
    seen: set[int] = set()
    advisories: list[tuple[str, int, bytes]] = []
    affected: list[tuple[str, int, bytes]] = []

    def flush() -> None:
        stage.executemany("INSERT INTO advisory VALUES (?, ?, ?)", advisories)
        stage.executemany("INSERT INTO affected VALUES (?, ?, ?)", affected)
        advisories.clear()
        affected.clear()

    sequence = 0
    for path in files:
        for record in _records(path, report):
            mark = hash(record.id)
            if mark in seen:
                report.repeated += 1
                continue
            seen.add(mark)
            if record.withdrawn:
                report.withdrawn += 1
                continue
            rows = list(_affected(record, report))
            if not rows:
                continue
            advisories.append((rows[0][0], sequence, _encoder.encode(advisory_of(record))))
            affected += ((package, sequence, data) for package, data in rows)
            sequence += 1
            if len(advisories) >= _BATCH:
                flush()
                if progress is not None:
                    progress(path.parent.name, sequence)
        if progress is not None:
            progress(path.parent.name, sequence)
    flush()
    report.advisories = sequence


def _records(path: Path, report: BuildReport) -> Iterator[OsvRecord]:
    if path.suffix == ".json":
        yield from decode_list(path.read_bytes())
        return
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                if not member.filename.endswith(".json"):
                    continue
                if member.file_size > LARGEST_RECORD:
                    report.unreadable += 1
                    report.note(f"{path.parent.name}: {member.filename} is too large to be an advisory.")
                    continue
                try:
                    yield decode(archive.read(member))
                except (
                    BadAdvisory,
                    zipfile.BadZipFile,
                    zlib.error,
                    NotImplementedError,
                    RuntimeError,
                ) as error:
                    report.unreadable += 1
                    report.note(f"{path.parent.name}: {member.filename} is no advisory: {error}")
    except (OSError, zipfile.BadZipFile) as error:
        raise BuildFailed(f"{path} cannot be read as a zip file: {error}") from error


def _affected(record: OsvRecord, report: BuildReport) -> Iterator[tuple[str, bytes]]:
    counted: set[str] = set()
    for one in record.affected or ():
        if one.package is None or not one.package.name:
            continue
        ecosystem = ecosystem_key(one.package.ecosystem)
        scheme = scheme_of(ecosystem)
        stretches: tuple[Span, ...] = ()
        if scheme is not None:
            try:
                stretches = tuple(spans(one, scheme))
            except InvalidVersion as error:
                report.note(f"{record.id}: a range of {one.package.name} is left out: {error}")
        versions = one.versions or ()
        if not stretches and not versions:
            continue
        if ecosystem not in counted:
            counted.add(ecosystem)
            report.per_ecosystem[ecosystem] = report.per_ecosystem.get(ecosystem, 0) + 1
        yield package_key(one.package.ecosystem, one.package.name), _encoder.encode((stretches, versions))


def _write_blocks(stage: sqlite3.Connection, store: sqlite3.Connection, report: BuildReport) -> array[int]:
    """Write the advisories in the order of their packages, and return the number each sequence number became."""
    numbers = array("L", bytes(array("L").itemsize * report.advisories))
    block: list[Advisory] = []
    number = 0
    for sequence, data in stage.execute("SELECT sequence, data FROM advisory ORDER BY first, sequence"):
        numbers[sequence] = number
        block.append(_info.decode(data))
        number += 1
        if len(block) == store_format.BLOCK:
            store.execute(
                "INSERT INTO block VALUES (?, ?)",
                (number // store_format.BLOCK - 1, store_format.encode_block(block)),
            )
            block.clear()
    if block:
        store.execute(
            "INSERT INTO block VALUES (?, ?)",
            (number // store_format.BLOCK, store_format.encode_block(block)),
        )
    return numbers


def _write_packages(
    stage: sqlite3.Connection, store: sqlite3.Connection, numbers: array[int], report: BuildReport
) -> None:
    unreadable = UnreadableSpans()
    staged = stage.execute("SELECT package, sequence, data FROM affected ORDER BY package, sequence")
    for package, group in groupby(staged, key=itemgetter(0)):
        entries = (
            Entry(numbers[sequence], stretches, versions)
            for _, sequence, data in group
            for stretches, versions in (_staged.decode(data),)
        )
        row = make_row(entries, scheme_of(package.partition("/")[0]), unreadable)
        if row.entries or row.exact:
            store.execute("INSERT INTO package VALUES (?, ?)", (package, store_format.encode_row(row)))
            report.packages += 1
    if unreadable:
        with suppress(IndexError):
            report.note(f"{len(unreadable)} ranges are left out because one of their ends is no version.")

"""The advisory store: one file, read by any number of processes at once."""

from __future__ import annotations

import sqlite3
import struct
import zlib
from collections import OrderedDict
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import msgspec

from securestack.advisories import store_format
from securestack.advisories.advisory import Advisory
from securestack.advisories.rows import PackageRow
from securestack.advisories.store_build import BuildReport

_BLOCKS_KEPT = 64


class NoStore(Exception):
    """There is no store, or it cannot be used; the message says what to do."""


class Exploited(msgspec.Struct, frozen=True, array_like=True):
    """A CVE in the catalogue of known exploited vulnerabilities (KEV). Dates are ISO 8601."""

    cve: str
    added: str
    due: str = ""
    ransomware: bool = False
    name: str = ""
    action: str = ""


class Likelihood(msgspec.Struct, frozen=True):
    """EPSS: how likely exploitation within 30 days is (0 to 1), and the share of CVEs that are less likely."""

    score: float
    percentile: float


LIKELIHOOD_ENTRY = struct.Struct("<IHH")  # the CVE's number within its year; score and percentile in 1/65535


class Store:
    """A reader of the store. It sees the file as it was when opened, however often a newer one takes its place."""

    def __init__(self, path: Path) -> None:
        """Open the file; raises NoStore."""
        self.path = path
        if not path.is_file():
            raise NoStore(f"There is no advisory store at {path}; `securestack update` makes one.")
        address = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
        try:
            self._database = sqlite3.connect(address, uri=True, check_same_thread=False)
            identity = self._database.execute("PRAGMA application_id").fetchone()[0]
            written = self._database.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.Error as error:
            raise NoStore(f"{path} cannot be read as an advisory store: {error}") from error
        if identity != store_format.APPLICATION_ID:
            self._database.close()
            raise NoStore(f"{path} is no advisory store.")
        if written != store_format.FORMAT:
            self._database.close()
            raise NoStore(f"{path} was written by another release; `securestack update` makes it anew.")
        self._blocks: OrderedDict[int, list[Advisory]] = OrderedDict()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def information(self) -> dict[str, str]:
        """Return what was noted when the store was built: times, sources, licences."""
        return dict(self._fetch_all("SELECT name, value FROM information"))

    def report(self) -> BuildReport:
        """Return what went into the store."""
        return msgspec.json.decode(self.information().get("report", "{}"), type=BuildReport)

    def package(self, key: str) -> PackageRow | None:
        """Return what is known of a package, by `names.package_key`."""
        found = self._fetch("SELECT data FROM package WHERE name = ?", key)
        if found is None:
            return None
        try:
            return store_format.decode_row(found)
        except (msgspec.MsgspecError, zlib.error) as error:
            raise NoStore(
                f"The advisory store {self.path} is damaged; `securestack update` makes it anew."
            ) from error

    def advisory(self, number: int) -> Advisory:
        """Return an advisory by its number in this store."""
        index, place = divmod(number, store_format.BLOCK)
        block = self._blocks.get(index)
        if block is None:
            block = self._load(index)
            self._blocks[index] = block
            if len(self._blocks) > _BLOCKS_KEPT:
                self._blocks.popitem(last=False)
        return block[place]

    def _load(self, index: int) -> list[Advisory]:
        found = self._fetch("SELECT data FROM block WHERE number = ?", index)
        try:
            return store_format.decode_block(found or b"")
        except (msgspec.MsgspecError, zlib.error) as error:
            raise NoStore(
                f"The advisory store {self.path} is damaged; `securestack update` makes it anew."
            ) from error

    def exploited(self, cve: str) -> Exploited | None:
        """Say what KEV tells of a CVE."""
        found = self._fetch("SELECT data FROM exploited WHERE cve = ?", cve)
        return None if found is None else msgspec.msgpack.decode(found, type=Exploited)

    def likelihood(self, cve: str) -> Likelihood | None:
        """Say what EPSS tells of a CVE."""
        parts = cve.split("-")
        if len(parts) != 3 or not (
            parts[1].isascii() and parts[1].isdigit() and parts[2].isascii() and parts[2].isdigit()
        ):
            return None
        year, wanted = int(parts[1]), int(parts[2])
        data = self._fetch("SELECT data FROM likelihood WHERE year = ?", year) if year < 10_000 else None
        if data is None:
            return None
        low, high = 0, len(data) // LIKELIHOOD_ENTRY.size
        while low < high:
            middle = (low + high) // 2
            number, score, percentile = LIKELIHOOD_ENTRY.unpack_from(data, middle * LIKELIHOOD_ENTRY.size)
            if number == wanted:
                return Likelihood(round(score / 65535, 5), round(percentile / 65535, 5))
            if number < wanted:
                low = middle + 1
            else:
                high = middle
        return None

    def _fetch(self, query: str, key: str | int) -> bytes | None:
        try:
            found = self._database.execute(query, (key,)).fetchone()
        except sqlite3.Error as error:
            raise NoStore(
                f"The advisory store {self.path} is damaged; `securestack update` makes it anew."
            ) from error
        return None if found is None else bytes(found[0])

    def _fetch_all(self, query: str) -> list[tuple[str, str]]:
        try:
            return self._database.execute(query).fetchall()
        except sqlite3.Error as error:
            raise NoStore(
                f"The advisory store {self.path} is damaged; `securestack update` makes it anew."
            ) from error

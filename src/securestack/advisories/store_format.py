"""The store's file: an SQLite database that is written once and then only read.

Advisories are numbered in the order of the packages they are about, and kept in compressed blocks, so that what is told
together lies together. A package is one row, named `ecosystem/name`. CVEs of the EPSS feed are packed by year.
"""

from __future__ import annotations

import zlib

import msgspec

from securestack.advisories.advisory import Advisory
from securestack.advisories.rows import PackageRow

FORMAT = 1
APPLICATION_ID = 0x53534144  # "SSAD", in the file's header
BLOCK = 32  # advisories in a block
_SMALL = 120  # bytes; shorter rows gain nothing from compression

SCHEMA = """
CREATE TABLE information (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE block (number INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE package (name TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE exploited (cve TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE likelihood (year INTEGER PRIMARY KEY, data BLOB NOT NULL);
"""

_encoder = msgspec.msgpack.Encoder()
_rows = msgspec.msgpack.Decoder(PackageRow)
_advisories = msgspec.msgpack.Decoder(list[Advisory])


def encode_row(row: PackageRow) -> bytes:
    """Return a package as it lies in the file: a first byte that says whether it is compressed, and the row."""
    plain = _encoder.encode(row)
    if len(plain) > _SMALL:
        packed = zlib.compress(plain, 6)
        if len(packed) < len(plain):
            return b"\x01" + packed
    return b"\x00" + plain


def decode_row(data: bytes) -> PackageRow:
    """Read a package; raises msgspec.MsgspecError or zlib.error for a damaged one."""
    return _rows.decode(zlib.decompress(data[1:]) if data[:1] == b"\x01" else data[1:])


def encode_block(advisories: list[Advisory]) -> bytes:
    """Return advisories as they lie in the file."""
    return zlib.compress(_encoder.encode(advisories), 9)


def decode_block(data: bytes) -> list[Advisory]:
    """Read a block of advisories; raises msgspec.MsgspecError or zlib.error for a damaged one."""
    return _advisories.decode(zlib.decompress(data))

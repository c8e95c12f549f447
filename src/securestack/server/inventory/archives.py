"""Archives of folders that somebody uploaded, which may be made to harm: bombs, names that lead out, links, devices.

Nothing is written outside the folder given, nothing but plain files and folders, and no more than the limits allow,
whatever the archive says of itself. Zip files, and tar files plain or compressed by gzip, are read.
"""

from __future__ import annotations

import contextlib
import errno
import gzip
import io
import lzma
import os
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import msgspec

GIB = 2**30
_PIECE = 256 * 1024
_LONGEST_NAME = 1_000  # characters
_LONGEST_PART = 255  # bytes; no file system takes more
_DEEPEST = 100
_LARGEST_HEADER = 1024 * 1024  # bytes of a long name or of the extended headers of one file
_LARGEST_DIRECTORY = 16 * 1024 * 1024  # bytes of a zip file's list of files
_DRIVE = re.compile(r"[A-Za-z]:")
_HEADERS = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, b"X")
_BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    IndexError,
    KeyError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)


class BadArchive(Exception):
    """The archive cannot be used; the message is one sentence."""


class NoRoom(Exception):
    """The disk that the archive is unpacked to is full."""

    def __init__(self) -> None:
        super().__init__("There is no room to unpack the archive now; try again later.")


class Limits(msgspec.Struct, frozen=True):
    """How much an archive may hold, unpacked."""

    most_bytes: int = GIB
    most_entries: int = 100_000


class Contents(msgspec.Struct):
    """What an archive holds, counted while it was read. `skipped` counts links, devices and names no system takes."""

    files: int = 0
    size: int = 0  # bytes
    skipped: int = 0


LIMITS = Limits()


def is_archive(head: bytes) -> bool:
    """Return whether a file begins like an archive that is read here; 512 bytes tell."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b")) or head[257:262] == b"ustar"


def check(file: IO[bytes], limits: Limits = LIMITS) -> Contents:
    """Read through an archive without writing anything. Raises BadArchive."""
    return _read(file, None, limits)


def unpack(file: IO[bytes], folder: Path, limits: Limits = LIMITS) -> Contents:
    """Write the plain files of an archive below a folder that is empty. Raises BadArchive and NoRoom."""
    return _read(file, folder, limits)


class _Entry(msgspec.Struct):
    """A file or folder of an archive; `body` is None for what is neither."""

    name: str
    is_folder: bool = False
    is_program: bool = False
    body: Any = None  # something with `read(size)`


def _read(file: IO[bytes], folder: Path | None, limits: Limits) -> Contents:
    contents = Contents()
    entries = 0
    try:
        for entry in _entries(file):
            entries += 1
            if entries > limits.most_entries:
                raise BadArchive(
                    f"The archive holds more than {limits.most_entries:,} files and folders; leave out what names no "
                    "packages."
                )
            path = _inside(entry.name)
            if path is None or (entry.body is None and not entry.is_folder):
                contents.skipped += 1
            elif entry.body is not None:
                _take(entry, path, folder, contents, limits)
    except _BROKEN as error:
        raise BadArchive(f"The archive cannot be read: {_why(error)}.") from error
    return contents


def _take(entry: _Entry, path: str, folder: Path | None, contents: Contents, limits: Limits) -> None:
    target = None if folder is None else _created(folder / path, 0o700 if entry.is_program else 0o600)
    with target or contextlib.nullcontext():
        while piece := entry.body.read(_PIECE):
            contents.size += len(piece)
            if contents.size > limits.most_bytes:
                raise BadArchive(
                    f"The archive unpacks to more than {limits.most_bytes // 2**20:,} MiB; leave out what names no "
                    "packages."
                )
            if target is not None:
                _write(target, piece)
    if folder is not None and target is None:
        contents.skipped += 1
    else:
        contents.files += 1


def _created(place: Path, mode: int) -> IO[bytes] | None:
    """Return a new file, None where a file and a folder have one name, or the system does not take the name."""
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
        return os.fdopen(os.open(place, flags, mode), "wb", buffering=0)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoRoom from error
        return None


def _write(target: IO[bytes], piece: bytes) -> None:
    rest = memoryview(piece)
    try:
        while rest:
            rest = rest[target.write(rest) :]
    except OSError as error:
        raise NoRoom from error


def _inside(name: str) -> str | None:
    """Return the path of an entry, None for one that no system takes. Raises BadArchive for one that leads out."""
    plain = name.replace("\\", "/")
    parts = [part for part in plain.split("/") if part not in ("", ".")]
    if plain.startswith("/") or _DRIVE.match(plain) or ".." in parts:
        raise BadArchive(
            f"The archive holds {_shown(name)}, which leads out of it; pack it anew with relative paths."
        )
    try:
        fits = all(len(part.encode()) <= _LONGEST_PART for part in parts)
    except UnicodeEncodeError:
        return None
    if not parts or not fits or "\0" in plain or len(plain) > _LONGEST_NAME or len(parts) > _DEEPEST:
        return None
    return "/".join(parts)


def _entries(file: IO[bytes]) -> Iterator[_Entry]:
    file.seek(0)
    head = file.read(512)
    file.seek(0)
    if head.startswith(b"PK"):
        yield from _zip_entries(file)
    elif head.startswith(b"\x1f\x8b"):
        with gzip.GzipFile(fileobj=file) as stream:
            yield from _tar_entries(stream)
    else:
        yield from _tar_entries(file)


def _zip_entries(file: IO[bytes]) -> Iterator[_Entry]:
    if _directory_size(file) > _LARGEST_DIRECTORY:
        raise BadArchive("The archive's list of files is larger than any real one.")
    with zipfile.ZipFile(file) as archive:
        for entry in archive.infolist():
            if entry.flag_bits & 0x1:
                raise BadArchive("The archive is encrypted; pack it without a password.")
            mode = entry.external_attr >> 16
            if entry.is_dir():
                yield _Entry(entry.filename, is_folder=True)
            elif mode & 0o170000 not in (0, 0o100000):  # a link or a device, in the words of Unix
                yield _Entry(entry.filename)
            else:
                with archive.open(entry) as body:
                    yield _Entry(entry.filename, is_program=mode & 0o111 != 0, body=body)


def _directory_size(file: IO[bytes]) -> int:
    """Return the bytes of a zip file's list of files, as its end says, so that a list made to harm is never read."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - 66_000))
    tail = file.read()
    file.seek(0)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        raise BadArchive("The archive has no end; it was cut off.")
    told = int(struct.unpack_from("<I", tail, end + 12)[0])
    large = tail.rfind(b"PK\x06\x06", 0, end)
    if told == 0xFFFFFFFF and large >= 0 and len(tail) >= large + 48:
        told = int(struct.unpack_from("<Q", tail, large + 40)[0])
    return told


class _Member(tarfile.TarInfo):
    """A tar file's entry, whose headers beyond the first are read into memory only where they are small."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str | None, errors: str) -> _Member:
        """Read a header; called for every one of them, before what belongs to it is read."""
        member = super().frombuf(buf, encoding or "utf-8", errors)
        if member.type in _HEADERS and member.size > _LARGEST_HEADER:
            raise BadArchive("The archive holds a name or header that is larger than any real one.")
        return member


def _tar_entries(stream: Any) -> Iterator[_Entry]:
    with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Member) as archive:
        for member in archive:
            archive.members = []  # type: ignore[attr-defined] # which otherwise keeps every entry
            if member.isdir():
                yield _Entry(member.name, is_folder=True)
            elif not member.isreg() or member.issparse():
                yield _Entry(member.name)
            else:
                body = archive.extractfile(member)
                yield _Entry(member.name, is_program=member.mode & 0o111 != 0, body=body)


def _shown(name: str) -> str:
    return ascii(name if len(name) <= 100 else f"{name[:99]}…")


def _why(error: Exception) -> str:
    if isinstance(error, EOFError):
        return "it was cut off"
    if isinstance(error, RuntimeError | NotImplementedError | zipfile.BadZipFile | tarfile.TarError):
        return str(error).rstrip(".")[:200] or "it is damaged"
    return "it is damaged"

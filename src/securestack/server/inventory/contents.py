"""What an uploaded file is, told by its name and its content."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import IO

import msgspec

from securestack.inventory.catalogue import format_of
from securestack.inventory.files import MOST_BYTES
from securestack.inventory.installed import go_binary, java_archives, rust_binary
from securestack.inventory.manifest import UnreadableFile
from securestack.inventory.sbom.reading import read_bill
from securestack.server.inventory.archives import BadArchive, check, is_archive
from securestack.server.models.inventory import UploadKind

_PROGRAMS = (
    b"\x7fELF",
    b"MZ",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"\xfe\xed\xfa\xcf",
    b"\xfe\xed\xfa\xce",
)
_ADVICE = (
    "give a lock file or manifest under its usual name (package-lock.json, requirements.txt, pom.xml and so on), an SBOM, "
    "a Java archive, a Go or Rust program, or a zip or tar.gz of a folder"
)


class UnusableFile(Exception):
    """The file is nothing that can be scanned; the message is one sentence."""


class Recognised(msgspec.Struct, frozen=True):
    """What a file is: its kind, and the name of its format."""

    kind: UploadKind
    format: str


def recognise(file: IO[bytes], file_name: str) -> Recognised:
    """Return what a file is, having looked through it as far as that takes. Raises UnusableFile."""
    name = PurePosixPath(file_name).name
    file.seek(0)
    head = file.read(512)
    if not head:
        raise UnusableFile("The file is empty.")
    if name.lower().endswith(java_archives.SUFFIXES):
        return Recognised(UploadKind.PROGRAM, java_archives.KIND)
    if is_archive(head):
        return _archive(file, head)
    if head.startswith(_PROGRAMS):
        return _program(_whole(file), name)
    source = _whole(file)
    if (known := format_of(name, source)) is not None:
        return Recognised(UploadKind.MANIFEST, known.kind)
    try:
        kind, _ = read_bill(source, name)
    except UnreadableFile as problem:
        raise UnusableFile(f"{name} is nothing that names packages: {_ADVICE}.") from problem
    return Recognised(UploadKind.SBOM, kind)


def _archive(file: IO[bytes], head: bytes) -> Recognised:
    try:
        contents = check(file)
    except BadArchive as error:
        raise UnusableFile(str(error)) from error
    if contents.files == 0:
        raise UnusableFile("The archive holds no files.")
    return Recognised(UploadKind.REPOSITORY, "zip" if head.startswith(b"PK") else "tar")


def _program(source: bytes, name: str) -> Recognised:
    for reader in (go_binary, rust_binary):
        manifest = reader.read(source, name)
        if manifest is not None:
            return Recognised(UploadKind.PROGRAM, manifest.kind)
    raise UnusableFile(f"{name} is a program that does not tell what it was built from; {_ADVICE}.")


def _whole(file: IO[bytes]) -> bytes:
    file.seek(0)
    source = file.read(MOST_BYTES + 1)
    if len(source) > MOST_BYTES:
        raise UnusableFile(
            f"The file has more than {MOST_BYTES // 2**20} MiB, which is more than is read of one file."
        )
    return source

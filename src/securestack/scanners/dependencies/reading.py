"""What a dependency scan looks at: a folder, or one lock file, manifest, SBOM, archive or program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from securestack.inventory.catalogue import format_of, formats_of, read_manifest
from securestack.inventory.files import FileProblem, FolderFiles
from securestack.inventory.manifest import FileNotice, Manifest, UnreadableFile
from securestack.inventory.sbom.reading import read_bill
from securestack.inventory.walk import walk

_MOST_SBOM = 512 * 1024 * 1024  # bytes


class NothingToScan(Exception):
    """There is nothing at the path that could be looked at; the message is one sentence."""


def read_target(path: Path) -> Iterator[Manifest | FileNotice]:
    """Yield each manifest at the path as it is read. Raises NothingToScan."""
    if path.is_dir():
        yield from walk(path)
        return
    if not path.is_file():
        raise NothingToScan(f"There is no file or folder {path}.")
    files = FolderFiles(path.parent)
    try:
        source = (files if formats_of(path.name) else FolderFiles(path.parent, _MOST_SBOM)).load(path.name)
    except FileProblem as problem:
        raise NothingToScan(f"{path} cannot be used: {problem}") from problem
    known = format_of(path.name, source)
    if known is not None:
        yield read_manifest(known, source, path.name, files)
        return
    try:
        kind, bill = read_bill(source, path.name)
    except UnreadableFile as problem:
        # An archive or a program tells by itself what it is made of.
        found = [one for one in walk(path) if isinstance(one, Manifest)]
        if not found:
            raise NothingToScan(
                f"{path} is neither a lock file or manifest of a known name nor an SBOM, archive or program that names "
                "packages; give a folder to look at all in it."
            ) from problem
        yield from found
        return
    yield Manifest(path=path.name, kind=kind, packages=bill.packages, notices=bill.notices)

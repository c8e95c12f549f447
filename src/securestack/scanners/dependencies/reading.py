"""What a dependency scan looks at: a folder, or one lock file, manifest or SBOM."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from securestack.inventory.catalogue import format_of, read_manifest
from securestack.inventory.files import FileProblem, FolderFiles
from securestack.inventory.manifest import FileNotice, Manifest, UnreadableFile
from securestack.inventory.sbom.reading import read_bill
from securestack.inventory.walk import walk


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
        source = files.load(path.name)
    except FileProblem as problem:
        raise NothingToScan(f"{path} cannot be used: {problem}") from problem
    known = format_of(path.name, source)
    if known is not None:
        yield read_manifest(known, source, path.name, files)
        return
    try:
        kind, bill = read_bill(source, path.name)
    except UnreadableFile as problem:
        raise NothingToScan(
            f"{path} is neither a lock file or manifest of a known name nor an SBOM; give a folder to look at all in it."
        ) from problem
    yield Manifest(path=path.name, kind=kind, packages=bill.packages, notices=bill.notices)

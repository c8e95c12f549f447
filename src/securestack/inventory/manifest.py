"""What reading one file gives: the packages it names, and what could not be read of it."""

from __future__ import annotations

from typing import Protocol

import msgspec

from securestack.core.package import Package


class FileNotice(msgspec.Struct, frozen=True):
    """Something a person should know about a file, in one sentence. `line` counts from 1; 0 is the whole file."""

    path: str
    line: int
    message: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """One file that names packages. `kind` is the name of its format in the catalogue.

    `packages` are sorted by purl, each purl once. `also_read` are other files that had their part in it (includes,
    parents), so that nobody reads them a second time.
    """

    path: str
    kind: str
    packages: tuple[Package, ...] = ()
    notices: tuple[FileNotice, ...] = ()
    also_read: tuple[str, ...] = ()


class FileReader(Protocol):
    """The other files of the target, for formats that refer to them."""

    def read(self, path: str) -> bytes | None:
        """Return the file at a path relative to the target, or None: absent, outside the target, or too large."""
        ...


class NoFiles:
    """A target that is this one file."""

    def read(self, path: str) -> bytes | None:  # noqa: ARG002 - the protocol's name
        """There is no other file."""
        return None


class UnreadableFile(Exception):
    """The file as a whole cannot be read. Its text is one sentence for a person."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line

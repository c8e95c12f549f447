"""The files of a target folder, read within bounds: nothing outside it, nothing huge, nothing that is no file."""

from __future__ import annotations

import os
import posixpath
import stat
from pathlib import Path

MOST_BYTES = 32 * 1024 * 1024  # of one lock file; the largest real ones have a third of it


class FileProblem(Exception):
    """A file is not read. Its text is one sentence for a person."""


class FolderFiles:
    """Reads files of one folder by their path relative to it."""

    def __init__(self, root: Path, most_bytes: int = MOST_BYTES) -> None:
        self._root = os.path.realpath(root)
        self._most_bytes = most_bytes

    def read(self, path: str) -> bytes | None:
        """Return the file, or None: absent, outside the folder, too large, or no ordinary file."""
        try:
            return self.load(path)
        except FileProblem:
            return None

    def load(self, path: str) -> bytes:
        """Return the file. Raises FileProblem with the reason why not."""
        normal = posixpath.normpath(path)
        if "\0" in path or normal.startswith(("/", "../")) or normal == "..":
            raise FileProblem("The path leads out of the target.")
        try:
            real = os.path.realpath(os.path.join(self._root, normal))  # noqa: PTH118 - names may be any bytes
            if os.path.commonpath([real, self._root]) != self._root:
                raise FileProblem("The file is a link out of the target and was not followed.")
            with open(real, "rb", opener=_open_at_once) as file:
                status = os.fstat(file.fileno())
                if not stat.S_ISREG(status.st_mode):
                    raise FileProblem("This is no ordinary file.")
                if status.st_size > self._most_bytes:
                    size = status.st_size // (1024 * 1024)
                    most = self._most_bytes // (1024 * 1024)
                    raise FileProblem(f"The file has {size} MiB; at most {most} MiB are read.")
                return file.read(self._most_bytes + 1)[: self._most_bytes]
        except (OSError, ValueError) as problem:
            reason = (
                problem.strerror
                if isinstance(problem, OSError) and problem.strerror
                else "it has no valid name"
            )
            raise FileProblem(f"The file cannot be read: {reason}.") from None


def _open_at_once(path: str, flags: int) -> int:
    # A named pipe would keep the scan waiting for somebody to write into it.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))

"""Whatever the demonstration starts, it stops: at its end, when it fails, and when somebody ends it at any moment.

The first Ctrl-C, kill or closed terminal ends the demonstration; while it clears up after itself it hears no further one.
"""

# ruff: noqa: S603 - it starts our own programs

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any


class DemonstrationFailed(Exception):
    """The demonstration did not show what it should; the message says why, in one sentence."""


class Terminated(KeyboardInterrupt):
    """Somebody asked this process, and not only what it runs in the terminal, to end."""


class Clearing:
    """What has to be stopped and deleted, the last first."""

    def __init__(self) -> None:
        self._todo = contextlib.ExitStack()
        self._busy = False
        self._waiting: type[KeyboardInterrupt] | None = None
        self._over = False

    def listen(self) -> None:
        """Hear Ctrl-C, SIGTERM and SIGHUP from now on."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._heard)

    def end(self) -> None:
        """Hear nothing any more; what follows is clearing up."""
        self._over = True

    def clear(self) -> None:
        """Stop and delete everything."""
        self._over = True
        self._todo.close()

    def start(
        self,
        command: Sequence[str | Path],
        *,
        patience: float,
        before: Callable[[], None] = lambda: None,
        **options: Any,
    ) -> subprocess.Popen[str]:
        """Start a program, and stop it in the end if it still runs; `before` is called first then.

        It has so many seconds to end when it is asked to, and is killed then.
        """
        with self._undisturbed():
            process = subprocess.Popen(command, text=True, stdin=subprocess.DEVNULL, **options)
            self._todo.callback(_stop, process, patience, before)
        return process

    def temporary_folder(self) -> Path:
        """Make a folder that is deleted in the end."""
        with self._undisturbed():
            folder = Path(tempfile.mkdtemp(prefix="securestack-demo-"))
            self._todo.callback(shutil.rmtree, folder, ignore_errors=True)
        return folder

    def _heard(self, number: int, _frame: FrameType | None) -> None:
        kind = KeyboardInterrupt if number == signal.SIGINT else Terminated
        if self._busy:
            self._waiting = kind
        elif not self._over:
            self._over = True
            raise kind

    @contextlib.contextmanager
    def _undisturbed(self) -> Iterator[None]:
        """Let nothing come between starting something and knowing that it has to be stopped."""
        self._busy = True
        try:
            yield
        finally:
            self._busy = False
        if self._waiting is not None:
            self._over = True
            raise self._waiting


def _stop(process: subprocess.Popen[str], patience: float, before: Callable[[], None]) -> None:
    if process.poll() is None:
        before()
        process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process.stdout is not None:
        process.stdout.close()

"""A program that runs beside us, as a child process: started, watched and stopped by whoever started it."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil

from securestack.server.embedded.account import Account
from securestack.server.embedded.errors import EmbeddedError


class Service:
    """One child process in a session of its own, so that Ctrl-C in a terminal reaches us and not it.

    `stop_signal` asks it to end in order; after `patience` seconds it is killed.
    """

    def __init__(
        self, name: str, *, stop_signal: signal.Signals = signal.SIGTERM, patience: float = 30.0
    ) -> None:
        self.name = name
        self._stop_signal = stop_signal
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process is not None and self.running else None

    @property
    def running(self) -> bool:
        """Whether the process has been started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def launch(self, command: Sequence[str], *, account: Account, folder: Path, output: Path) -> None:
        """Start the process with its output in a file. Raises EmbeddedError."""
        try:
            with output.open("wb") as sink:
                output.chmod(0o600)
                self._process = subprocess.Popen(
                    command,
                    cwd=folder,
                    stdin=subprocess.DEVNULL,
                    stdout=sink,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                    env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "TZ": "UTC"},
                    **account.process_options(),
                )
        except OSError as error:
            raise EmbeddedError(
                f"Cannot start {self.name}: {(error.strerror or str(error)).lower()}."
            ) from error

    def wait_until(self, ready: Callable[[], bool], *, output: Path, seconds: float) -> None:
        """Wait until it is ready. Raises EmbeddedError, with the last line it wrote, when it ends or takes too long."""
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.running:
                raise EmbeddedError(f"{self.name} ended while starting: {last_line(output)}")
            if time.monotonic() > deadline:
                self.stop()
                raise EmbeddedError(
                    f"{self.name} was not ready after {seconds:.0f} seconds: {last_line(output)}"
                )
            time.sleep(0.02)

    def stop(self, stop_signal: signal.Signals | None = None) -> None:
        """Ask the process to end and wait for it; kill it when it does not. Harmless when it is not running."""
        if self._process is None:
            return
        if self.running:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(stop_signal or self._stop_signal)
        try:
            self._process.wait(self._patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


def stop_left_over(pid: int, program: str, folder: Path, stop_signal: signal.Signals) -> None:
    """End a process of this program that works in this folder, left over from an earlier run that was killed.

    A process id that meanwhile belongs to something else is left alone: the program's name and its working folder
    must both be right.
    """
    try:
        process = psutil.Process(pid)
        if process.name() != program or Path(process.cwd()).resolve() != folder.resolve():
            return
        process.send_signal(stop_signal)
        process.wait(30)
    except psutil.TimeoutExpired:
        process.kill()
        process.wait(10)
    except psutil.Error:
        return


def last_line(output: Path) -> str:
    """Return the last line that says something in a file of output, or why there is none."""
    try:
        lines = [line.strip() for line in output.read_text("utf-8", "replace").splitlines() if line.strip()]
    except OSError:
        lines = []
    return lines[-1] if lines else "it said nothing."

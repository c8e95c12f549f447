"""Several parts run as one: started in order, restarted when one ends by itself, stopped in the opposite order.

Each part is a child process of ours, and nothing else is ever stopped.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from securestack.server.embedded.errors import EmbeddedError

SUPERVISED = "SECURESTACK_SUPERVISED"
"""Set in the environment of a process whose standard input ends when its supervisor does."""

_STEP = 0.2  # seconds between looks
_LONGEST_PAUSE = 30.0  # seconds before another try to start
_SETTLED = 60.0  # seconds after which a part counts as healthy again


class Part(Protocol):
    """Something that is started, may end by itself, and is stopped."""

    name: str

    @property
    def running(self) -> bool:
        """Whether it runs."""

    def start(self) -> None:
        """Start it. Raises EmbeddedError."""

    def ask_to_stop(self) -> None:
        """Ask it to end, without waiting."""

    def stop(self) -> None:
        """Wait until it has ended, and make it end when it takes too long."""


class Program:
    """One of our own commands as a part."""

    def __init__(
        self, name: str, arguments: Sequence[str], *, environment: Mapping[str, str], patience: float = 20.0
    ) -> None:
        self.name = name
        self._arguments = list(arguments)
        self._environment = dict(environment)
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        return self._process.pid if self._process is not None and self.running else None

    def start(self) -> None:
        """Start it, away from the terminal's Ctrl-C, which is the supervisor's to handle."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "securestack.cli", *self._arguments],
            stdin=subprocess.PIPE,  # ends when we do, however we end
            start_new_session=True,
            env={**os.environ, **self._environment, SUPERVISED: "1"},
        )

    def ask_to_stop(self) -> None:
        """Ask it to end, without waiting."""
        if self._process is not None and self.running:
            self._process.terminate()

    def stop(self) -> None:
        """Wait until it has ended; after its patience, end it and what it started."""
        if self._process is None:
            return
        self.ask_to_stop()
        try:
            self._process.wait(self._patience)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)  # it leads a session of its own: only its children
            self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process = None


class Background:
    """An embedded service (PostgreSQL, Valkey) as a part."""

    def __init__(self, name: str, service: EmbeddedService) -> None:
        self.name = name
        self._service = service

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self._service.running

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._service.start()

    def ask_to_stop(self) -> None:
        """Do nothing yet: the other parts need it until they have ended."""

    def stop(self) -> None:
        """Stop it."""
        self._service.stop()


class EmbeddedService(Protocol):
    """What EmbeddedPostgres and EmbeddedValkey have in common."""

    @property
    def running(self) -> bool:
        """Whether it runs."""

    def start(self) -> None:
        """Start it."""

    def stop(self) -> None:
        """Stop it."""


@dataclass
class _Watched:
    part: Part
    started: float = 0.0
    failures: int = 0
    not_before: float = 0.0


class Supervisor:
    """Keeps parts running until it is told to stop.

    `tell` is given a sentence whenever a part had to be started again.
    """

    def __init__(self, *, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._watched: list[_Watched] = []
        self._stopping = threading.Event()

    def start(self, part: Part) -> None:
        """Start a part and watch it from now on. Raises EmbeddedError."""
        part.start()
        self._watched.append(_Watched(part, started=time.monotonic()))

    @property
    def stopping(self) -> bool:
        """Whether it has been told to stop."""
        return self._stopping.is_set()

    def stop_soon(self) -> None:
        """Make `watch` return; may be called from a signal handler."""
        self._stopping.set()

    def watch(self) -> None:
        """Restart what ends by itself, until told to stop."""
        while not self._stopping.wait(_STEP):
            for watched in self._watched:
                self._look(watched)

    def stop(self) -> None:
        """Stop every part: all are asked at once, and the last started is waited for first."""
        for watched in reversed(self._watched):
            watched.part.ask_to_stop()
        for watched in reversed(self._watched):
            watched.part.stop()
        self._watched.clear()

    def _look(self, watched: _Watched) -> None:
        now = time.monotonic()
        if watched.part.running:
            if now - watched.started > _SETTLED:
                watched.failures = 0
            return
        if watched.not_before == 0.0:
            watched.failures += 1
            pause = min(0.5 * 2 ** (watched.failures - 1), _LONGEST_PAUSE)
            watched.not_before = now + pause
            self._tell(f"The {watched.part.name} ended by itself; it is started again in {pause:g} seconds.")
        if now < watched.not_before:
            return
        watched.not_before = 0.0
        watched.started = now
        try:
            watched.part.start()
        except EmbeddedError as error:
            self._tell(str(error))


def end_with_supervisor() -> None:
    """End this process when its supervisor does, even when that was killed; does nothing in others."""
    if os.environ.pop(SUPERVISED, None) is None:
        return

    def watch() -> None:
        while os.read(0, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="supervisor", daemon=True).start()

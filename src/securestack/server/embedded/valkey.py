"""A Valkey of our own in one folder: messages to workers, rate limits and caches.

Nothing in it is the truth (scans and events are rows in PostgreSQL), so it keeps nothing on the disk: a full disk or a
torn file can then never stop it. It listens on a Unix socket only, in a folder that only its user may enter.
"""

from __future__ import annotations

import contextlib
import signal
import socket
from pathlib import Path

from securestack.server.embedded.account import Account, private_folder, service_account
from securestack.server.embedded.programs import valkey_program_for
from securestack.server.embedded.service import Service, stop_left_over
from securestack.server.embedded.sockets import socket_folder

_START_SECONDS = 30.0


class EmbeddedValkey:
    """One Valkey server in one folder. Everything raises EmbeddedError with one clear sentence."""

    def __init__(self, folder: Path, *, maximum_memory: str = "256mb") -> None:
        self.folder = folder
        self._maximum_memory = maximum_memory
        self._service = Service("Valkey", patience=10.0)
        self._account: Account | None = None
        self._socket_folder: Path | None = None

    @property
    def account(self) -> Account:
        """The user whom it runs as."""
        if self._account is None:
            self._account = service_account()
        return self._account

    @property
    def running(self) -> bool:
        """Whether the server process runs."""
        return self._service.running

    @property
    def pid(self) -> int | None:
        """The process id of the server while it runs."""
        return self._service.pid

    @property
    def socket(self) -> Path:
        """The socket it listens on."""
        if self._socket_folder is None:
            self._socket_folder = socket_folder(self.folder, self.account)
        return self._socket_folder / "valkey.sock"

    def url(self, database: int = 0) -> str:
        """Return the address of one of its databases, as REDIS_URL takes it."""
        return f"unix://{self.socket}?db={database}"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        private_folder(self.folder, self.account)
        self._clear_left_overs()
        output = self.folder / "start.log"
        command = [str(valkey_program_for(self.account, self.folder))]
        for name, value in self._settings().items():
            command += [f"--{name}", value]
        self._service.launch(command, account=self.account, folder=self.folder, output=output)
        self._service.wait_until(self._ready, output=output, seconds=_START_SECONDS)

    def stop(self) -> None:
        """Stop the server. Harmless when it is not running."""
        self._service.stop()

    def _settings(self) -> dict[str, str]:
        return {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "pidfile": str(self.folder / "valkey.pid"),
            "save": "",
            "appendonly": "no",
            "maxmemory": self._maximum_memory,
            "maxmemory-policy": "volatile-lru",  # caches and counters have an end and may go; messages stay
            "databases": "16",
            "daemonize": "no",
        }

    def _clear_left_overs(self) -> None:
        pid_file = self.folder / "valkey.pid"
        with contextlib.suppress(FileNotFoundError, ValueError):
            stop_left_over(int(pid_file.read_text()), "valkey-server", self.folder, signal.SIGTERM)
        pid_file.unlink(missing_ok=True)
        self.socket.unlink(missing_ok=True)

    def _ready(self) -> bool:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(2.0)
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False

"""A PostgreSQL of our own in one folder: made, started and stopped without touching any other on the machine.

It listens on a Unix socket only, in a folder that only its user may enter; that is also why it needs no password.
What the folder holds: `data` (the cluster), `socket`, `start.log` (what it said while starting) and `data/log`.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

from securestack.server.embedded.account import Account, private_folder, service_account
from securestack.server.embedded.errors import EmbeddedError
from securestack.server.embedded.programs import postgres_programs_for
from securestack.server.embedded.service import Service, stop_left_over
from securestack.server.embedded.sockets import socket_folder

ROLE = "securestack"
_START_SECONDS = 300.0  # after a crash it first replays what it had written

# For tests: a crash of the machine may lose everything, and nothing waits for the disk.
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedPostgres:
    """One PostgreSQL server in one folder.

    `options` are settings of PostgreSQL laid over ours. Everything raises EmbeddedError with one clear sentence.
    """

    def __init__(self, folder: Path, *, options: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.data = folder / "data"
        self._options = dict(options or {})
        self._service = Service(
            "PostgreSQL", stop_signal=signal.SIGINT
        )  # a fast shutdown: no waiting for clients
        self._account: Account | None = None
        self._socket_folder: Path | None = None

    @property
    def account(self) -> Account:
        """The user whom it runs as."""
        if self._account is None:
            self._account = service_account()
        return self._account

    @property
    def programs(self) -> Path:
        """The folder of its programs, `psql` and `pg_dump` among them, where its user can run them."""
        return postgres_programs_for(self.account, self.folder)

    @property
    def running(self) -> bool:
        """Whether the server process runs."""
        return self._service.running

    @property
    def pid(self) -> int | None:
        """The process id of the server while it runs."""
        return self._service.pid

    @property
    def socket_folder(self) -> Path:
        """The folder of its socket, which is the `host` that clients name."""
        if self._socket_folder is None:
            self._socket_folder = socket_folder(self.folder, self.account)
        return self._socket_folder

    def url(self, database: str = ROLE) -> str:
        """Return the address of one of its databases, as DATABASE_URL takes it."""
        return f"postgresql://{ROLE}@/{database}?host={self.socket_folder}"

    def start(self) -> None:
        """Make the cluster where there is none, then start the server and wait until it answers."""
        self._check_way()
        private_folder(self.folder, self.account)
        if not (self.data / "PG_VERSION").exists():
            self.make()
        self._check_version()
        self._clear_left_overs()
        output = self.folder / "start.log"
        settings = {**_settings(), **self._options}
        command = [str(self.programs / "postgres"), "-D", str(self.data), "-k", str(self.socket_folder)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        self._service.launch(command, account=self.account, folder=self.data, output=output)
        self._service.wait_until(self._ready, output=output, seconds=_START_SECONDS)

    def stop(self) -> None:
        """Stop the server, ending its connections. Harmless when it is not running."""
        self._service.stop()

    def abandon(self) -> None:
        """Stop the server at once, for data that nobody needs again; its next start would repair what was cut short."""
        self._service.stop(signal.SIGQUIT)

    def make(self) -> None:
        """Make an empty cluster in the data folder."""
        self.run(
            "initdb",
            f"--pgdata={self.data}",
            f"--username={ROLE}",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
            "--data-checksums",
            "--no-instructions",
            *(["--no-sync"] if self._options.get("fsync") == "off" else []),
        )

    def create_database(self, name: str = ROLE, *, template: str = "template1") -> None:
        """Create a database where there is none of that name."""
        if name not in self.query("SELECT datname FROM pg_database").splitlines():
            self.query(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def query(self, sql: str, database: str = "postgres") -> str:
        """Run SQL of our own making with psql and return what it prints, columns parted by `|`."""
        return self.run("psql", self.url(database), "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql).strip()

    def run(self, program: str, *arguments: str) -> str:
        """Run one of PostgreSQL's programs as its user and return what it prints. Raises EmbeddedError."""
        done = subprocess.run(
            [str(self.programs / program), *arguments],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            cwd=self.folder,
            env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "TZ": "UTC"},
            **self.account.process_options(),
        )
        if done.returncode != 0:
            raise EmbeddedError(f"{program} failed: {_reason(done.stderr or done.stdout) or done.returncode}")
        return str(done.stdout)

    def _check_way(self) -> None:
        place = self.folder
        while not place.exists():
            place = place.parent
        if (closed := self.account.can_enter(place.resolve())) is not None:
            raise EmbeddedError(
                f"PostgreSQL runs as the user {self.account.name} when you are root, and {self.account.name} may not "
                f"enter {closed}; choose another folder with --data-dir, such as /var/lib/securestack."
            )

    def _check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        ours = self.run("postgres", "--version").split()[-1].split(".")[0]
        if made_by != ours:
            raise EmbeddedError(
                f"The data in {self.data} was made by PostgreSQL {made_by}, and this is PostgreSQL {ours}; restore a "
                "backup into a new --data-dir, or go back to the version of SecureStack that made it."
            )

    def _clear_left_overs(self) -> None:
        # PostgreSQL itself refuses to start when the process id in a stale file was given to another process
        # meanwhile, which is the rule in containers.
        pid_file = self.data / "postmaster.pid"
        with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
            stop_left_over(int(pid_file.read_text().splitlines()[0]), "postgres", self.data, signal.SIGINT)
        pid_file.unlink(missing_ok=True)

    def _ready(self) -> bool:
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        # The eighth line is the state, and the first whose it is.
        return (
            len(lines) > 7 and lines[7].strip() in ("ready", "standby") and int(lines[0]) == self._service.pid
        )


def _reason(said: str) -> str:
    """Return the line that says why a program failed: the first that speaks of an error, or the last."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return next(
        (line for line in lines if "error:" in line.lower() or "fatal:" in line.lower()), (lines or [""])[-1]
    )


def _settings() -> dict[str, str]:
    """Return what suits a small machine that PostgreSQL shares with the rest of the platform."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20  # megabytes
    return {
        "listen_addresses": "",
        "max_connections": "200",
        "shared_buffers": f"{min(max(memory // 8, 64), 1024)}MB",
        "effective_cache_size": f"{max(memory // 2, 128)}MB",
        "work_mem": "8MB",
        "maintenance_work_mem": f"{min(max(memory // 32, 32), 256)}MB",
        "max_wal_size": "2GB",
        "wal_compression": "pglz",
        "random_page_cost": "1.1",
        "jit": "off",  # compiling costs more than it saves on queries of milliseconds
        "timezone": "UTC",
        "log_timezone": "UTC",
        "logging_collector": "on",
        "log_directory": "log",
        "log_filename": "postgres-%a.log",  # seven files, each overwritten after a week
        "log_rotation_age": "1d",
        "log_truncate_on_rotation": "on",
        "log_min_duration_statement": "1000",
        "log_parameter_max_length": "0",  # values may be personal
        "log_parameter_max_length_on_error": "0",
    }

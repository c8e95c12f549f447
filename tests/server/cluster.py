"""A PostgreSQL and a Valkey for the tests of one process, in a folder that says whose they are.

The next run clears away what a run that was killed has left, and touches nothing else.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import tempfile
from pathlib import Path

import psutil

from securestack.server import migrations
from securestack.server.embedded.postgres import NOT_DURABLE, EmbeddedPostgres
from securestack.server.embedded.valkey import EmbeddedValkey

_PREFIX = "securestack-tests-"
_TEMPLATE = "migrated"


class Cluster:
    """What the tests of one process share."""

    def __init__(self) -> None:
        clear_left_overs()
        self.folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
        self.folder.chmod(0o711)  # as root, PostgreSQL runs as another user, who has to get in
        self.postgres = EmbeddedPostgres(
            self.folder / "postgres",
            options={**NOT_DURABLE, "shared_buffers": "64MB", "logging_collector": "off"},
        )
        self.valkey = EmbeddedValkey(self.folder / "valkey", maximum_memory="64mb")
        self._numbers = itertools.count(1)

    def start(self) -> None:
        """Start both and migrate the database of which the others are copies."""
        self.postgres.start()
        self.valkey.start()
        self.postgres.create_database(_TEMPLATE)
        migrations.migrate(self.postgres.url(_TEMPLATE))

    def new_database(self, name: str | None = None) -> str:
        """Return the address of a migrated, empty database."""
        name = name or f"test_{next(self._numbers)}"
        self.postgres.create_database(name, template=_TEMPLATE)
        return self.postgres.url(name)

    def stop(self) -> None:
        """Stop both and forget everything."""
        self.valkey.stop()
        self.postgres.abandon()
        shutil.rmtree(self.folder, ignore_errors=True)


def clear_left_overs() -> None:
    """Stop the services of test runs that no longer live, and delete their folders."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        number = folder.name.removeprefix(_PREFIX).split("-")[0]
        if number.isdigit() and not psutil.pid_exists(int(number)):
            for process in psutil.process_iter(["name"]):
                if process.info["name"] in ("postgres", "valkey-server"):
                    with contextlib.suppress(psutil.Error):
                        if Path(process.cwd()).is_relative_to(folder):
                            process.kill()
            shutil.rmtree(folder, ignore_errors=True)

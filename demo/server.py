"""The platform: `securestack serve` with a data folder of its own that nobody needs again."""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from demo.clearing import Clearing, DemonstrationFailed
from demo.command_line import program
from demo.screen import Screen

_START_SECONDS = 90.0
_STOP_SECONDS = 60.0
_SETUP_LINK = re.compile(r"Make the first administrator at (\S+) \(")
_ITS_OWN = ("DATABASE_URL", "DATABASE_REPLICA_URL", "REDIS_URL")


class Served(NamedTuple):
    """The platform as it runs."""

    process: subprocess.Popen[str]
    url: str
    setup_token: str
    data: Path
    log: Path

    def check(self) -> None:
        """Raise DemonstrationFailed when it has ended by itself."""
        if self.process.poll() is not None:
            raise DemonstrationFailed(f"the platform ended: {_last_words(self.log)} Its log is {self.log}.")


def environment() -> dict[str, str]:
    """Return the environment without settings of a platform that somebody may really run."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith("SECURESTACK_") and name.upper() not in _ITS_OWN
    }


def start_platform(screen: Screen, clearing: Clearing, log: Path) -> Served:
    """Start the platform and wait until it answers. Raises DemonstrationFailed when it does not."""
    data = clearing.temporary_folder()
    data.chmod(0o711)  # as root, its database runs as another user, who has to pass through
    command = [program(), "serve", "--port", "0", "--data-dir", str(data)]
    screen.command(["securestack", *command[1:]])
    with log.open("w", encoding="utf-8") as output:
        process = clearing.start(
            command,
            patience=_STOP_SECONDS,
            before=lambda: screen.complain("\nStopping the platform."),
            start_new_session=True,  # Ctrl-C is ours: the parts end in their order
            stdout=output,
            stderr=output,
            env=environment(),
            cwd=data,  # where no `.env` lies
        )
    with screen.busy("Making a database, and starting everything"):
        return _answering(process, data, log)


def _answering(process: subprocess.Popen[str], data: Path, log: Path) -> Served:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if link := _SETUP_LINK.search(log.read_text("utf-8", "replace")):
            address = urlsplit(link[1])
            return Served(process, f"{address.scheme}://{address.netloc}", address.fragment, data, log)
        Served(process, "", "", data, log).check()
        time.sleep(0.05)
    raise DemonstrationFailed(
        f"the platform did not answer within {_START_SECONDS:g} seconds; its log is {log}."
    )


def _last_words(log: Path) -> str:
    lines = [line for line in log.read_text("utf-8", "replace").splitlines() if not line.startswith("{")]
    said = [line for line in lines if line not in ("Stopping.", "Stopped.")]
    return said[-1].removeprefix("securestack: ") if said else "it did not say why."

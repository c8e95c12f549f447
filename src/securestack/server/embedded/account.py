"""As which operating-system user the embedded services run.

They run as the user who starts them, except for root: PostgreSQL refuses to run as root, rightly. Then an existing
unprivileged user is taken; none is created, because the machine is not ours to change.
"""

from __future__ import annotations

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from securestack.server.embedded.errors import EmbeddedError

_CANDIDATES = ("securestack", "postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A user of the operating system whom the services run as."""

    name: str
    uid: int
    gid: int

    def process_options(self) -> dict[str, Any]:
        """Return the arguments that make `subprocess` run a program as this user."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_enter(self, folder: Path) -> Path | None:
        """Return the first folder on the way to a folder (itself included) that this user may not enter, or None."""
        for place in (*reversed(folder.parents), folder):
            status = place.stat()
            bit = stat.S_IXOTH
            if status.st_uid == self.uid:
                bit = stat.S_IXUSR
            elif status.st_gid == self.gid:
                bit = stat.S_IXGRP
            if self.uid != 0 and not status.st_mode & bit:
                return place
        return None


def service_account() -> Account:
    """Return the user whom the services run as. Raises EmbeddedError as root without an unprivileged user."""
    uid = os.geteuid()
    if uid != 0:
        return Account(name=_name(uid), uid=uid, gid=os.getegid())
    for name in _CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid)
    raise EmbeddedError(
        "PostgreSQL does not run as root, and there is no user named securestack, postgres or nobody; start "
        "SecureStack as an ordinary user, or create one: useradd --system securestack."
    )


def private_folder(path: Path, account: Account) -> Path:
    """Create a folder that only this user (and root) may enter, and return it. Raises EmbeddedError."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.stat().st_uid != account.uid:
            os.chown(path, account.uid, account.gid)
        path.chmod(0o700)
    except OSError as error:
        raise EmbeddedError(
            f"Cannot write to {path}: {(error.strerror or str(error)).lower()}; choose another folder with --data-dir."
        ) from error
    return path


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        raise EmbeddedError(
            f"PostgreSQL needs the user it runs as to have a name, and user id {uid} has none in /etc/passwd; start "
            "SecureStack as a named user, or set DATABASE_URL to a server of your own."
        ) from None

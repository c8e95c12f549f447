"""Where the socket of an embedded service lies: in its folder, or nearby when that path is too long for a socket."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from securestack.server.embedded.account import Account, private_folder
from securestack.server.embedded.errors import EmbeddedError

_LONGEST = 80  # bytes; of the 104 to 108 that a socket's address may have, less its file name


def socket_folder(folder: Path, account: Account) -> Path:
    """Return the folder for the sockets of the service in `folder`; only its user may enter. Raises EmbeddedError."""
    inside = folder / "socket"
    if len(os.fsencode(inside)) <= _LONGEST:
        return private_folder(inside, account)
    digest = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
    outside = Path(tempfile.gettempdir()) / f"securestack-{digest}"
    with contextlib.suppress(FileExistsError):
        outside.mkdir(mode=0o700)
        os.chown(outside, account.uid, account.gid)
    # Anybody may have made a folder of this name before us; then everything said on the socket would be theirs.
    status = outside.lstat()
    if not outside.is_dir() or outside.is_symlink() or status.st_uid != account.uid or status.st_mode & 0o077:
        raise EmbeddedError(
            f"{outside} belongs to somebody else; choose a shorter --data-dir than {folder.parent}."
        )
    return outside

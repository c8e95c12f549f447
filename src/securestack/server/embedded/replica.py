"""A hot standby of an embedded PostgreSQL: a copy that follows every write and answers reads."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from securestack.server.embedded.postgres import ROLE, EmbeddedPostgres


class EmbeddedReplica(EmbeddedPostgres):
    """One standby server in one folder, copied from a running primary at its first start."""

    def __init__(
        self, folder: Path, primary: EmbeddedPostgres, *, options: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(folder, options=options)
        self._primary = primary

    def make(self) -> None:
        """Copy the primary into the data folder, to follow it from there."""
        self.run(
            "pg_basebackup",
            f"--dbname=host={self._primary.socket_folder} user={ROLE}",
            f"--pgdata={self.data}",
            "--wal-method=stream",
            "--checkpoint=fast",
            "--write-recovery-conf",
            "--no-manifest",
            "--no-sync",
        )

"""`securestack backup` and `securestack restore`: everything in one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from securestack.cli.errors import CommandError
from securestack.cli.platform import DataDir, database_explained, explained, read_settings


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write, such as securestack-backup.zip.")],
    data_dir: DataDir = None,
) -> None:
    """Write everything into one file, also while the platform runs.

    Keep the file safe: it holds all findings and, unless SECURESTACK_SECRET_KEY is set, the key to all secrets.
    """
    from securestack.server.backup import BackupError, back_up
    from securestack.server.embedded.stack import database_of

    settings = read_settings(data_dir=data_dir)
    try:
        with explained(), database_of(settings) as joined, database_explained(joined):
            back_up(joined, file)
    except BackupError as error:
        raise CommandError(str(error)) from error
    print(f"Wrote {file} ({file.stat().st_size / 1e6:.1f} MB).")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `securestack backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite the database that is there.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Make the database what a backup holds; the platform must not run meanwhile."""
    from securestack.server.backup import BackupError
    from securestack.server.backup import restore as restore_backup
    from securestack.server.embedded.stack import database_of, is_held

    settings = read_settings(data_dir=data_dir)
    if settings.database_url is None and is_held(settings.data_dir):
        raise CommandError(f"The platform runs on {settings.data_dir}; stop it before you restore.")
    try:
        with explained(), database_of(settings, make=True) as joined, database_explained(joined):
            manifest = restore_backup(joined, file, replace=replace)
    except BackupError as error:
        raise CommandError(str(error)) from error
    print(f"Restored the backup of {manifest.created_at:%Y-%m-%d %H:%M} UTC.")

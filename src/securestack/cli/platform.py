"""What the commands of the platform share: its settings, and its errors as one sentence each."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from securestack.cli.errors import CommandError

if TYPE_CHECKING:
    from securestack.server.settings import Settings

DataDir = Annotated[
    Path | None,
    typer.Option(
        "--data-dir",
        help="Folder of everything that is kept; by default among your user's data.",
        show_default=False,
    ),
]


@contextlib.contextmanager
def explained() -> Iterator[None]:
    """Turn what may be wrong with settings, services and databases into CommandError."""
    from securestack.server.embedded.errors import EmbeddedError
    from securestack.server.migrations import MigrationError
    from securestack.server.settings import SettingsError

    try:
        yield
    except (SettingsError, EmbeddedError, MigrationError) as error:
        raise CommandError(str(error)) from error


def read_settings(**values: object) -> Settings:
    """Return the checked settings, with what was said on the command line. Raises CommandError."""
    from securestack.server.settings import load_settings

    with explained():
        settings = load_settings(**values)
        settings.check()
        return settings.with_secret_key()


def read_outside_settings(**values: object) -> Settings:
    """Return settings for a part that runs alone, with a database and Valkey of one's own. Raises CommandError."""
    settings = read_settings(**values)
    missing = [
        name
        for name, value in (("DATABASE_URL", settings.database_url), ("REDIS_URL", settings.redis_url))
        if value is None
    ]
    if missing:
        raise CommandError(
            f"{' and '.join(missing)} must be set for a part that runs alone; `securestack serve` needs neither."
        )
    from securestack.server.embedded.processes import SUPERVISED

    if SUPERVISED not in os.environ:  # otherwise `serve` has just brought it up to date
        check_database(settings)
    return settings


def check_database(settings: Settings) -> None:
    """Raise CommandError unless the database answers and is up to date."""
    import asyncio

    from securestack.server import migrations

    with database_explained(settings):
        if not asyncio.run(migrations.is_current(str(settings.database_url))):
            raise CommandError("The database is not up to date; run `securestack migrate`.")


@contextlib.contextmanager
def database_explained(settings: Settings) -> Iterator[None]:
    """Turn errors of the database into CommandError."""
    import asyncpg

    from securestack.server.kit.database_errors import explain

    try:
        with explained():
            yield
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise CommandError(explain(error, settings.database_url or "")) from error

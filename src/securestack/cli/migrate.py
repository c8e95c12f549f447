"""`securestack migrate`: bring the database up to date."""

from __future__ import annotations

from securestack.cli.platform import DataDir, database_explained, explained, read_settings


def migrate(data_dir: DataDir = None) -> None:
    """Bring the database up to date: of DATABASE_URL, or the embedded one of the data folder."""
    from securestack.server import migrations
    from securestack.server.embedded.stack import database_of

    settings = read_settings(data_dir=data_dir)
    with explained(), database_of(settings) as joined, database_explained(joined):
        steps = migrations.migrate(str(joined.database_url))
    print(f"Applied {', '.join(steps)}." if steps else "The database is up to date.")

"""How the database came to be as it is, step by step, and how it is brought up to date.

For every change of a model there is a migration; a test fails where the two differ.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

_LOCK = 0x5EC57AC4  # any number of ours: two processes must not migrate at once


class MigrationError(Exception):
    """The database cannot be brought up to date. The message says why."""


def migrate(url: str) -> list[str]:
    """Bring a database up to date and return the names of the steps it took."""
    return asyncio.run(_migrate(url))


async def is_current(url: str) -> bool:
    """Return whether a database is up to date with this version of the platform."""
    engine = engine_for(url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_revision) == _scripts().get_current_head()
    finally:
        await engine.dispose()


def revision_of(url: str) -> str | None:
    """Return the name of the last step a database has taken, or None where it is empty."""

    async def ask() -> str | None:
        engine = engine_for(url)
        try:
            async with engine.connect() as connection:
                return await connection.run_sync(_revision)
        finally:
            await engine.dispose()

    return asyncio.run(ask())


def is_known(revision: str | None) -> bool:
    """Return whether this version of the platform knows a step."""
    return revision is None or revision in {script.revision for script in _scripts().walk_revisions()}


async def _migrate(url: str) -> list[str]:
    engine = engine_for(url)
    try:
        async with engine.begin() as connection:
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
            return await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


def _upgrade(connection: Connection) -> list[str]:
    before = _revision(connection)
    scripts = _scripts()
    if not is_known(before):
        raise MigrationError(
            f"The database was migrated by a newer version of SecureStack (it is at {before}); update this one."
        )
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    taken = list(scripts.iterate_revisions("head", before or "base"))
    return [script.revision for script in reversed(taken)]


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def engine_for(url: str) -> AsyncEngine:
    """Return an engine that keeps no connection."""

    async def connect() -> Any:
        return await asyncpg.connect(url, timeout=10.0)

    return create_async_engine("postgresql+asyncpg://", async_creator=connect, poolclass=NullPool)

"""The embedded services of one data folder: whose turn it is with it, and how others join in.

One `securestack serve` at a time holds a data folder, by a lock that ends with its process. Commands such as `backup`
use its services while it runs, and start them for themselves while it does not.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from securestack.server.embedded.errors import EmbeddedError
from securestack.server.embedded.postgres import EmbeddedPostgres
from securestack.server.embedded.valkey import EmbeddedValkey
from securestack.server.settings import Settings


def postgres_of(settings: Settings) -> EmbeddedPostgres:
    """Return the embedded PostgreSQL of the data folder, not started."""
    return EmbeddedPostgres(settings.data_dir / "postgres")


def valkey_of(settings: Settings) -> EmbeddedValkey:
    """Return the embedded Valkey of the data folder, not started."""
    return EmbeddedValkey(settings.data_dir / "valkey")


@contextlib.contextmanager
def held(data_dir: Path) -> Iterator[None]:
    """Hold a data folder, which is made where there is none. Raises EmbeddedError when another process holds it."""
    try:
        # Others may pass through (PostgreSQL's user has to, when we are root), and see nothing.
        data_dir.mkdir(mode=0o711, parents=True, exist_ok=True)
        lock = os.open(data_dir / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise EmbeddedError(
            f"Cannot write to {data_dir}: {(error.strerror or str(error)).lower()}; choose another folder with --data-dir."
        ) from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(lock, 20).decode("ascii", "replace").strip()
            raise EmbeddedError(
                f"Another securestack (process {holder or 'unknown'}) uses {data_dir}; stop it, or choose another folder "
                "with --data-dir."
            ) from None
        os.ftruncate(lock, 0)
        os.pwrite(lock, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(lock)


@contextlib.contextmanager
def database_of(settings: Settings, *, make: bool = False) -> Iterator[Settings]:
    """Lend settings with a database that answers: the one they name, or the embedded one, started if it does not run.

    Raises EmbeddedError, also where there is no embedded one yet and none is to be made.
    """
    if settings.database_url is not None:
        yield settings
        return
    postgres = postgres_of(settings)
    if not make and not (postgres.data / "PG_VERSION").exists():
        raise EmbeddedError(
            f"There is no database in {settings.data_dir}; name its folder with --data-dir, or set DATABASE_URL."
        )
    joined = settings.changed(database_url=postgres.url())
    with contextlib.ExitStack() as stack:
        if not is_held(settings.data_dir):
            stack.enter_context(held(settings.data_dir))
            postgres.start()
            stack.callback(postgres.stop)
            postgres.create_database()
        yield joined


def is_held(data_dir: Path) -> bool:
    """Return whether another process holds a data folder."""
    try:
        lock = os.open(data_dir / "lock", os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False

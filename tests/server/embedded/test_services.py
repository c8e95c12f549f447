"""Embedded PostgreSQL and Valkey: started, stopped, and started again after every kind of end."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from securestack.server.embedded.account import service_account
from securestack.server.embedded.errors import EmbeddedError
from securestack.server.embedded.postgres import NOT_DURABLE, EmbeddedPostgres
from securestack.server.embedded.valkey import EmbeddedValkey

OPTIONS = {**NOT_DURABLE, "shared_buffers": "16MB", "logging_collector": "off"}


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder that the user of the services can get at."""
    folder = Path(tempfile.mkdtemp(prefix=f"securestack-tests-{os.getpid()}-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def test_what_was_written_is_there_after_a_restart(folder: Path) -> None:
    postgres = EmbeddedPostgres(folder / "postgres", options=OPTIONS)
    postgres.start()
    postgres.create_database()
    postgres.create_database()  # once more changes nothing
    postgres.query("CREATE TABLE t AS SELECT 42 AS answer", "securestack")
    postgres.stop()
    assert not postgres.running
    again = EmbeddedPostgres(folder / "postgres", options=OPTIONS)
    again.start()
    try:
        assert again.query("SELECT answer FROM t", "securestack") == "42"
        assert stat.S_IMODE((folder / "postgres").stat().st_mode) == 0o700
        assert again.query("SHOW listen_addresses") == ""
    finally:
        again.stop()


def test_starts_again_after_it_was_killed_and_after_its_starter_was(folder: Path) -> None:
    postgres = EmbeddedPostgres(folder / "postgres", options={**OPTIONS, "fsync": "on"})
    postgres.start()
    assert postgres.pid is not None
    os.kill(postgres.pid, signal.SIGKILL)
    while postgres.running:
        pass
    # Backends of the killed server may hold its memory for a moment.
    for _ in range(100):
        try:
            postgres.start()
            break
        except EmbeddedError:
            continue
    assert postgres.query("SELECT 1") == "1"
    # Another starter finds it running: as after `kill -9` of the process that had started it.
    orphan = psutil.Process(postgres.pid)
    other = EmbeddedPostgres(folder / "postgres", options=OPTIONS)
    other.start()
    try:
        assert not orphan.is_running() or orphan.status() == psutil.STATUS_ZOMBIE
        assert other.query("SELECT 1") == "1"
    finally:
        other.stop()
        postgres.stop()


def test_a_process_that_was_given_the_number_of_a_dead_server_is_left_alone(folder: Path) -> None:
    postgres = EmbeddedPostgres(folder / "postgres", options=OPTIONS)
    postgres.start()
    postgres.stop()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as bystander:
        (postgres.data / "postmaster.pid").write_text(
            f"{bystander.pid}\n{postgres.data}\n1\n5432\n\n\n\nready\n"
        )
        postgres.start()
        try:
            assert postgres.query("SELECT 1") == "1"
            assert bystander.poll() is None
        finally:
            postgres.stop()
            bystander.communicate(b"\n")


def test_data_of_another_major_version_is_refused_with_the_way_out(folder: Path) -> None:
    postgres = EmbeddedPostgres(folder / "postgres", options=OPTIONS)
    (folder / "postgres" / "data").mkdir(parents=True)
    (folder / "postgres" / "data" / "PG_VERSION").write_text("9\n")
    with pytest.raises(
        EmbeddedError, match=r"made by PostgreSQL 9, and this is PostgreSQL \d+; restore a backup"
    ):
        postgres.start()


def test_says_why_it_cannot_start(folder: Path) -> None:
    postgres = EmbeddedPostgres(folder / "postgres", options={**OPTIONS, "shared_buffers": "many"})
    with pytest.raises(EmbeddedError, match="shared_buffers"):
        postgres.start()


def test_works_in_a_folder_whose_path_is_too_long_for_a_socket(folder: Path) -> None:
    deep = folder / ("long-name-" * 12)
    deep.mkdir(mode=0o711)
    postgres, valkey = EmbeddedPostgres(deep / "postgres", options=OPTIONS), EmbeddedValkey(deep / "valkey")
    postgres.start()
    valkey.start()
    try:
        assert postgres.query("SELECT 1") == "1"
        for socket_folder in (postgres.socket_folder, valkey.socket.parent):
            assert stat.S_IMODE(socket_folder.stat().st_mode) == 0o700
    finally:
        valkey.stop()
        postgres.stop()
        shutil.rmtree(postgres.socket_folder, ignore_errors=True)
        shutil.rmtree(valkey.socket.parent, ignore_errors=True)


def test_a_socket_folder_that_somebody_else_made_is_refused(folder: Path) -> None:
    deep = folder / ("long-name-" * 12)
    deep.mkdir(mode=0o711)
    trap = EmbeddedPostgres(deep / "postgres", options=OPTIONS).socket_folder
    trap.chmod(0o777)
    try:
        with pytest.raises(EmbeddedError, match="belongs to somebody else"):
            EmbeddedPostgres(deep / "postgres", options=OPTIONS).start()
    finally:
        shutil.rmtree(trap)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_as_root_it_runs_as_somebody_else_who_has_to_get_in(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(EmbeddedError, match=r"may not enter .*closed; choose another folder with --data-dir"):
        EmbeddedPostgres(closed / "postgres", options=OPTIONS).start()
    valkey = EmbeddedValkey(folder / "valkey")
    valkey.start()
    try:
        assert psutil.Process(valkey.pid).uids().effective == service_account().uid != 0
    finally:
        valkey.stop()


def test_valkey_starts_again_after_it_was_killed(folder: Path) -> None:
    valkey = EmbeddedValkey(folder / "valkey")
    valkey.start()
    assert valkey.pid is not None
    os.kill(valkey.pid, signal.SIGKILL)
    while valkey.running:
        pass
    valkey.start()
    valkey.stop()
    assert not valkey.running

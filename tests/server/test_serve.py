"""`securestack serve` as a person starts it: a whole platform, which survives the death of its parts and ends cleanly."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

PATIENCE = 60.0


class Running:
    """A platform that was started as a command."""

    def __init__(self, data_dir: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.data_dir = data_dir
        self.output = data_dir.parent / "output"
        with self.output.open("wb") as sink:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "securestack.cli",
                    "serve",
                    "--port",
                    str(self.port),
                    "--data-dir",
                    str(data_dir),
                ],
                stdout=sink,
                stderr=sink,
                env=clean_environment(),
                cwd=data_dir.parent,
            )

    def said(self) -> str:
        """Return what it has written so far."""
        return self.output.read_text("utf-8", "replace")

    def ready(self) -> bool:
        """Return whether requests are served."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/health/ready")
            answer = connection.getresponse()
            return answer.status == 200 and json.loads(answer.read())["parts"]["valkey"] == "ok"
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def part(self, *words: str) -> psutil.Process:
        """Return the process that this platform has started with these words in its command."""
        for process in psutil.Process(self.process.pid).children():
            with contextlib.suppress(psutil.Error):
                if all(word in " ".join(process.cmdline()) for word in words):
                    return process
        raise LookupError(words)

    def until(self, happened: Callable[[], bool]) -> None:
        """Wait until something has happened, and fail with what was written when it does not."""
        deadline = time.monotonic() + PATIENCE
        while not happened():
            assert time.monotonic() < deadline, self.said()
            assert self.process.poll() is None, self.said()
            time.sleep(0.05)


def clean_environment() -> dict[str, str]:
    """Return the environment without settings of the platform."""
    ours = ("SECURESTACK_", "DATABASE_", "REDIS_", "PROMETHEUS_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder that the user of the services can get at."""
    folder = Path(tempfile.mkdtemp(prefix=f"securestack-tests-{os.getpid()}-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def _replaced(running: Running, old: psutil.Process, *words: str) -> bool:
    try:
        return running.part(*words).pid != old.pid and running.ready()
    except LookupError:
        return False


@pytest.mark.timeout(300)
def test_serves_survives_the_death_of_its_parts_and_ends_cleanly(folder: Path) -> None:
    running = Running(folder / "data")
    try:
        running.until(lambda: "Ctrl-C ends it." in running.said())
        assert running.ready()
        assert f"SecureStack is at http://127.0.0.1:{running.port}" in running.said()
        assert running.said().count("/setup") == 1  # the link for the first administrator, once

        second = subprocess.run(
            [
                sys.executable,
                "-m",
                "securestack.cli",
                "serve",
                "--port",
                "0",
                "--data-dir",
                str(running.data_dir),
            ],
            capture_output=True,
            text=True,
            env=clean_environment(),
            check=False,
        )
        assert second.returncode == 2
        assert f"Another securestack (process {running.process.pid}) uses" in second.stderr

        for words in (
            ("securestack.cli", "web"),
            ("postgres", "-D"),
            ("valkey-server",),
            ("securestack.cli", "beat"),
        ):
            old = running.part(*words)
            old.send_signal(signal.SIGKILL)
            running.until(lambda old=old, words=words: _replaced(running, old, *words))  # type: ignore[misc]

        started = psutil.Process(running.process.pid).children(recursive=True)
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(PATIENCE) == 0
        _, alive = psutil.wait_procs(started, timeout=20)
        assert alive == []
        assert running.said().rstrip().endswith("Stopped.")
    finally:
        if running.process.poll() is None:
            running.process.terminate()
            running.process.wait(PATIENCE)


@pytest.mark.timeout(300)
def test_its_parts_end_with_it_when_it_is_killed_and_it_starts_again(folder: Path) -> None:
    running = Running(folder / "data")
    running.until(running.ready)
    ours = [
        process
        for process in psutil.Process(running.process.pid).children(recursive=True)
        if "securestack.cli" in " ".join(process.cmdline())
    ]
    running.process.kill()
    running.process.wait()
    _, alive = psutil.wait_procs(ours, timeout=40)
    assert alive == []
    again = Running(folder / "data")
    try:
        again.until(again.ready)
    finally:
        again.process.terminate()
        assert again.process.wait(PATIENCE) == 0


def _refused(*arguments: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "securestack.cli", *arguments],
        capture_output=True,
        text=True,
        env={**clean_environment(), **environment},
        check=False,
        timeout=60,
    )
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_says_in_one_sentence_what_is_in_the_way(folder: Path) -> None:
    (folder / "file").write_text("")
    data = f"{folder}/data"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"Port {port} is taken" in _refused("serve", "--port", port, "--data-dir", data)
    assert "choose another folder with --data-dir" in _refused(
        "serve", "--port", "0", "--data-dir", f"{folder}/file/x"
    )
    assert "DATABASE_URL is wrong" in _refused("serve", "--data-dir", data, DATABASE_URL="mysql://x/y")
    for url, sentence in (
        ("postgresql://u:p@127.0.0.1:1/x", "Cannot reach the database at 127.0.0.1:1: connection refused"),
        ("postgresql://u:p@nowhere.invalid/x", "There is no host named nowhere.invalid"),
    ):
        said = _refused("web", "--data-dir", data, DATABASE_URL=url, REDIS_URL="redis://127.0.0.1:1/0")
        assert sentence in said
        assert ":p@" not in said
    assert "DATABASE_URL and REDIS_URL must be set" in _refused("worker", "--data-dir", data)
    assert "SECURESTACK_SECRET_KEY must be set" in _refused(
        "serve",
        "--data-dir",
        data,
        SECURESTACK_ENVIRONMENT="production",
        SECURESTACK_PUBLIC_URL="https://x.example",
    )
    assert "There is no database in" in _refused("backup", f"{folder}/backup.zip", "--data-dir", data)

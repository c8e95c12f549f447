"""The demonstration, as a person runs it: it finds what was planted, says so, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]
_LONGEST = 200.0  # seconds, on a machine that is busy with other things; it takes a tenth of it

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder with a short path that other users may pass through: as root, PostgreSQL runs as another."""
    folder = Path(tempfile.mkdtemp(prefix="demo-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


def demonstration(folder: Path, *options: str, terminal: int = subprocess.PIPE) -> subprocess.Popen[str]:
    for name in ("temporary", "home"):
        (folder / name).mkdir()
        (folder / name).chmod(0o711)
    return subprocess.Popen(
        [sys.executable, ROOT / "demo" / "run.py", "--into", folder / "reports", *options],
        stdout=terminal,
        stderr=terminal,
        text=True,
        env={
            **{name: value for name, value in os.environ.items() if name != "CI"},
            "TMPDIR": str(folder / "temporary"),
            # What the scan keeps for `replay` must not land in the home of whoever runs the tests.
            "XDG_DATA_HOME": str(folder / "home"),
            "NO_COLOR": "1",
            # Nor may the demonstration touch a platform that they really run.
            "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/real",
            "SECURESTACK_DATA_DIR": "/nowhere",
        },
    )


def read_until(process: subprocess.Popen[str], words: str) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if words in line:
            return
    raise AssertionError(f"it ended without saying {words!r}")


def assert_nothing_is_left(folder: Path) -> None:
    assert list((folder / "temporary").iterdir()) == []
    deadline = time.monotonic() + 5
    while (left := processes_of(folder)) and time.monotonic() < deadline:
        pass  # who was killed is gone a moment later
    assert left == []


def processes_of(folder: Path) -> list[str]:
    """Return the command lines of processes that were started for the demonstration of this folder."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            if process.pid != os.getpid() and process.status() != psutil.STATUS_ZOMBIE:
                command = " ".join(process.cmdline())
                if str(folder) in command or process.environ().get("TMPDIR", "").startswith(str(folder)):
                    found.append(command)
    return found


def test_both_scans_find_what_was_planted_and_nothing_is_left(folder: Path) -> None:
    process = demonstration(folder)
    printed, complaint = process.communicate(timeout=_LONGEST)
    assert process.returncode == 0, printed + complaint
    assert len(re.findall(r"Planted flaws found: (\d+) of \1\. Safe places accused: 0 of", printed)) == 2
    assert re.search(r"Audit log: \d+ entries verified: none was changed, none is missing\.", printed)
    assert "Log in as" not in printed  # nobody can: everything is closed by now
    reports = folder / "reports"
    assert (reports / "report.html").read_text("utf-8").lstrip().lower().startswith("<!doctype html")
    assert json.loads((reports / "report.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert_nothing_is_left(folder)


def test_a_scan_that_found_too_little_fails_with_a_sentence(folder: Path) -> None:
    process = demonstration(folder, "--max-requests", "30")
    printed, complaint = process.communicate(timeout=_LONGEST)
    assert process.returncode == 1, printed
    assert re.search(r"The demonstration failed: not found: web\.", complaint)
    assert "Traceback" not in complaint
    assert_nothing_is_left(folder)


def test_a_kill_during_the_scan_ends_everything(folder: Path) -> None:
    process = demonstration(folder, "--requests-per-second", "5")
    read_until(process, "$ securestack scan web")
    process.send_signal(signal.SIGTERM)
    _, complaint = process.communicate(timeout=_LONGEST)
    assert process.returncode == 130
    assert "Traceback" not in complaint
    assert_nothing_is_left(folder)


def test_an_interrupt_while_the_platform_starts_ends_everything(folder: Path) -> None:
    process = demonstration(folder)
    read_until(process, "$ securestack serve")
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)  # from somebody impatient
    _, complaint = process.communicate(timeout=_LONGEST)
    assert process.returncode == 130
    assert complaint.endswith("Stopped.\n")
    assert "Traceback" not in complaint
    assert_nothing_is_left(folder)


def test_on_a_terminal_it_stays_open_until_somebody_has_seen_enough(folder: Path) -> None:
    ours, theirs = os.openpty()
    process = demonstration(folder, terminal=theirs)
    os.close(theirs)
    shown = read_terminal_until(ours, "Ctrl-C ends the demonstration")
    (api,) = re.findall(r"(http://127\.0\.0\.1:\d+)/openapi\.json", shown)
    (email,) = re.findall(r"Log in as +(\S+)", shown)
    (password,) = re.findall(r"Password +(\S+)", shown)
    tokens = ask(f"{api}/api/v1/auth/login", {"email": email, "password": password})
    (key,) = re.findall(r"Bearer (ssk_\w+)", shown)
    for token in (tokens["access_token"], key):
        assert ask(f"{api}/api/v1/findings?limit=5", token=token)["items"]
    process.send_signal(signal.SIGINT)
    assert process.wait(_LONGEST) == 0
    os.close(ours)
    assert_nothing_is_left(folder)


def read_terminal_until(terminal: int, words: str) -> str:
    shown = ""
    while words not in shown:
        try:
            shown += os.read(terminal, 65536).decode("utf-8", "replace")
        except OSError:  # nobody holds its other end any more
            raise AssertionError(f"it ended without saying {words!r}: {shown}") from None
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)


def ask(url: str, body: dict[str, str] | None = None, *, token: str = "") -> Any:
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=60) as answer:
        return json.load(answer)

"""The demonstration, as a person runs it: it finds what was planted, says so, and leaves nothing running."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def demonstration(folder: Path, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, ROOT / "demo" / "run.py", "--into", folder, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # What the scan keeps for `replay` must not land in the home of whoever runs the tests.
        env={**os.environ, "XDG_DATA_HOME": str(folder / "data"), "NO_COLOR": "1"},
    )


def assert_closed(printed: str) -> None:
    port = int(re.findall(r"open at http://127\.0\.0\.1:(\d+)", printed)[0])
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), timeout=5):
        pass


def test_it_finds_what_was_planted_and_closes_the_shop(tmp_path: Path) -> None:
    process = demonstration(tmp_path)
    printed, complaint = process.communicate(timeout=100)
    assert process.returncode == 0, complaint
    assert "Safe places accused: 0 of" in printed
    assert "securestack replay" in printed
    assert (tmp_path / "report.html").read_text("utf-8").lstrip().lower().startswith("<!doctype html")
    assert json.loads((tmp_path / "report.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert_closed(printed)


def test_a_scan_that_found_too_little_fails_with_a_sentence(tmp_path: Path) -> None:
    process = demonstration(tmp_path, "--max-requests", "30")
    printed, complaint = process.communicate(timeout=100)
    assert process.returncode == 1
    assert re.search(r"The demonstration failed: not found: web\.", complaint)
    assert "Traceback" not in complaint
    assert_closed(printed)


def test_a_kill_ends_the_scan_and_closes_the_shop(tmp_path: Path) -> None:
    process = demonstration(tmp_path, "--requests-per-second", "5")
    assert process.stdout is not None
    printed = "".join(
        process.stdout.readline() for _ in range(3)
    )  # the third line is the command of the scan
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert_closed(printed)

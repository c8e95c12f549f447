"""Running a program and saying what it cost."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Cost:
    """What one run of a program used, its own children included."""

    cpu_seconds: float
    wall_seconds: float
    peak_megabytes: float
    exit_code: int


def run(
    command: Sequence[str | Path],
    *,
    time_limit: float,
    log: Path,
    environment: Mapping[str, str] | None = None,
) -> Cost:
    """Run a program to its end, or to the time limit in seconds, with its output in a file."""
    started = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
            cwd=log.parent,
            start_new_session=True,
        )
        try:
            usage, status = _wait(process.pid, started + time_limit)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    process.returncode = os.waitstatus_to_exitcode(status)
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Cost(
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        wall_seconds=time.monotonic() - started,
        peak_megabytes=kilobytes / 1024,
        exit_code=process.returncode,
    )


def _wait(process: int, deadline: float) -> tuple[resource.struct_rusage, int]:
    # First ask politely, so that a tool can still write its report, then end it.
    asked = False
    while True:
        done, status, usage = os.wait4(process, os.WNOHANG)
        if done:
            return usage, status
        if time.monotonic() > deadline + 30:
            os.killpg(process, signal.SIGKILL)
        elif time.monotonic() > deadline and not asked:
            asked = True
            os.kill(process, signal.SIGINT)
        time.sleep(0.05)


@dataclass
class Counted:
    """A target that runs. `requests` and `cpu_seconds` are known once it has ended."""

    url: str
    requests: int = 0
    cpu_seconds: float = 0.0


@contextlib.contextmanager
def served(target: str) -> Iterator[Counted]:
    """Serve a target in a process of its own, and count."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.web.counted_server", target],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    counted = Counted(process.stdout.readline().strip())
    if not counted.url:
        raise SystemExit(f"The target {target} did not start; why stands above.")
    try:
        yield counted
        process.stdin.close()
        told = json.loads(process.stdout.readline())
        counted.requests, counted.cpu_seconds = told["requests"], told["cpu_seconds"]
    finally:
        process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()

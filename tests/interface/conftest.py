"""What the tests of the user interface are given: Node.js where there is one, and one build of the interface."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

FRONTEND = Path(__file__).parents[2] / "frontend"
OLDEST = (20, 19)

Run = Callable[..., str]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the stories: they take longest, and other processes have the other tests meanwhile."""
    items.sort(key=lambda item: "test_stories" not in item.nodeid)


@pytest.fixture(scope="session")
def npx() -> Run:
    """Return what runs a program of the interface's and returns its output.

    Without Node.js the tests are skipped, except where CI is set in the environment: there it is a fault.
    """
    missing = _missing()
    if missing is not None:
        if os.environ.get("CI"):
            pytest.fail(missing, pytrace=False)
        pytest.skip(f"{missing} The user interface is not tested.")
    if not all((FRONTEND / part / "node_modules").is_dir() for part in (".", "e2e")):
        pytest.fail(
            "frontend/node_modules is missing: `make frontend/node_modules/ready` fetches it.", pytrace=False
        )

    def run(*command: str, seconds: float = 110) -> str:
        finished = subprocess.run(
            command,
            cwd=FRONTEND,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "NO_COLOR": "1"},
        )
        told = finished.stdout + finished.stderr
        if finished.returncode != 0:
            pytest.fail(f"{' '.join(command)}\n{told[-12_000:]}", pytrace=False)
        return told

    return run


@pytest.fixture(scope="session")
def built(npx: Run, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return the folder of a build of the interface as it is now; made once for all processes of a test run."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    folder, done = shared / "interface", shared / "interface.done"
    with (shared / "interface.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            npx(*_BUILD, "--outDir", str(folder), "--emptyOutDir")
            done.touch()
    return folder


_BUILD = ("node", "node_modules/vite/bin/vite.js", "build", "--logLevel", "error")


def _missing() -> str | None:
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "Node.js and npm are not installed."
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    found = re.match(r"v(\d+)\.(\d+)", version)
    if found is None or (int(found[1]), int(found[2])) < OLDEST:
        return f"Node.js {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {version.strip()}."
    return None

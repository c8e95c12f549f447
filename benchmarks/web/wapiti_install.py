"""Finding Wapiti, or installing it into a folder of its own outside the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

VERSION = "3.3.2"


def wapiti_program(given: Path | None) -> Path:
    """Return the program, installing it where none is given. Ends the run with a sentence where it cannot."""
    if given is not None:
        if not given.exists():
            raise SystemExit(f"There is no Wapiti at {given}.")
        return given.absolute()
    folder = _cache() / f"wapiti-{VERSION}"
    program = folder / "bin" / "wapiti"
    if program.exists():
        return program
    print(f"Installing Wapiti {VERSION} into {folder} ...", file=sys.stderr)
    subprocess.run([_python(), "-m", "venv", "--clear", folder], check=True)
    done = subprocess.run([folder / "bin" / "pip", "install", "--quiet", f"wapiti3=={VERSION}"], check=False)
    if done.returncode or not program.exists():
        shutil.rmtree(folder, ignore_errors=True)
        raise SystemExit(
            "Wapiti could not be installed; why stands above. Give one with --wapiti, or leave it out with --only securestack."
        )
    return program


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "securestack-benchmarks"


def _python() -> str:
    if sys.version_info >= (3, 12):
        return sys.executable
    for minor in (14, 13, 12):
        found = shutil.which(f"python3.{minor}")
        if found and subprocess.run([found, "-c", ""], check=False, capture_output=True).returncode == 0:
            return found
    raise SystemExit(
        f"Wapiti {VERSION} needs Python 3.12 or newer, and none is on the PATH. Give Wapiti with --wapiti PATH."
    )

"""The demonstration: open the weak tea shop on loopback, scan it, write two reports, close the shop.

Run it with `make demo`, or `.venv/bin/python demo/run.py [--into FOLDER] [SCAN OPTIONS]`: the reports go into the folder,
`demo-output` unless told otherwise, and every other option goes to the scan as it is.
It ends with 0 when the scan found what it must find, and with 1 and a sentence when it did not.
"""

# ruff: noqa: S603, T201 - a script for people: it starts our own two programs and talks to whoever runs it

from __future__ import annotations

import argparse
import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
_PATIENCE = 20.0  # seconds the shop may take to open

sys.path.insert(0, str(ROOT))

from tests.targets.shop.answers import SAFE, WEAKNESSES, Answer, tells_of  # noqa: E402
from tests.targets.shop.store import DEMO_PASSWORD, DEMO_USER  # noqa: E402


class Terminated(KeyboardInterrupt):
    """Somebody asked this process, and not the scan, to end."""


class DemonstrationFailed(Exception):
    """The demonstration did not show what it should; the message says why, in one sentence."""


def main() -> int:
    """Run the demonstration and return its exit code."""
    os.chdir(ROOT)
    parser = argparse.ArgumentParser(description="Scan the weak tea shop. Other options go to the scan.")
    parser.add_argument(
        "--into", type=Path, default=Path("demo-output"), metavar="FOLDER", help="for the reports"
    )
    arguments, options = parser.parse_known_args()
    # Closing the terminal, or a plain kill, must close the shop as Ctrl-C does.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _terminate)
    try:
        with shop() as url:
            print(
                f"The tea shop is open at {url} - weak on purpose, reachable from this machine only.\n",
                flush=True,
            )
            scan(url, arguments.into, options)
        judgement = judge(arguments.into)
        tell(arguments.into, url, judgement)
    except KeyboardInterrupt:
        print("\nStopped. The shop is closed.", file=sys.stderr)
        return 130
    except DemonstrationFailed as failure:
        print(f"\nThe demonstration failed: {failure}", file=sys.stderr)
        return 1
    return 0


@contextlib.contextmanager
def shop() -> Iterator[str]:
    """Open the shop in a process of its own; yields its address, and closes it whatever happens."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.targets.shop"],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # so that Ctrl-C stops the scan, which then writes its report, and not the shop
    )
    try:
        yield _address(process)
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


def _address(process: subprocess.Popen[str]) -> str:
    lines: queue.Queue[str] = queue.Queue()
    stream = process.stdout
    assert stream is not None
    threading.Thread(target=lambda: lines.put(stream.readline()), daemon=True).start()
    try:
        line = lines.get(timeout=_PATIENCE)
    except queue.Empty:
        raise DemonstrationFailed(f"the shop did not open within {_PATIENCE:g} seconds.") from None
    if "http://" not in line:
        raise DemonstrationFailed("the shop did not open; what is wrong stands above.")
    return line.split()[-1]


def scan(url: str, folder: Path, options: list[str]) -> None:
    """Scan the shop with the command a person would type. Raises DemonstrationFailed when the scan fails."""
    folder.mkdir(parents=True, exist_ok=True)
    reports = [folder / name for name in ("report.html", "report.sarif", "report.json")]
    for report in reports:
        report.unlink(missing_ok=True)
    shown = ["securestack", "scan", "web", url]
    shown += ["--login-url", f"{url}/login", "--username", DEMO_USER, "--password-env", "SHOP_PASSWORD"]
    for report in reports:
        shown += ["--output", str(report)]
    print("$", " ".join([*shown, *options]), "\n", flush=True)
    program = Path(sys.executable).with_name("securestack")
    process = subprocess.Popen(
        [program, *shown[1:], *options], env={**os.environ, "SHOP_PASSWORD": DEMO_PASSWORD}
    )
    try:
        code = process.wait()
    except Terminated:
        process.terminate()
        process.wait()
        raise
    except KeyboardInterrupt:
        # The scan was told as well, and is writing what it has; a second Ctrl-C ends it at once.
        process.wait()
        raise
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    if code not in (0, 1):
        raise DemonstrationFailed(f"the scan ended with code {code}; why stands above.")


class Judgement(NamedTuple):
    """How the scan did against what was planted."""

    found: list[Answer]
    missed: list[Answer]
    wrong: list[Answer]  # safe places that were accused
    example: str  # the beginning of the fingerprint of a finding that can be looked for again


def judge(folder: Path) -> Judgement:
    """Hold the report against what the shop says of itself."""
    report: dict[str, Any] = json.loads((folder / "report.json").read_text("utf-8"))
    findings = report["findings"]
    found = [answer for answer in WEAKNESSES if any(tells_of(finding, answer) for finding in findings)]
    missed = [answer for answer in WEAKNESSES if answer not in found]
    wrong = [answer for answer in SAFE if any(tells_of(finding, answer) for finding in findings)]
    example = next((finding for finding in findings if tells_of(finding, WEAKNESSES[0])), {"fingerprint": ""})
    return Judgement(found, missed, wrong, example["fingerprint"][:10])


def tell(folder: Path, url: str, judgement: Judgement) -> None:
    """Say how the scan did, and what to try next. Raises DemonstrationFailed if it did badly."""
    found, missed, wrong, example = judgement
    print(
        f"\nPlanted flaws found: {len(found)} of {len(found) + len(missed)}. Safe places accused: {len(wrong)} of {len(SAFE)}.\n"
    )
    for name, what in (
        ("report.html", "open it in a browser"),
        ("report.sarif", "for code hosts and editors"),
        ("report.json", "for programs"),
    ):
        print(f"  {folder / name!s:<24} {what}")
    if missed:
        raise DemonstrationFailed("not found: " + "; ".join(_place(answer) for answer in missed) + ".")
    if wrong:
        raise DemonstrationFailed("wrongly accused: " + "; ".join(_place(answer) for answer in wrong) + ".")
    print("\nTry next:")
    for command, what in (
        (
            f"python -m tests.targets.shop {urlsplit(url).port}",
            "open the shop again, and look at it in a browser",
        ),
        (f"securestack replay {example}", "meanwhile, in another terminal: prove a finding again"),
        ("securestack rules web.sql-injection", "read what a rule says"),
        ("securestack scan web --help", "scan something of your own"),
    ):
        print(f"  {'.venv/bin/' + command:<46} {what}")


def _place(answer: Answer) -> str:
    where = f"{answer.method} {answer.path}" if answer.path else "the whole shop"
    return f"{answer.rule} at {where}" + (f" ({answer.parameter})" if answer.parameter else "")


def _terminate(*_: object) -> None:
    raise Terminated


if __name__ == "__main__":
    raise SystemExit(main())

"""The command as a process of its own: what only shows there."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import securestack

COMMAND = [sys.executable, "-c", "from securestack.cli.main import main; main()"]

# A scan that waits for its end, as long as that takes, and says when it has begun.
WAITING = """
import asyncio, sys
from securestack.cli import engine
from securestack.cli.main import main
from securestack.core.events import Outcome
from tests.cli.stage import RULES
from tests.reports import sample
import msgspec

async def run_scan(scanner, options, on_event, stop):
    print("begun", file=sys.stderr, flush=True)
    await stop.wait()
    if "--profile" in sys.argv:
        print("stopping", file=sys.stderr, flush=True)
        await asyncio.Event().wait()  # a scanner that does not end when asked to
    return msgspec.structs.replace(sample.shop(), outcome=Outcome.INCOMPLETE, reason="somebody stopped it")

engine.run_scan = run_scan
engine.all_rules = lambda: RULES
main()
"""


def test_help_and_version_load_neither_the_network_nor_the_reports() -> None:
    code = (
        "import sys; from securestack.cli.main import run; code = run(sys.argv[1:]); "
        "heavy = {'aiohttp', 'jinja2', 'selectolax', 'securestack.scanning.run'}; "
        "print('loaded', sorted(heavy & set(sys.modules)), file=sys.stderr); sys.exit(code)"
    )
    for arguments in (["--version"], ["--help"], ["scan", "web", "--help"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
        )
        assert done.stderr.splitlines()[-1] == "loaded []"
    assert "securestack scan web http" in done.stdout


def test_the_version_is_shown() -> None:
    done = subprocess.run([*COMMAND, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"securestack {securestack.__version__}\n"


def test_debug_shows_where_an_unexpected_fault_comes_from() -> None:
    code = "from securestack.cli import engine; engine.all_rules = None; "
    code += "from securestack.cli.main import main; main()"
    for arguments, shown in ((["rules"], False), (["--debug", "rules"], True)):
        done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True)
        assert done.returncode != 0
        assert ("Traceback" in done.stderr) is shown
        assert "TypeError: 'NoneType' object is not callable" in done.stderr


def waiting_scan(tmp_path: Path, *arguments: str) -> subprocess.Popen[str]:
    scan = subprocess.Popen(
        [sys.executable, "-c", WAITING, "scan", "web", "http://127.0.0.1:8000", *arguments],
        env={"SECURESTACK_DATA": str(tmp_path), "PATH": "", "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert scan.stderr is not None
    assert scan.stderr.readline() == "begun\n"
    return scan


def test_ctrl_c_gives_a_partial_report(tmp_path: Path) -> None:
    with waiting_scan(tmp_path) as scan:
        scan.send_signal(signal.SIGINT)
        out, err = scan.communicate()
    assert scan.returncode == 130
    assert "The scan is incomplete: somebody stopped it." in out
    assert "SQL injection" in out
    assert "Traceback" not in err
    assert len(list((tmp_path / "scans").iterdir())) == 1


def test_a_second_ctrl_c_ends_at_once(tmp_path: Path) -> None:
    with waiting_scan(tmp_path, "--profile", "quick") as scan:
        scan.send_signal(signal.SIGINT)
        assert scan.stderr is not None
        assert scan.stderr.readline() == "stopping\n"
        scan.send_signal(signal.SIGINT)
        out, err = scan.communicate()
    assert scan.returncode == 130
    assert out == ""
    assert "Traceback" not in err


def test_a_reader_that_has_seen_enough_is_no_fault(tmp_path: Path) -> None:
    code = "from securestack.cli import engine; from tests.cli.stage import RULES; engine.all_rules = lambda: RULES; "
    code += "from securestack.cli.main import main; main()"
    done = subprocess.run(
        ["sh", "-c", '"$0" -c "$1" rules --format markdown | true', sys.executable, code],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""


def test_completion_scripts_are_made_for_every_shell() -> None:
    for shell in ("bash", "zsh", "fish"):
        done = subprocess.run(
            COMMAND,
            env={"_SECURESTACK_COMPLETE": f"source_{shell}", "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        )
        assert "securestack" in done.stdout

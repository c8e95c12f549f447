"""What does a score cost? Processor time and memory of the command and of the library, each in a process of its own.

    python benchmarks/priority/cost.py [--write]

Ends with 1 when one of the numbers that we hold ourselves to is missed.
"""

# ruff: noqa: E402 - a script has to find the repository before it can import from it

from __future__ import annotations

import argparse
import csv
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.priority.columns import DATA, FEATURES, read_rows
from benchmarks.priority.report import write_table

_IMPORT = "import securestack.assessment.priority.score"
_SCORE = """
import sys, time
from securestack.assessment.priority.score import prioritise_subject
from securestack.assessment.priority.sources.table import read_table
with open(sys.argv[1], encoding="utf-8", newline="") as lines:
    items = list(read_table(lines))
begin = time.process_time()
for item in items:
    prioritise_subject(item.subject)
print(time.process_time() - begin)
"""
LIMITS = {
    "1,000 scored and explained, CPU s": 0.2,
    "100,000 by the command, s": 30.0,
    "its memory, MB": 300.0,
}
LIMITS["import of the module, ms"] = 50.0


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "1000.csv", Path(folder) / "100000.csv"
        _table(small, 1_000, arguments.data)
        _table(large, 100_000, arguments.data)
        measured = {
            "import of the module, ms": _import_milliseconds(),
            "1,000 scored and explained, CPU s": min(float(_run(_SCORE, small)) for _ in range(5)),
        }
        command = "from securestack.cli.main import main; main()"
        taken, memory = _measured([sys.executable, "-c", command, "prioritize", large, "--format", "json"])
        measured["100,000 by the command, s"] = taken
        measured["its memory, MB"] = memory
    lines = ["| what | measured | at most |", "|---|---|---|"]
    lines += [f"| {name} | {value:.3g} | {LIMITS[name]:g} |" for name, value in measured.items()]
    print("\n".join(lines))
    if arguments.write:
        write_table("cost", lines)
    if missed := [name for name, value in measured.items() if value > LIMITS[name]]:
        sys.exit(f"Missed: {'; '.join(missed)}.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    return parser.parse_args()


def _table(path: Path, count: int, data: Path) -> None:
    rows = read_rows(data)[-53_000:]
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["cve", *FEATURES])
        for number in range(count):
            cells = rows[-1 - number % len(rows)].cells
            table.writerow([cells["cve"], *(cells[name] for name in FEATURES)])


def _import_milliseconds() -> float:
    """Return the processor time that the import adds to a bare interpreter, the least of ten."""
    bare = min(_cpu([sys.executable, "-c", "pass"]) for _ in range(10))
    return 1_000 * (min(_cpu([sys.executable, "-c", _IMPORT]) for _ in range(10)) - bare)


def _cpu(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, env=_environment())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _run(code: str, path: Path) -> str:
    command = [sys.executable, "-c", code, str(path)]
    return subprocess.run(command, check=True, env=_environment(), capture_output=True, text=True).stdout


def _measured(command: list[str | Path]) -> tuple[float, float]:
    """Return seconds of processor time and megabytes of memory at its highest."""
    with subprocess.Popen(command, env=_environment(), stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit("the command failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1_000


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "src")}


if __name__ == "__main__":
    main()

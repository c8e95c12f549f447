"""Compare SecureStack with Wapiti on the targets of this repository, side by side in one run.

.venv/bin/python benchmarks/web/compare.py [--target shop|gallery|both] [--wapiti PROGRAM] [--write]
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.web.endpoint import endpoint
from benchmarks.web.measuring import served
from benchmarks.web.places import Place, places_of, score
from benchmarks.web.table import Line, accuracy_table, cost_table, heading, write_readme
from benchmarks.web.tools import SecureStack, Tool, Wapiti
from benchmarks.web.wapiti_install import VERSION, wapiti_program


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ends the scanner that runs, too
    arguments = _arguments()
    targets = ["shop", "gallery"] if arguments.target == "both" else [arguments.target]
    sections = []
    with tempfile.TemporaryDirectory(prefix="securestack-benchmark-") as folder, endpoint() as address:
        tools: list[Tool] = []
        if arguments.only != "wapiti":
            tools.append(SecureStack())
        if arguments.only != "securestack":
            tools.append(Wapiti(wapiti_program(arguments.wapiti), address, name=f"Wapiti {VERSION}"))
        for target in targets:
            lines = [_run(tool, target, Path(folder), arguments.time_limit) for tool in tools]
            sections.append(f"### {target.capitalize()}\n\n{cost_table(lines)}\n\n{accuracy_table(lines)}")
            print(f"\n{sections[-1]}\n")
            if arguments.verbose:
                _tell_places(lines)
    if arguments.write:
        write_readme("compare", f"{heading()}\n\n" + "\n\n".join(sections))


def _run(tool: Tool, target: str, folder: Path, time_limit: float) -> Line:
    print(f"{tool.name} scans the {target} ...", file=sys.stderr, flush=True)
    with served(target) as server:
        report = tool.scan(server.url, folder, time_limit=time_limit)
    if report.problem:
        print(f"  {tool.name}: {report.problem}", file=sys.stderr)
    return Line(tool, report, server.requests, score(places_of(target), report.told))


def _tell_places(lines: list[Line]) -> None:
    for line in lines:
        for rule, mine in sorted(line.scores.items()):
            for what, places in (("missed", mine.missed), ("false alarm", mine.false_alarms)):
                for place in sorted(places):
                    print(f"{line.tool.name}: {what} {rule} {_where(place)}")


def _where(place: Place) -> str:
    return (place.path or "the whole site") + (f" ({place.parameter})" if place.parameter else "")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Compare SecureStack with Wapiti on the targets of this repository."
    )
    parser.add_argument("--target", choices=("shop", "gallery", "both"), default="both")
    parser.add_argument("--only", choices=("securestack", "wapiti"), help="run one of the two")
    parser.add_argument("--wapiti", type=Path, metavar="PROGRAM", help="a Wapiti that is there already")
    parser.add_argument(
        "--time-limit", type=float, default=1800, metavar="SECONDS", help="for each scan (1800)"
    )
    parser.add_argument("--write", action="store_true", help="put the tables into README.md")
    parser.add_argument(
        "--verbose", action="store_true", help="name each place that was missed or wrongly accused"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""Score scanners on a WAVSEP that is running already, folder by folder.

    .venv/bin/python benchmarks/web/wavsep.py --url http://127.0.0.1:8080/wavsep/ [--classes xss,sql] [--wapiti PROGRAM]

WAVSEP is not part of this repository: ZAP's fork of it on GitHub is what the figures in the README mean.
"""

from __future__ import annotations

import argparse
import re
import signal
import sys
import tempfile
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.web.counting_proxy import Proxy, counting_proxy
from benchmarks.web.endpoint import endpoint
from benchmarks.web.table import heading, markdown, write_readme
from benchmarks.web.tools import WAPITI_MODULES, SecureStack, Tool, Wapiti
from benchmarks.web.wapiti_install import VERSION, wapiti_program


@dataclass(frozen=True)
class Category:
    """One class of flaws in WAVSEP: its folders below `active/`, and the rules of ours that mean it."""

    rules: tuple[str, ...]
    weak: tuple[str, ...]
    safe: tuple[str, ...] = ()


def _folders(pattern: str, *choices: Sequence[str]) -> tuple[str, ...]:
    names = [pattern]
    for choice in choices:
        names = [name.replace("*", value, 1) for name in names for value in choice]
    return tuple(names)


_METHODS = ("GET", "POST")
_ANSWERS = ("200Error", "200Identical", "200Valid", "302Redirect", "404Error", "500Error")

CATEGORIES = {
    "xss": Category(
        ("web.reflected-xss",),
        _folders("Reflected-XSS/RXSS-Detection-Evaluation-*", _METHODS),
        ("Reflected-XSS/RXSS-FalsePositives-GET",),
    ),
    "sql": Category(
        ("web.sql-injection",),
        _folders(
            "SQL-Injection/SInjection-Detection-Evaluation-*-*",
            _METHODS,
            ("200Error", "200Identical", "200Valid", "500Error"),
        ),
        ("SQL-Injection/SInjection-FalsePositives-GET",),
    ),
    "lfi": Category(
        ("web.path-traversal",),
        _folders("LFI/LFI-Detection-Evaluation-*-*", _METHODS, _ANSWERS),
        ("LFI/LFI-FalsePositives-GET",),
    ),
    "rfi": Category(
        ("web.remote-file-inclusion",),
        _folders("RFI/RFI-Detection-Evaluation-*-*", _METHODS, _ANSWERS),
        ("RFI/RFI-FalsePositives-GET",),
    ),
    "redirect": Category(
        ("web.open-redirect",),
        _folders("Unvalidated-Redirect/Redirect-Detection-Evaluation-*-302Redirect", _METHODS)
        + _folders("Unvalidated-Redirect/Redirect-JavaScript-Detection-Evaluation-*-200Valid", _METHODS),
        ("Unvalidated-Redirect/Redirect-FalsePositives-GET",),
    ),
    "command": Category(
        ("web.command-injection",),
        _folders("OS-Command-Injection/OS-Command-Injection-*-*", _METHODS, ("200Error", "500Error")),
    ),
    "xxe": Category(
        ("web.xml-external-entity",), _folders("XXE/XXE-POST*-500Error", ("", "-Input", "-Intercept"))
    ),
}


@dataclass
class Row:
    """How one tool did on one class."""

    found: int = 0
    cases: int = 0
    false_alarms: int = 0
    safe: int = 0
    requests: int = 0
    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0
    missed: list[str] = field(default_factory=list)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ends the scanner that runs, too
    arguments = _arguments()
    names = arguments.classes.split(",") if arguments.classes else list(CATEGORIES)
    with (
        tempfile.TemporaryDirectory(prefix="securestack-benchmark-") as folder,
        endpoint() as address,
        counting_proxy(arguments.url) as proxy,
    ):
        tools: list[Tool] = [] if arguments.only == "wapiti" else [SecureStack()]
        with_wapiti = arguments.wapiti or arguments.only == "wapiti"
        rows: dict[str, dict[str, Row]] = {}
        for name in names:
            category = CATEGORIES[name]
            modules = [module for rule in category.rules for module in WAPITI_MODULES[rule]]
            if not arguments.wapiti_delays:
                modules = [module for module in modules if module != "timesql"]
            only = [word for rule in category.rules for word in ("--only", rule)]
            mine = [*tools, SecureStack(only, name="SecureStack, this class only")] if tools else []
            if with_wapiti:
                program = wapiti_program(arguments.wapiti)
                mine.append(Wapiti(program, address, modules, name=f"Wapiti {VERSION}"))
            for tool in mine:
                row = _score(tool, category, proxy, Path(folder), arguments)
                rows.setdefault(tool.name, {})[name] = row
                _tell(tool.name, name, row, arguments.verbose)
    table = _table(rows)
    print(f"\n{table}")
    if arguments.write:
        write_readme("wavsep", f"{heading()}\n\n{table}")


def _score(tool: Tool, category: Category, proxy: Proxy, folder: Path, arguments: argparse.Namespace) -> Row:
    row = Row()
    for path in category.weak + category.safe:
        if arguments.folder and arguments.folder not in path:
            continue
        url = f"{proxy.url.rstrip('/')}/active/{path}/"
        cases = _cases(url)
        proxy.requests = 0
        report = tool.scan(url, folder, time_limit=arguments.time_limit)
        row.requests += proxy.requests
        row.cpu_seconds += report.cost.cpu_seconds
        row.wall_seconds += report.cost.wall_seconds
        if report.problem:
            print(f"  {tool.name} on {path}: {report.problem}", file=sys.stderr)
        told = {
            one.path.rpartition("/")[2]
            for one in report.told
            if one.kind in category.rules and path in one.path
        }
        if path in category.safe:
            row.safe += len(cases)
            row.false_alarms += len(told & cases)
            row.missed += [f"false alarm {path}/{case}" for case in sorted(told & cases)]
        else:
            row.cases += len(cases)
            row.found += len(told & cases)
            row.missed += [f"missed {path}/{case}" for case in sorted(cases - told)]
        print(
            f"  {tool.name} {path}: {len(told & cases)} of {len(cases)}, {proxy.requests:,} requests",
            file=sys.stderr,
        )
    return row


def _cases(url: str) -> set[str]:
    with urllib.request.urlopen(url, timeout=30) as answer:
        text = answer.read().decode("utf-8", "replace")
    return set(re.findall(r"href=[\"']?(Case[^\"'?> ]+\.jsp)", text))


def _tell(tool: str, name: str, row: Row, verbose: bool) -> None:
    print(
        f"{tool} {name}: {row.found} of {row.cases}, false alarms {row.false_alarms} of {row.safe}",
        flush=True,
    )
    if verbose:
        print("".join(f"  {line}\n" for line in row.missed), end="", flush=True)


def _table(rows: dict[str, dict[str, Row]]) -> str:
    lines = []
    for tool, mine in rows.items():
        total = Row()
        for name, row in [*mine.items(), ("all", total)]:
            if row is not total:
                for key in (
                    "found",
                    "cases",
                    "false_alarms",
                    "safe",
                    "requests",
                    "cpu_seconds",
                    "wall_seconds",
                ):
                    setattr(total, key, getattr(total, key) + getattr(row, key))
            lines.append(
                (
                    tool,
                    name,
                    f"{row.found} of {row.cases}",
                    f"{row.false_alarms} of {row.safe}" if row.safe else "-",
                    f"{row.requests:,}",
                    f"{row.cpu_seconds:.1f}",
                    f"{row.wall_seconds:.0f}",
                )
            )
    return markdown(("Scanner", "Class", "Found", "False alarms", "Requests", "CPU s", "Wall s"), lines)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Score scanners on a WAVSEP that is running already.")
    parser.add_argument("--url", default="http://127.0.0.1:8080/wavsep/", help="where it runs (%(default)s)")
    parser.add_argument("--classes", metavar="NAMES", help=f"some of {','.join(CATEGORIES)}")
    parser.add_argument("--folder", metavar="TEXT", help="only folders whose path holds this")
    parser.add_argument("--wapiti", type=Path, metavar="PROGRAM", help="score this Wapiti as well")
    parser.add_argument(
        "--wapiti-delays", action="store_true", help="with its timesql module, which takes hours"
    )
    parser.add_argument("--only", choices=("securestack", "wapiti"), help="run one of the two")
    parser.add_argument(
        "--time-limit", type=float, default=900, metavar="SECONDS", help="for each folder (900)"
    )
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    parser.add_argument("--verbose", action="store_true", help="name each case that was missed")
    return parser.parse_args()


if __name__ == "__main__":
    main()

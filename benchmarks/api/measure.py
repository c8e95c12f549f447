"""Measures the API over HTTP with everything on one machine: database, web processes and load generator.

Run it from the checkout: `.venv/bin/python -m benchmarks.api.measure`. The first run fills a database, which `--data-dir`
keeps. README.md beside this file says how to read the numbers.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.api.installation import Installation, Usage, installed, requests_for
from benchmarks.api.load import Result, Sent, run_load
from benchmarks.api.mix import SHARES, Requests

_CONNECTIONS = 100
_OPEN = 10_000
_THINK = (15.0, 45.0)  # seconds


class Bench:
    """Runs loads on one installation and prints what they cost."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._usage: list[Usage] = []

    def run(
        self, requests: Sequence[Sent], connections: int, seconds: float, **options: object
    ) -> tuple[Result, Usage]:
        """Return what came back, and the processor time of web, database and Valkey meanwhile."""
        self._usage = []
        keep = lambda: self._usage.append(self._installation.usage())  # noqa: E731
        result = run_load(
            "127.0.0.1",
            self._installation.port,
            requests,
            connections=connections,
            seconds=seconds,
            begun=keep,
            ended=keep,
            **options,  # type: ignore[arg-type]
        )
        before, after = self._usage
        return result, after.since(before)

    def kinds(self, requests: Requests, seconds: float) -> None:
        """Print the costs of each kind of request alone, at 20 connections."""
        print("\nCPU ms a request, one kind at a time, 20 connections")
        print("| kind | share | web | database | Valkey | load generator | together | requests/s |")
        print("|:--|--:|--:|--:|--:|--:|--:|--:|")
        for kind, share in SHARES.items():
            result, used = self.run(requests.of(kind, 2000), 20, seconds, warm_up=3.0)
            parts = (used.web, used.database, used.valkey, result.processor)
            cells = " | ".join(f"{1000 * part / max(result.answers, 1):.2f}" for part in (*parts, sum(parts)))
            print(f"| {kind} | {share} % | {cells} | {result.rate:,.0f} |{_errors(result)}", flush=True)

    def mix(self, requests: Requests, connections: int, seconds: float) -> None:
        """Print the mix at some connections that never rest."""
        result, used = self.run(requests.mixed(20_000), connections, seconds, warm_up=10.0)
        print(f"\nThe mix, {connections} connections without think time, {seconds:.0f} s: {_told(result)}")
        parts = {
            "web": used.web,
            "database": used.database,
            "Valkey": used.valkey,
            "load generator": result.processor,
        }
        split = ", ".join(
            f"{name} {1000 * part / max(result.answers, 1):.2f}" for name, part in parts.items()
        )
        busy = sum(parts.values()) / result.seconds / (os.cpu_count() or 1)
        print(f"CPU ms a request: {split}; these parts had {busy:.0%} of the processors")
        print("| kind | answers | p50 ms | p95 ms | p99 ms |\n|:--|--:|--:|--:|--:|")
        for kind in result.latencies:
            times = " | ".join(f"{result.percentile(share, kind):.1f}" for share in (0.5, 0.95, 0.99))
            print(f"| {kind} | {len(result.latencies[kind]):,} | {times} |", flush=True)

    def many(self, requests: Requests, seconds: float) -> None:
        """Print the mix over ten thousand connections of people who think."""
        result, used = self.run(requests.mixed(20_000), _OPEN, seconds, warm_up=_THINK[1], think=_THINK)
        print(
            f"\n{result.open_connections:,} open connections, thinking {_THINK[0]:.0f} to {_THINK[1]:.0f} s between requests, "
            f"{seconds:.0f} s: {_told(result)}; web processes {self._installation.memory():,.0f} MB, "
            f"{used.web / result.seconds:.2f} cores",
            flush=True,
        )


def _told(result: Result) -> str:
    return (
        f"{result.rate:,.0f} requests/s, p50 {result.percentile(0.5):.1f} ms, p95 {result.percentile(0.95):.1f} ms, "
        f"p99 {result.percentile(0.99):.1f} ms, errors {result.error_share:.4%}{_errors(result)}"
    )


def _errors(result: Result) -> str:
    return f" {dict(result.errors)}" if result.errors else ""


def main() -> None:
    """Run everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--findings", type=int, default=20_000, help="in the large project; 30 others have a twentieth each"
    )
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="web processes")
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument(
        "--seconds", type=float, default=20.0, help="length of the mix; the others are shorter or longer"
    )
    parser.add_argument("--data-dir", type=Path, help="keep the filled database here")
    parser.add_argument("--only", choices=("kinds", "mix", "many"), help="one measurement instead of three")
    parser.add_argument(
        "--log-level", default="info", help="of the web processes; info is what they have by default"
    )
    options = parser.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if hard < _OPEN + 100:
        print(f"This process may open {hard:,} files only; {_OPEN:,} connections need more (ulimit -Hn).")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.data_dir or Path(temporary)
        with installed(
            folder,
            findings=options.findings,
            processes=options.processes,
            port=options.port,
            log_level=options.log_level,
        ) as installation:
            requests = asyncio.run(requests_for(folder, options.findings))
            bench = Bench(installation)
            if options.only in (None, "kinds"):
                bench.kinds(requests, options.seconds / 4)
            if options.only in (None, "mix"):
                bench.mix(requests, _CONNECTIONS, options.seconds)
            if options.only in (None, "many"):
                bench.many(requests, options.seconds * 2)


if __name__ == "__main__":
    main()

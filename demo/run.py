"""The demonstration: scan a weak tea shop on loopback, then let the platform scan it and remember.

Run it with `make demo`, or `.venv/bin/python demo/run.py [--into FOLDER] [SCAN OPTIONS]`: the reports go into the folder,
`demo-output` unless told otherwise, and every other option goes to the scan on the command line as it is.
On a terminal the platform stays open to look around until Ctrl-C; elsewhere the demonstration ends by itself, with 0 when
the scans found what they must find, and with 1 and a sentence when they did not. It leaves the reports and nothing else.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # instead of this folder

from demo.clearing import Clearing, DemonstrationFailed  # noqa: E402
from demo.command_line import scan_by_command  # noqa: E402
from demo.screen import Screen  # noqa: E402
from demo.server import Served, start_platform  # noqa: E402
from demo.shop import open_shop  # noqa: E402
from demo.tour import EMAIL, Visit, visit  # noqa: E402


def main() -> int:
    """Run the demonstration and return its exit code."""
    parser = argparse.ArgumentParser(description="Scan the weak tea shop. Other options go to the scan.")
    parser.add_argument(
        "--into", type=Path, default=Path("demo-output"), metavar="FOLDER", help="for the reports"
    )
    arguments, options = parser.parse_known_args()
    os.chdir(ROOT)
    screen = Screen()
    clearing = Clearing()
    clearing.listen()
    complaint = ""
    try:
        try:
            code = demonstrate(screen, clearing, arguments.into, options)
        finally:
            clearing.end()
    except KeyboardInterrupt:
        code, complaint = 130, "Stopped."
    except DemonstrationFailed as failure:
        code, complaint = 1, f"The demonstration failed: {failure}"
    except BrokenPipeError:  # whoever read along has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    finally:
        clearing.clear()
    if complaint:
        screen.complain(f"\n{complaint}")
    return code


def demonstrate(screen: Screen, clearing: Clearing, folder: Path, options: list[str]) -> int:
    """Show everything, and wait where somebody is there to look around. Raises DemonstrationFailed."""
    screen.part("A scan from the command line")
    shop = open_shop(clearing)
    screen.say(f"The tea shop is open at {shop} - weak on purpose, reachable from this machine only.\n")
    example = scan_by_command(screen, clearing, shop, folder, options)
    screen.part("The platform, with nothing to configure")
    platform = start_platform(screen, clearing, folder / "platform.log")
    screen.good(f"Database, Valkey, web server and workers run; the API answers at {platform.url}/api/v1.")
    visited = asyncio.run(visit(screen, platform, shop))
    screen.part("Look around" if screen.watched else "Try next")
    if screen.watched:
        invite(screen, platform, visited, shop, example)
        wait(platform)
    else:
        suggest(screen)
    return 0


def invite(screen: Screen, platform: Served, visited: Visit, shop: str, example: str) -> None:
    """Tell where everything is, and how to get in."""
    rows = [
        *([("In a browser", f"{platform.url}/")] if visited.interface else []),
        ("What the API can do", f"{platform.url}/openapi.json"),
        ("The shop", f"{shop}/"),
        ("Log in as", EMAIL),
        ("Password", f"{visited.password}   (random, for this demonstration only)"),
    ]
    screen.rows(rows, style="bold")
    findings = f"{platform.url}/api/v1/findings?limit=5"
    screen.say("\nIn another terminal, in this folder:\n")
    screen.say(f"  curl -H 'Authorization: Bearer {visited.key}' '{findings}'", style="cyan")
    screen.say(f"  .venv/bin/securestack replay {example}", style="cyan")
    screen.say(f"  .venv/bin/securestack audit verify --data-dir {platform.data}", style="cyan")
    screen.say(
        "\nCtrl-C ends the demonstration and deletes the platform's data; the reports stay.", style="bold"
    )


def wait(platform: Served) -> None:
    """Wait for Ctrl-C, which is how somebody who has seen enough goes. Raises DemonstrationFailed."""
    try:
        while True:
            platform.check()
            time.sleep(0.5)
    except KeyboardInterrupt as end:
        if type(end) is not KeyboardInterrupt:
            raise


def suggest(screen: Screen) -> None:
    """Tell what to do next where everything is closed by now."""
    screen.rows(
        [
            ("make demo", "on a terminal: the platform stays open to look around"),
            (".venv/bin/securestack serve", "a platform of your own"),
            (".venv/bin/securestack scan web --help", "scan something of your own"),
            (".venv/bin/securestack rules web.sql-injection", "read what a rule says"),
        ]
    )


if __name__ == "__main__":
    raise SystemExit(main())

"""`securestack report`: tell an earlier scan again, in another format."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from securestack.cli.choices import ReportFormat
from securestack.cli.output import plan_outputs
from securestack.cli.store import latest, load


def report(
    scan: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            help="The JSON report of a scan. Without it the newest scan is meant.",
            show_default=False,
        ),
    ] = None,
    format: Annotated[
        ReportFormat | None,
        typer.Option(
            metavar="FORMAT",
            help="terminal, json, sarif or html: the format on standard output, and of --output files whose ending "
            "tells none. [dim](default: terminal)[/]",
        ),
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="Write it to a file; .html, .sarif, .json or .txt tells the format. May be repeated.",
        ),
    ] = None,
) -> None:
    """Tell a scan again, in any format, without asking the target anything.

    The newest twenty scans are kept, readable by you only; SECURESTACK_DATA names another folder for them.

    [bold]Examples[/]

    securestack report

    securestack report --output report.html

    securestack report results.json --format sarif > results.sarif
    """
    outputs = plan_outputs(output or [], format)
    outputs.check()
    result = load(scan) if scan else latest()
    if output and not format:
        outputs.write_files(result)
    else:
        outputs.write(result)

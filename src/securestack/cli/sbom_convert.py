"""`securestack sbom convert`: the same SBOM in another format, and what was lost on the way."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from securestack.cli.output import check_writable
from securestack.cli.sbom_files import (
    FORMATS_HELP,
    VERSIONS_HELP,
    SbomFormat,
    deliver,
    read_sbom,
    read_source,
    written,
)


def convert(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The SBOM.", show_default=False)],
    format: Annotated[
        SbomFormat,
        typer.Option("--to", metavar="FORMAT", help=FORMATS_HELP, show_default=False),
    ],
    format_version: Annotated[
        str | None,
        typer.Option(
            metavar="VERSION",
            help=VERSIONS_HELP,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where to write it. [dim](default: standard output)[/]"),
    ] = None,
) -> None:
    """Write an SBOM in another format or version. What the new one does not hold is listed on standard error.

    Read: CycloneDX 1.2 to 1.7 (JSON, XML) and SPDX 2.2, 2.3 (JSON, tag-value) and 3.0 (JSON-LD).

    [bold]Example[/]

    securestack sbom convert shop.spdx.json --to cyclonedx --output shop.cdx.json
    """
    if output is not None:
        check_writable(output)
    _, bill = read_sbom(file)
    document = written(bill, format, format_version)
    deliver(document, output)
    from securestack.inventory.sbom.losses import lost_in_reading, lost_in_writing
    from securestack.inventory.sbom.reading import read_bill
    from securestack.reports.visible import visible_line

    lost = [*lost_in_reading(read_source(file)), *lost_in_writing(bill, read_bill(document, str(file))[1])]
    if lost:
        print("Left behind: " + visible_line("; ".join(lost)), file=sys.stderr)

"""`securestack sbom generate`: write down what a folder is made of."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from securestack.cli.errors import CommandError
from securestack.cli.output import check_writable
from securestack.cli.sbom_files import (
    FORMATS_HELP,
    VERSIONS_HELP,
    SbomFormat,
    declared_time,
    deliver,
    tell,
    written,
)


def generate(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="The folder to look through.", show_default=False)
    ],
    format: Annotated[SbomFormat, typer.Option(metavar="FORMAT", help=FORMATS_HELP)] = SbomFormat.CYCLONEDX,
    format_version: Annotated[
        str | None,
        typer.Option(
            metavar="VERSION",
            help=VERSIONS_HELP,
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What it is called. [dim](default: the folder's name)[/]"),
    ] = None,
    release: Annotated[
        str, typer.Option(metavar="VERSION", help="Which version of it this is.", show_default=False)
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where to write it. [dim](default: standard output)[/]"),
    ] = None,
) -> None:
    """Write an SBOM of a folder: packages with versions, licences, hashes, dependencies and the files that name them.

    The same folder gives the same bytes but for the declared time, which SOURCE_DATE_EPOCH fixes.

    [bold]Examples[/]

    securestack sbom generate . --output shop.cdx.json

    securestack sbom generate . --format spdx --name shop --release 2.1 > shop.spdx.json
    """
    if not path.is_dir():
        raise CommandError(f"There is no folder {path}.")
    if output is not None:
        check_writable(output)
    created = declared_time()
    from securestack.inventory.sbom.bill import Bill, compose

    written(Bill(subject=""), format, format_version)  # a wrong version is told before the work
    from securestack.inventory.manifest import FileNotice, Manifest
    from securestack.inventory.walk import inventory_of, walk

    found: list[Manifest | FileNotice] = []
    for one in walk(path):
        found.append(one)
        if sys.stderr.isatty():
            print(f"\r{len(found):,} files read", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    inventory = inventory_of(found)
    tell(inventory.notices)
    for manifest in inventory.manifests:
        tell(manifest.notices)
    packages = [package for manifest in inventory.manifests for package in manifest.packages]
    if not packages:
        print(
            f"securestack: No lock file, manifest or installed package was found in {path}.", file=sys.stderr
        )
    bill = compose(name or path.resolve().name, packages, version=release, created=created)
    deliver(written(bill, format, format_version), output)

"""`securestack scan dependencies`: look up what a folder is made of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from securestack.cli.choices import FailOn, ProgressMode, ReportFormat
from securestack.cli.data import AdvisoriesDir, advisory_store
from securestack.cli.errors import CommandError
from securestack.cli.output import plan_outputs
from securestack.cli.scanning import run_and_report

if TYPE_CHECKING:
    from securestack.inventory.licence_policy import LicenceRules


def scan_dependencies(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="PATH",
            help="A folder to look through, or one lock file, manifest, SBOM (CycloneDX or SPDX), archive or program.",
            show_default=False,
        ),
    ],
    no_development: Annotated[
        bool,
        typer.Option(
            "--no-development",
            help="Pass over packages that are needed only for building and testing.",
            show_default=False,
        ),
    ] = False,
    vex: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="A VEX document (OpenVEX, CycloneDX or CSAF, as JSON): what it says is not affected, or fixed, is left "
            "out and named in the report. May be repeated.",
        ),
    ] = None,
    product: Annotated[
        str,
        typer.Option(
            metavar="PURL",
            help="The purl under which the VEX documents know this project, for statements on components inside it.",
            show_default=False,
        ),
    ] = "",
    licence_policy: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Judge licences too, by a TOML file of the licences to allow, warn of and deny.",
            show_default=False,
        ),
    ] = None,
    data_dir: AdvisoriesDir = None,
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
            help="Write a report to a file; .html, .sarif, .json or .txt tells the format. May be repeated.",
        ),
    ] = None,
    fail_on: Annotated[
        FailOn,
        typer.Option(
            metavar="SEVERITY",
            show_default=False,
            help="End with exit code 1 when a finding is at least this bad: critical, high, medium, low, "
            "informational or never. [dim](default: high)[/]",
        ),
    ] = FailOn.HIGH,
    progress: Annotated[
        ProgressMode,
        typer.Option(
            metavar="MODE",
            show_default=False,
            help="Progress on standard error: live, plain, none, or auto, which is live on a terminal, plain in CI "
            "and none in a pipe. [dim](default: auto)[/]",
        ),
    ] = ProgressMode.AUTO,
) -> None:
    """Find packages with known flaws, offline: lock files, manifests, installed trees, archives and programs.

    Nothing is executed and nothing leaves the machine. `securestack update` fetches the advisories first.

    [bold]Examples[/]

    securestack scan dependencies .

    securestack scan dependencies package-lock.json --fail-on medium --output report.html

    securestack scan dependencies . --format sarif > results.sarif

    securestack scan dependencies . --licence-policy licences.toml
    """
    outputs = plan_outputs(output or [], format)
    if not path.exists():
        raise CommandError(
            f"There is no file or folder {path}; give the folder of a project, or one of its lock files."
        )
    outputs.check()
    from securestack.scanners.dependencies.options import DependencyScanOptions

    options = DependencyScanOptions(
        path=str(path),
        store=str(advisory_store(data_dir)),
        development=not no_development,
        vex=tuple(str(file) for file in vex or ()),
        product=product,
        licences=_licences(licence_policy) if licence_policy is not None else None,
    )
    run_and_report("dependencies", options, outputs, fail_on, progress)


def _licences(path: Path) -> LicenceRules:
    from securestack.inventory.licence_policy import BadPolicy, read_policy

    try:
        return read_policy(path.read_bytes())
    except OSError as error:
        raise CommandError(f"Cannot read {path}: {(error.strerror or str(error)).lower()}.") from error
    except BadPolicy as error:
        told = str(error)
        end = "" if told.endswith("?") else "."
        raise CommandError(f"The licence policy {path} cannot be used: {told}{end}") from error

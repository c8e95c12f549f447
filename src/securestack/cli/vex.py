"""`securestack vex`: say as VEX how a project stands to the flaws that a dependency scan found."""

from __future__ import annotations

import enum
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from securestack.cli.errors import CommandError
from securestack.cli.output import check_writable
from securestack.cli.sbom_files import declared_time, deliver
from securestack.cli.store import latest, load

if TYPE_CHECKING:
    from securestack.advisories.vex.triage import Triage


class VexFormat(enum.StrEnum):
    """The formats that are written, all as JSON."""

    OPENVEX = "openvex"
    CYCLONEDX = "cyclonedx"
    CSAF = "csaf"


class Undecided(enum.StrEnum):
    """What is said of flaws that nobody decided on."""

    UNDER_INVESTIGATION = "under_investigation"
    AFFECTED = "affected"


def vex(
    author: Annotated[
        str,
        typer.Option(metavar="NAME", help="Who says it: a person or an organisation.", show_default=False),
    ],
    report: Annotated[
        Path | None,
        typer.Argument(
            metavar="REPORT",
            help="A JSON report of `scan dependencies`. [dim](default: the newest kept scan)[/]",
            show_default=False,
        ),
    ] = None,
    triage: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="What somebody decided, as TOML with a `decision` table for each: flaw, package, status, justification, "
            "impact, action.",
            show_default=False,
        ),
    ] = None,
    undecided: Annotated[
        Undecided,
        typer.Option(
            metavar="STATUS", help="The status of all other flaws: under_investigation or affected."
        ),
    ] = Undecided.UNDER_INVESTIGATION,
    format: Annotated[
        VexFormat, typer.Option(metavar="FORMAT", help="openvex, cyclonedx or csaf.")
    ] = VexFormat.OPENVEX,
    product: Annotated[
        str,
        typer.Option(
            metavar="PURL", help="The purl of the project that the packages are part of.", show_default=False
        ),
    ] = "",
    id: Annotated[
        str,
        typer.Option(
            metavar="IRI",
            help="What the document is called. [dim](default: made from its contents)[/]",
            show_default=False,
        ),
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where to write it. [dim](default: standard output)[/]"),
    ] = None,
) -> None:
    """Write a VEX document about the flaws that a dependency scan found: not_affected, affected, fixed or under_investigation.

    `scan dependencies --vex` believes such documents. SOURCE_DATE_EPOCH fixes the declared time.

    [bold]Example[/]

    securestack vex report.json --author "Tea Shop" --triage triage.toml --output shop.openvex.json
    """
    if output is not None:
        check_writable(output)
    decided = _triage(triage)
    result = load(report) if report is not None else latest()
    if result.scanner != "dependencies":
        raise CommandError(
            "This report is not of a dependency scan; make one with `securestack scan dependencies`."
        )
    timestamp = declared_time()
    from securestack.advisories.vex import csaf, cyclonedx, openvex
    from securestack.advisories.vex.statement import BadVex, Status
    from securestack.advisories.vex.triage import vex_of
    from securestack.reports.visible import visible_line

    made = vex_of(
        result.findings,
        decided,
        author=author,
        timestamp=timestamp,
        product=product,
        id=id,
        undecided=Status(undecided.value),
    )
    for decision in made.unused:
        where = f" in {decision.package}" if decision.package else ""
        print(
            visible_line(
                f"securestack: Nothing was found that the decision on {decision.flaw}{where} is about."
            ),
            file=sys.stderr,
        )
    if not made.document.statements:
        raise CommandError("No flaw was found and nothing decided to be fixed, so there is nothing to say.")
    writers = {
        VexFormat.OPENVEX: openvex.write_openvex,
        VexFormat.CYCLONEDX: cyclonedx.write_cyclonedx,
        VexFormat.CSAF: csaf.write_csaf,
    }
    try:
        deliver(writers[format](made.document), output)
    except BadVex as error:
        raise CommandError(str(error)) from error


def _triage(path: Path | None) -> Triage:
    from securestack.advisories.vex.triage import BadTriage, Triage, read_triage

    if path is None:
        return Triage()
    try:
        return read_triage(path.read_bytes())
    except OSError as error:
        raise CommandError(f"Cannot read {path}: {(error.strerror or str(error)).lower()}.") from error
    except BadTriage as error:
        raise CommandError(f"The triage file {path} cannot be used: {error}.") from error

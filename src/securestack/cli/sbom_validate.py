"""`securestack sbom validate`: an SBOM against the specification it names."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from securestack.cli.errors import CommandError
from securestack.cli.sbom_files import read_source

if TYPE_CHECKING:
    from securestack.inventory.sbom.validation.validate import Verdict


def validate(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The SBOM.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Tell it as JSON.", show_default=False)] = False,
) -> int:
    """Check an SBOM against its specification: CycloneDX 1.2 to 1.7, SPDX 2.2, 2.3 and 3.0, in every syntax that is read.

    Every fault is named with its line and its place in the document. Signatures are not verified, and neither is the
    order of elements in XML.

    Exit codes: 0 it is valid, 1 it is not, 2 it could not be read.
    """
    source = read_source(file)
    from securestack.inventory.manifest import UnreadableFile
    from securestack.inventory.sbom.validation.validate import validate

    try:
        verdict = validate(source)
    except UnreadableFile as error:
        where = f"{file}:{error.line}" if error.line else str(file)
        raise CommandError(f"Cannot use {where}: {error.message}") from error
    if as_json:
        _print_json(verdict)
    else:
        _print(file, verdict)
    return int(bool(verdict.faults))


def _print(file: Path, verdict: Verdict) -> None:
    from securestack.reports.visible import visible_line
    from securestack.reports.words import counted

    for fault in verdict.faults:
        where = f"{file}:{fault.line}" if fault.line else str(file)
        place = f"{fault.pointer}: " if fault.pointer else ""
        print(visible_line(f"{where}: {place}{fault.message}"))
    if verdict.more:
        print("There is more like this.", file=sys.stderr)
    name = f"{verdict.kind} {verdict.version} ({verdict.syntax})"
    told = f"{counted(len(verdict.faults), 'fault')} in it" if verdict.faults else "valid"
    print(visible_line(f"{file} is {name}: {told}."))


def _print_json(verdict: Verdict) -> None:
    import msgspec

    from securestack.reports.encoding import encode_json

    faults = [{"line": one.line, "place": one.pointer, "message": one.message} for one in verdict.faults]
    print(encode_json({**msgspec.to_builtins(verdict), "valid": not faults, "faults": faults}))

"""`securestack sbom`: bills of materials, in and out."""

from __future__ import annotations

import typer

from securestack.cli.sbom_convert import convert
from securestack.cli.sbom_diff import diff
from securestack.cli.sbom_generate import generate
from securestack.cli.sbom_show import show
from securestack.cli.sbom_validate import validate

sbom = typer.Typer(
    no_args_is_help=True, help="Write, read, check, convert and compare SBOMs (CycloneDX and SPDX)."
)
sbom.command("generate")(generate)
sbom.command("show")(show)
sbom.command("validate")(validate)
sbom.command("convert")(convert)
sbom.command("diff")(diff)

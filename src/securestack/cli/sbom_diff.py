"""`securestack sbom diff`: what changed between two SBOMs."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from securestack.cli.data import AdvisoriesDir, advisory_store
from securestack.cli.errors import CommandError
from securestack.cli.sbom_files import read_sbom

if TYPE_CHECKING:
    from securestack.advisories.comparison import Change, Comparison


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The earlier SBOM.", show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The later one.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Tell it as JSON.", show_default=False)] = False,
    data_dir: AdvisoriesDir = None,
) -> int:
    """Compare two SBOMs, of any formats: packages added, removed, upgraded, downgraded and relicensed.

    Where `securestack update` has fetched advisories, also the flaws gained and lost.

    Exit codes: 0 they list the same, 1 they differ, 2 one could not be read.
    """
    _, before = read_sbom(old)
    _, after = read_sbom(new)
    from securestack.advisories.comparison import compare
    from securestack.advisories.store import NoStore, Store

    path = advisory_store(data_dir)
    try:
        with Store(path) if path.exists() else nullcontext() as store:
            comparison = compare(before.packages, after.packages, store)
    except NoStore as error:
        raise CommandError(str(error)) from error
    if as_json:
        from securestack.reports.encoding import encode_json

        print(encode_json(comparison))
    else:
        _print(comparison)
    return int(comparison.differs)


def _print(comparison: Comparison) -> None:
    from securestack.reports.visible import visible_line

    for change in comparison.changes:
        print(visible_line(_change(change)))
    for one in comparison.relicensed:
        had, has = ", ".join(one.before) or "none", ", ".join(one.after) or "none"
        print(visible_line(f"relicensed  {one.name}  {had} → {has}"))
    for word, flaws in (("gained", comparison.gained), ("lost", comparison.lost)):
        for flaw in flaws or ():
            print(visible_line(f"flaw {word}  {flaw.flaw} in {flaw.name}"))
    if not comparison.differs:
        print("Both list the same packages.")
    if comparison.gained is None:
        print("No advisories have been fetched, so flaws were not compared.", file=sys.stderr)


def _change(change: Change) -> str:
    before, after = (
        ", ".join(version or "(no version)" for version in versions)
        for versions in (change.before, change.after)
    )
    versions = f"{before} → {after}" if before and after else before or after
    return f"{change.kind.value:<10}  {change.name}  {versions}".rstrip()

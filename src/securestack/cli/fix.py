"""`securestack fix`: the least upgrades that clear the most, shown or written."""

from __future__ import annotations

import enum
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from securestack.cli.data import AdvisoriesDir, advisory_store
from securestack.cli.errors import CommandError
from securestack.cli.output import write_file

if TYPE_CHECKING:
    from securestack.scanners.dependencies.upgrades.plan import UpgradePlan


class FixFormat(enum.StrEnum):
    """How the plan is shown."""

    TABLE = "table"
    JSON = "json"
    DIFF = "diff"


def fix(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="PATH",
            help="A folder, or one requirements file, package.json or pyproject.toml.",
            show_default=False,
        ),
    ],
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help="Show the plan and change nothing, which is the default.", show_default=False
        ),
    ] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Write the manifests as planned.", show_default=False)
    ] = False,
    format: Annotated[
        FixFormat, typer.Option(metavar="FORMAT", help="table, json, or diff for a patch.")
    ] = FixFormat.TABLE,
    data_dir: AdvisoriesDir = None,
) -> int:
    """Show the least upgrades that clear the most known flaws, for requirements files, package.json and pyproject.toml.

    Only the ranges in these files are rewritten, nothing is installed, and lock files stay as they are: refresh them with
    your package manager afterwards. What no upgrade clears is listed with its reason.

    Exit codes: 0 nothing is left once the plan is carried out, 1 some flaws are, 2 nothing could be planned.

    [bold]Examples[/]

    securestack fix . --dry-run

    securestack fix . --format diff | git apply

    securestack fix requirements.txt --write
    """
    if dry_run and write:
        raise CommandError("--dry-run shows the plan and --write carries it out; give one of them.")
    if not path.exists():
        raise CommandError(
            f"There is no file or folder {path}; give the folder of a project, or one manifest."
        )
    plan = _plan(path, data_dir)
    root = path.parent if path.is_file() else path
    if write:
        for edit in plan.files:
            write_file(root / edit.path, [edit.after])
    match format:
        case FixFormat.JSON:
            from securestack.cli.fix_report import as_json

            print(as_json(plan))
        case FixFormat.DIFF:
            from securestack.cli.fix_report import as_diff

            sys.stdout.write(as_diff(plan))
        case FixFormat.TABLE:
            from securestack.cli.fix_report import as_table

            sys.stdout.write(as_table(plan, written=write))
    if write and format is not FixFormat.TABLE:
        for edit in plan.files:
            print(f"Wrote {root / edit.path}", file=sys.stderr)
    return int(bool(plan.left))


def _plan(path: Path, data_dir: Path | None) -> UpgradePlan:
    from securestack.advisories.handful import SOURCE
    from securestack.advisories.opening import open_store
    from securestack.advisories.store import NoStore
    from securestack.advisories.store_build import BuildFailed
    from securestack.scanners.dependencies.remarks import HANDFUL
    from securestack.scanners.dependencies.upgrades.planning import NothingToFix, plan_upgrades

    try:
        with ExitStack() as stack:
            store = stack.enter_context(open_store(advisory_store(data_dir)))
            if store.information().get("source") == SOURCE:
                print(f"securestack: {HANDFUL}", file=sys.stderr)
            return plan_upgrades(path, store)
    except (NothingToFix, NoStore, BuildFailed) as error:
        raise CommandError(str(error)) from error

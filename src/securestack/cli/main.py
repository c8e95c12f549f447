"""`securestack`: the list of commands, and the one place where they end.

Commands import what is heavy only once their arguments are known to be right, so that `--help` stays quick.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from securestack import __version__
from securestack.cli.audit import audit
from securestack.cli.backup import backup, restore
from securestack.cli.beat import beat
from securestack.cli.fix import fix
from securestack.cli.migrate import migrate
from securestack.cli.prioritize import prioritize
from securestack.cli.replay import replay
from securestack.cli.report import report
from securestack.cli.rules import rules
from securestack.cli.sbom import sbom
from securestack.cli.scan_api import scan_api
from securestack.cli.scan_dependencies import scan_dependencies
from securestack.cli.scan_web import scan_web
from securestack.cli.serve import serve
from securestack.cli.update import update
from securestack.cli.vex import vex
from securestack.cli.web import web
from securestack.cli.worker import worker


class _InThisOrder(TyperGroup):
    """Lists the commands in the order in which one needs them."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands."""
        return sorted(super().list_commands(ctx), key=_ORDER.index)


_ORDER = [
    "scan",
    "fix",
    "vex",
    "sbom",
    "update",
    "report",
    "prioritize",
    "replay",
    "rules",
    "serve",
    "web",
    "worker",
    "beat",
    "migrate",
    "backup",
    "restore",
    "audit",
]


app = typer.Typer(
    name="securestack",
    cls=_InThisOrder,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 nothing at or above --fail-on was found, 1 something was, 2 the scan failed or was used "
    "wrongly, 130 it was interrupted.",
)
scan = typer.Typer(no_args_is_help=True, help="Look for flaws in something that you own or may test.")
scan.command("web")(scan_web)
scan.command("api")(scan_api)
scan.command("dependencies")(scan_dependencies)
app.add_typer(scan, name="scan")
app.command("fix")(fix)
app.command("vex")(vex)
app.command("report")(report)
app.command("update")(update)
app.add_typer(sbom, name="sbom")
app.command("prioritize")(prioritize)
app.command("replay")(replay)
app.command("rules")(rules)
app.command("serve", rich_help_panel="Platform")(serve)
app.command("web", rich_help_panel="Platform")(web)
app.command("worker", rich_help_panel="Platform")(worker)
app.command("beat", rich_help_panel="Platform")(beat)
app.command("migrate", rich_help_panel="Platform")(migrate)
app.command("backup", rich_help_panel="Platform")(backup)
app.command("restore", rich_help_panel="Platform")(restore)
app.add_typer(audit, name="audit", rich_help_panel="Platform")


_asked_for: list[str] = []  # what the options before the command said, for where the context is gone


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"securestack {__version__}")
        raise typer.Exit


@app.callback()
def securestack(
    _version: Annotated[
        bool,
        typer.Option("--version", help="Show the version and end.", callback=_show_version, is_eager=True),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Log what happens, and show where an unexpected error comes from.")
    ] = False,
) -> None:
    """Find what is wrong with what you ship, prove it, and learn what to fix first.

    [bold]Examples[/]

    securestack scan web http://127.0.0.1:8000

    securestack scan dependencies .

    securestack report --output report.html
    """
    if debug:
        _asked_for.append("debug")
        logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Nothing but SystemExit and a second Ctrl-C gets past it."""
    try:
        code = app(arguments, standalone_mode=False, prog_name="securestack")
        sys.stdout.flush()
    except typer.TyperException as error:
        return _tell(_explained(error), error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except BrokenPipeError:
        # Whoever read our output has seen enough, as `head` does; the interpreter must not flush into it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        if "debug" in _asked_for:
            raise
        return _tell(
            f"Something unexpected went wrong ({type(error).__name__}: {error}). "
            "Put --debug before the command to see where, and please report it.",
            2,
        )
    return code if isinstance(code, int) else 0


def main() -> None:
    """Run the command that the process was started with."""
    # Without a handler Python prints warnings by itself.
    logging.getLogger().addHandler(logging.NullHandler())
    sys.exit(run())


def _explained(error: typer.TyperException) -> str:
    """Return the sentence of an error, and where to read on when a command was written wrongly."""
    message = error.format_message().replace("Value error, ", "")
    context = getattr(error, "ctx", None)
    return f"{message.rstrip('.')}. See `{context.command_path} --help`." if context and message else message


def _tell(message: str, code: int) -> int:
    from securestack.reports.visible import visible

    if message:  # without one, the help was shown instead
        print(f"securestack: {visible(message)}", file=sys.stderr)
    return code

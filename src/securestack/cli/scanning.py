"""What every `securestack scan` does with its options: scan, keep the result, report, and say by the exit code how it went."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

import typer

from securestack.cli import engine
from securestack.cli.choices import FailOn, ProgressMode, ReportFormat
from securestack.cli.errors import CommandError
from securestack.cli.interrupt import INTERRUPTED, run_stoppable
from securestack.cli.output import Outputs
from securestack.cli.progress import choose_display
from securestack.cli.store import keep
from securestack.core.events import Outcome
from securestack.core.result import ScanResult
from securestack.core.severity import Severity


def run_and_report(
    scanner: str, options: Any, outputs: Outputs, fail_on: FailOn, progress: ProgressMode
) -> NoReturn:
    """Scan, keep the result, write the reports, and end the command. Raises CommandError when the scan failed."""
    result, interrupted = _scan(scanner, options, progress)
    _keep(result)
    if result.outcome is Outcome.FAILED and not result.findings and outputs.standard is ReportFormat.TERMINAL:
        outputs.write_files(result)
    else:
        outputs.write(result)
    raise typer.Exit(_exit_code(result, fail_on, interrupted))


def _scan(scanner: str, options: Any, progress: ProgressMode) -> tuple[ScanResult, bool]:
    display = choose_display(progress, engine.all_rules())
    try:
        return run_stoppable(
            lambda stop: engine.run_scan(scanner, options, display.on_event, stop),
            on_stop=lambda: display.say(
                "Ending with what was found so far. Press Ctrl-C again to end at once."
            ),
            on_abort=display.close,
        )
    finally:
        display.close()


def _keep(result: ScanResult) -> None:
    try:
        keep(result)
    except CommandError as error:
        print(f"securestack: {error} `securestack replay` will need --report.", file=sys.stderr)


def _exit_code(result: ScanResult, fail_on: FailOn, interrupted: bool) -> int:
    """Return 130, 2, 1 or 0. A failed scan is never a pass, and an interrupted one neither."""
    if interrupted:
        return INTERRUPTED
    if result.outcome is Outcome.FAILED:
        from securestack.reports.words import outcome_sentence

        raise CommandError(outcome_sentence(result))
    return int(_reaches(result, fail_on))


def _reaches(result: ScanResult, fail_on: FailOn) -> bool:
    """Return whether a finding is at least so bad."""
    if fail_on is FailOn.NEVER:
        return False
    threshold = Severity(fail_on.value)
    return any(result.severity(finding) >= threshold for finding in result.findings)

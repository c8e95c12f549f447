"""The first part: a scan with the command that a person would type, and its reports."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from demo.clearing import Clearing, DemonstrationFailed, Terminated
from demo.screen import Screen
from demo.shop import PASSWORD, USERNAME, Judgement, is_first_weakness, judge

_REPORTS = {
    "report.html": "open it in a browser",
    "report.sarif": "for code hosts and editors",
    "report.json": "for programs",
}
_STOP_SECONDS = 20.0


def program() -> str:
    """Return the path of the `securestack` command that belongs to this Python."""
    return str(Path(sys.executable).with_name("securestack"))


def scan_by_command(
    screen: Screen, clearing: Clearing, url: str, folder: Path, options: Sequence[str]
) -> str:
    """Scan the shop, write the reports, and return the beginning of the fingerprint of one finding.

    Raises DemonstrationFailed when the scan fails, or found what it should not or not what it should.
    """
    folder.mkdir(parents=True, exist_ok=True)
    reports = [folder / name for name in _REPORTS]
    for report in reports:
        report.unlink(missing_ok=True)
    shown = ["securestack", "scan", "web", url]
    shown += ["--login-url", f"{url}/login", "--username", USERNAME, "--password-env", "SHOP_PASSWORD"]
    for report in reports:
        shown += ["--output", str(report)]
    screen.command([*shown, *options])
    code = _run(clearing, [program(), *shown[1:], *options])
    if code not in (0, 1):
        raise DemonstrationFailed(f"the scan ended with code {code}; why stands above.")
    judgement, example = _judged(folder)
    screen.say()
    screen.good(judgement.sentence())
    screen.rows([(str(folder / name), what) for name, what in _REPORTS.items()])
    judgement.check()
    return example


def _run(clearing: Clearing, command: Sequence[str]) -> int:
    process = clearing.start(command, patience=_STOP_SECONDS, env={**os.environ, "SHOP_PASSWORD": PASSWORD})
    try:
        return process.wait()
    except Terminated:
        raise
    except KeyboardInterrupt:
        # The scan was told as well, and is writing what it has; a second Ctrl-C ends it at once.
        process.wait()
        raise


def _judged(folder: Path) -> tuple[Judgement, str]:
    findings = json.loads((folder / "report.json").read_text("utf-8"))["findings"]
    example = next((finding["fingerprint"] for finding in findings if is_first_weakness(finding)), "")
    return judge(findings), example[:10]

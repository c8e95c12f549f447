"""The results of earlier scans, kept so that a finding can be looked for again by the beginning of its fingerprint."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

from securestack.cli.errors import CommandError
from securestack.cli.output import write_file
from securestack.core.finding import Finding
from securestack.core.result import ScanResult

_KEPT = 20
_PREFIX = re.compile(r"[0-9a-f]{4,32}")


def scans_folder() -> Path:
    """Return the folder of kept results: in SECURESTACK_DATA where it is set, otherwise among the user's state."""
    if chosen := os.environ.get("SECURESTACK_DATA"):
        return Path(chosen).expanduser() / "scans"
    import platformdirs

    return platformdirs.user_state_path("securestack", appauthor=False) / "scans"


def keep(result: ScanResult) -> Path:
    """Keep a result, readable by its owner only, and forget the oldest beyond the newest twenty. Raises CommandError."""
    from securestack.reports.json_report import json_chunks

    folder = scans_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"Cannot create {folder}: {(error.strerror or str(error)).lower()}.") from error
    stamp = result.finished.strftime("%Y%m%dT%H%M%S%f")
    path = folder / f"{stamp}-{result.scanner}-{secrets.token_hex(2)}.json"
    write_file(path, json_chunks(result), mode=0o600)
    for old in _newest_first(folder)[_KEPT:]:
        old.unlink(missing_ok=True)
    return path


def load(path: Path) -> ScanResult:
    """Return the result in a JSON report. Raises CommandError."""
    from securestack.reports.json_report import ReportError, read_json_report

    try:
        return read_json_report(path.read_bytes())
    except OSError as error:
        raise CommandError(f"Cannot read {path}: {(error.strerror or str(error)).lower()}.") from error
    except ReportError as error:
        raise CommandError(f"Cannot use {path}: {error}.") from error


def latest() -> ScanResult:
    """Return the newest kept result. Raises CommandError when there is none."""
    kept = _newest_first(scans_folder())
    if not kept:
        raise CommandError("No scan has been kept yet; run one with `securestack scan web URL`.")
    return load(kept[0])


def find_finding(beginning: str, report: Path | None = None) -> tuple[ScanResult, Finding]:
    """Return the finding whose fingerprint begins so, from one report or from the newest kept scan that has it.

    Raises CommandError when there is none, or more than one.
    """
    beginning = beginning.strip().lower()
    if not _PREFIX.fullmatch(beginning):
        raise CommandError(
            f'"{beginning}" is not the beginning of a fingerprint; copy the 10 letters and digits that the report '
            "shows with the finding."
        )
    for result in [load(report)] if report else _results_with(beginning):
        found = {one.fingerprint: one for one in result.findings if one.fingerprint.startswith(beginning)}
        if len(found) > 1:
            raise CommandError(f"{len(found)} findings begin with {beginning}; give more of the fingerprint.")
        if found:
            return result, next(iter(found.values()))
    where = str(report) if report else "the kept scans; name a JSON report with --report"
    raise CommandError(f"No finding that begins with {beginning} is in {where}.")


def _results_with(beginning: str) -> Iterator[ScanResult]:
    wanted = f'"fingerprint":"{beginning}'.encode()
    for path in _newest_first(scans_folder()):
        # Reading is much cheaper than decoding, and most kept scans do not hold it.
        if wanted in path.read_bytes():
            yield load(path)


def _newest_first(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json"), key=lambda path: path.name, reverse=True)

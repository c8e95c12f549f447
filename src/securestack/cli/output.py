"""Where reports go: standard output and files, each checked before the work begins and written in one step."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from securestack.cli.choices import ReportFormat
from securestack.cli.errors import CommandError
from securestack.core.result import ScanResult

if TYPE_CHECKING:
    from rich.console import Console

_ENDINGS = {
    ".json": ReportFormat.JSON,
    ".sarif": ReportFormat.SARIF,
    ".html": ReportFormat.HTML,
    ".htm": ReportFormat.HTML,
    ".txt": ReportFormat.TERMINAL,
}


class Output(NamedTuple):
    """One file and the format it gets."""

    path: Path
    format: ReportFormat


class Outputs(NamedTuple):
    """Everything a command will write: a format for standard output, and files."""

    standard: ReportFormat
    files: tuple[Output, ...]

    def check(self) -> None:
        """Raise CommandError when a file could not be written, before anybody waits for its content."""
        for output in self.files:
            check_writable(output.path)

    def write_files(self, result: ScanResult) -> None:
        """Write the files, and say so on standard error. Raises CommandError."""
        for output in self.files:
            write_file(output.path, report_chunks(result, output.format))
            print(f"Wrote {output.path}", file=sys.stderr)

    def write(self, result: ScanResult) -> None:
        """Write the files, and the report on standard output. Raises CommandError."""
        self.write_files(result)
        try:
            sys.stdout.writelines(report_chunks(result, self.standard, terminal=sys.stdout.isatty()))
            sys.stdout.flush()
        except BrokenPipeError:
            raise  # whoever reads it has seen enough
        except OSError as error:
            raise CommandError(f"Cannot write to standard output: {_reason(error)}.") from error


def plan_outputs(paths: Sequence[Path], chosen: ReportFormat | None) -> Outputs:
    """Decide on formats. A file's ending tells its format; where it tells none, the chosen format is meant.

    Standard output gets the chosen format unless a file has it already, otherwise the readable one. Raises CommandError.
    """
    files = []
    for path in paths:
        told = _ENDINGS.get(path.suffix.lower()) or chosen
        if told is None:
            endings = ", ".join(sorted(_ENDINGS))
            raise CommandError(
                f"{path} has no ending that tells its format; end it in one of {endings}, or add --format."
            )
        files.append(Output(path, told))
    if len({output.path for output in files}) < len(files):
        raise CommandError("Two --output options name the same file; give each report its own.")
    taken = chosen is None or any(output.format is chosen for output in files)
    return Outputs(ReportFormat.TERMINAL if taken or chosen is None else chosen, tuple(files))


def report_chunks(result: ScanResult, format: ReportFormat, *, terminal: bool = False) -> Iterable[str]:
    """Return the pieces of a report. Each writer is loaded only when it is asked for."""
    match format:
        case ReportFormat.JSON:
            from securestack.reports.json_report import json_chunks

            return json_chunks(result)
        case ReportFormat.SARIF:
            from securestack.reports.sarif import sarif_chunks

            return sarif_chunks(result)
        case ReportFormat.HTML:
            from securestack.reports.html import html_chunks

            return html_chunks(result)
        case ReportFormat.TERMINAL:
            from securestack.reports.terminal import terminal_report

            return [terminal_report(result, width=_width(terminal), color=terminal and use_color())]


def use_color() -> bool:
    """Return whether colours are welcome (no-color.org)."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def standard_console() -> Console:
    """Return a console on standard output that reads no markup in what it prints."""
    from rich.console import Console

    terminal = sys.stdout.isatty()
    return Console(
        width=_width(terminal), no_color=not use_color(), markup=False, emoji=False, highlight=False
    )


def _width(terminal: bool) -> int:
    return min(shutil.get_terminal_size((100, 25)).columns, 120) if terminal else 100


def check_writable(path: Path) -> None:
    """Raise CommandError unless a file can be written there; leaves nothing behind."""
    if path.is_dir():
        raise CommandError(f"Cannot write {path}: it is a folder; name a file in it.")
    if path.exists() and not path.is_file():
        return  # a device or a pipe; only writing tells
    if not path.parent.is_dir():
        raise CommandError(f"Cannot write {path}: the folder {path.parent} does not exist; create it first.")
    with _explained(path):
        temporary = _beside(path)
        temporary.touch(exist_ok=False)
        temporary.unlink()


def write_file(path: Path, chunks: Iterable[str], *, mode: int = 0o666) -> None:
    """Write a text file so that a reader sees the old one or the whole new one, never a part. Raises CommandError."""
    with _explained(path):
        path = path.resolve()  # a link stays a link; what it leads to is replaced
        if path.exists() and not path.is_file():
            with path.open("w", encoding="utf-8") as stream:
                stream.writelines(chunks)
            return
        temporary = _beside(path)
        try:
            with open(temporary, "x", encoding="utf-8", newline="\n", opener=_opener(mode)) as stream:
                stream.writelines(chunks)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CommandError(
            f"Cannot write {path}: {_reason(error)}; choose another place with --output."
        ) from error


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _opener(mode: int) -> Callable[[str, int], int]:
    return lambda name, flags: os.open(name, flags, mode)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")

"""`securestack prioritize`: what to fix first, and why, from any list of vulnerabilities or findings."""

from __future__ import annotations

import enum
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from securestack.cli.errors import CommandError
from securestack.cli.output import check_writable, standard_console, write_file
from securestack.cli.priority_feeds import Known, feeds

if TYPE_CHECKING:
    from securestack.assessment.priority.policy import Policy
    from securestack.assessment.priority.sources.item import Item
    from securestack.assessment.priority.subject import Circumstances, Subject
    from securestack.assessment.suggestions.suggest import Suggestions
    from securestack.cli.priority_report import Ranking

_ENDINGS = {".json": "json", ".csv": "csv", ".txt": "terminal"}


class PriorityFormat(enum.StrEnum):
    """How priorities are written."""

    TERMINAL = "terminal"
    JSON = "json"
    CSV = "csv"


class Side(enum.StrEnum):
    """From where the target can be reached."""

    INTERNET = "internet"
    INTERNAL = "internal"


class Weight(enum.StrEnum):
    """How much something matters."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


def prioritize(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="SARIF of any tool, a JSON report of SecureStack, or CSV with any of the columns cve, title, "
            "description, vendor, product, cvss_vector and cwe.",
            show_default=False,
        ),
    ],
    format: Annotated[
        PriorityFormat | None,
        typer.Option(
            metavar="FORMAT",
            help="terminal, json or csv: the format on standard output, and of an --output file whose ending tells "
            "none. [dim](default: terminal)[/]",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write it to a file; .json, .csv or .txt tells the format."),
    ] = None,
    top: Annotated[int, typer.Option(min=1, metavar="N", help="How many rows the terminal shows.")] = 20,
    exposure: Annotated[
        Side | None, typer.Option(help="From where the target can be reached.", show_default=False)
    ] = None,
    importance: Annotated[
        Weight | None, typer.Option(help="How much the project matters.", show_default=False)
    ] = None,
    data: Annotated[
        Weight | None, typer.Option(help="How sensitive the project's data is.", show_default=False)
    ] = None,
    kev: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="CISA's catalogue of exploited CVEs, as JSON. By default what `securestack update` fetched.",
            show_default=False,
        ),
    ] = None,
    epss: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="FIRST's EPSS scores, as .csv.gz. By default what `securestack update` fetched.",
            show_default=False,
        ),
    ] = None,
    policy: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Points of the visible rules, as JSON.", show_default=False),
    ] = None,
) -> None:
    """Put vulnerabilities and findings in the order in which to fix them, each with its reasons.

    A score says how much a CVE resembles those that are known to be exploited, not that it will be; everything works
    offline. What is not known neither raises nor lowers it.

    [bold]Examples[/]

    securestack prioritize cves.csv

    securestack prioritize results.sarif --exposure internet --output priorities.json
    """
    if output:
        check_writable(output)
    chosen = _format(format, output)
    from securestack.assessment.priority.model import shipped_model
    from securestack.assessment.priority.subject import Circumstances, Exposure, Level
    from securestack.cli.priority_report import Ranking, csv_chunks, json_chunks

    circumstances = Circumstances(
        exposure=Exposure(exposure.value) if exposure else None,
        importance=Level(importance.value) if importance else None,
        data=Level(data.value) if data else None,
    )
    rules = _policy(policy)
    known = feeds(kev, epss)
    with Ranking() as ranking:
        _score_all(ranking, _items(file), circumstances, rules, known)
        match chosen:
            case PriorityFormat.JSON:
                _write(json_chunks(ranking, shipped_model(), rules), output)
            case PriorityFormat.CSV:
                _write(csv_chunks(ranking), output)
            case PriorityFormat.TERMINAL:
                _show(ranking, top, output)


def _format(format: PriorityFormat | None, output: Path | None) -> PriorityFormat:
    told = _ENDINGS.get(output.suffix.lower()) if output else None
    if output and not told and not format:
        raise CommandError(
            f"{output} has no ending that tells its format; end it in one of .csv, .json, .txt, or add --format."
        )
    return PriorityFormat(told) if told else format or PriorityFormat.TERMINAL


def _score_all(
    ranking: Ranking,
    items: Iterable[Item],
    circumstances: Circumstances,
    policy: Policy,
    known: Known,
) -> None:
    import msgspec

    from securestack.assessment.priority.score import prioritise_subject

    for item in items:
        subject = item.subject
        about = known(subject.cve, _together(subject.circumstances, circumstances))
        if about != subject.circumstances:
            subject = msgspec.structs.replace(subject, circumstances=about)
        ranking.add(item, prioritise_subject(subject, policy), _suggestions(subject))


def _together(own: Circumstances, given: Circumstances) -> Circumstances:
    """Return what is known of one row, and for the rest what was said of all."""
    import msgspec

    told = {
        name: value
        for name in given.__struct_fields__
        if (value := getattr(given, name)) is not None and getattr(own, name) is None
    }
    return msgspec.structs.replace(own, **told) if told else own


def _suggestions(subject: Subject) -> Suggestions | None:
    """Return what the text of a finding suggests that nobody said of it; a CVE is what its record says."""
    if subject.cve or subject.cwe:
        return None
    from securestack.assessment.suggestions.suggest import suggest

    return suggest(subject.title, subject.description)


def _items(file: Path) -> Iterator[Item]:
    """Yield what is in a file, whose kind its content tells. Raises CommandError."""
    from securestack.assessment.priority.sources.item import SourceError
    from securestack.assessment.priority.sources.sarif import read_sarif
    from securestack.assessment.priority.sources.table import read_table

    try:
        with file.open("rb") as stream:
            beginning = stream.read(4_096)
        if beginning.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
            data = file.read_bytes().removeprefix(b"\xef\xbb\xbf")
            yield from _of_scan(data) if _is_our_report(data) else read_sarif(data)
            return
        encoding = "utf-16" if beginning[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        with file.open(encoding=encoding, errors="replace", newline="") as lines:
            yield from read_table(lines)
    except OSError as error:
        raise CommandError(f"Cannot read {file}: {(error.strerror or str(error)).lower()}.") from error
    except SourceError as error:
        raise CommandError(
            f"Cannot use {file}: {error}; give SARIF, a JSON report of SecureStack, or CSV."
        ) from error


def _is_our_report(data: bytes) -> bool:
    return b'"securestack_version"' in data[:4_096]


def _of_scan(data: bytes) -> Iterator[Item]:
    from securestack.assessment.priority.findings import subject_of
    from securestack.assessment.priority.sources.item import Item, SourceError
    from securestack.reports.json_report import ReportError, read_json_report
    from securestack.reports.words import place, short_title

    try:
        result = read_json_report(data)
    except ReportError as error:
        raise SourceError(str(error)) from error
    for number, finding in enumerate(result.findings, start=1):
        location = finding.location
        where = " ".join(filter(None, (location.where, place(location))))
        yield Item(number, short_title(result.rule(finding)), subject_of(result, finding), where)


def _policy(path: Path | None) -> Policy:
    import msgspec

    from securestack.assessment.priority.policy import DEFAULT_POLICY, Policy

    if path is None:
        return DEFAULT_POLICY
    try:
        return msgspec.json.decode(path.read_bytes(), type=Policy)
    except OSError as error:
        raise CommandError(f"Cannot read {path}: {(error.strerror or str(error)).lower()}.") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise CommandError(f"Cannot use {path} as a policy: {error}.") from error


def _write(chunks: Iterable[str], output: Path | None) -> None:
    if output:
        write_file(output, chunks)
        print(f"Wrote {output}", file=sys.stderr)
    else:
        sys.stdout.writelines(chunks)


def _show(ranking: Ranking, top: int, output: Path | None) -> None:
    from securestack.cli.priority_report import MEANING, terminal_lines

    console = standard_console()
    lines = terminal_lines(ranking, top, console.width)
    if output:
        _write((f"{line.plain.rstrip()}\n" for line in lines), output)
        return
    for line in lines:
        console.print(line, soft_wrap=True)
    console.print(f"\n{MEANING}", style="dim")

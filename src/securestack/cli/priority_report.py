"""How priorities are told: JSON and CSV for programs, ranked lines with bars for people.

Rows are kept on disk until all are scored, so that the largest export takes little memory.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any

import msgspec

from securestack.assessment.priority.model import LinearModel
from securestack.assessment.priority.policy import Policy
from securestack.assessment.priority.reason import LEVELS, Priority
from securestack.assessment.priority.sources.item import Item
from securestack.assessment.suggestions.suggest import Suggestions
from securestack.assessment.suggestions.told_twice import MOST_COMPARED, Told, ToldTwice, suggest_told_twice
from securestack.assessment.words import LONGEST_TEXT
from securestack.reports.encoding import encode_json
from securestack.reports.visible import encodable, visible_line

if TYPE_CHECKING:
    from rich.text import Text

SCHEMA = 1
MEANING = (
    "The model's part says how much a vulnerability resembles those that are known to be exploited, by its text, CVSS "
    "metrics, weakness and product. It does not say that it will be exploited."
)
_BAR = 24  # characters of the longest bar
_BAR_POINTS = 40.0  # points that it stands for
_SHOWN_REASONS = 3
_SHOWN_TWICE = 5
_MOST_TWICE = 1_000
_CSV = (
    "rank",
    "row",
    "cve",
    "name",
    "place",
    "score",
    "level",
    "decision",
    "certainty",
    "reasons",
    "model",
    "policy",
)


class Row(msgspec.Struct, omit_defaults=True):
    """One row as it is written: what was given, its priority flattened, and what its text suggests."""

    row: int
    cve: str
    name: str
    place: str
    priority: Priority
    suggested: Suggestions = Suggestions()


class Ranking:
    """Scored rows, in a temporary file until they are told in order. A context manager."""

    def __init__(self) -> None:
        self._spool = tempfile.SpooledTemporaryFile(max_size=8 * 2**20)  # noqa: SIM115 - closed by __exit__
        self._told: list[Told] = []
        self._names: dict[int, str] = {}
        self._places: list[tuple[float, int, int]] = []  # negative total, number of the row, where it begins

    def __enter__(self) -> Ranking:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._spool.close()

    def told_twice(self) -> list[ToldTwice]:
        """Return the rows that may tell one flaw twice; nothing is ever merged."""
        return suggest_told_twice(self._told)

    def names(self) -> dict[int, str]:
        """Return how a person recognises the rows that were compared, by their numbers."""
        return self._names

    def __len__(self) -> int:
        return len(self._places)

    def add(self, item: Item, priority: Priority, suggested: Suggestions | None = None) -> None:
        """Keep one scored row."""
        if item.place and len(self._told) < MOST_COMPARED:
            text = f"{item.subject.title} {item.subject.description}"[:LONGEST_TEXT]
            self._told.append(Told(item.row, text, item.place, item.subject.cve))
            self._names[item.row] = item.name
        row = Row(item.row, item.subject.cve, item.name, item.place, priority, suggested or Suggestions())
        self._places.append((-priority.total, item.row, self._spool.tell()))
        self._spool.write(encode_json(row).encode() + b"\n")

    def rows(self, most: int | None = None) -> Iterator[tuple[int, Row]]:
        """Yield rank (from 1) and row, the most pressing first; rows with equal scores in the order of the file."""
        decoder = msgspec.json.Decoder(Row)
        for rank, (_, _, begin) in enumerate(sorted(self._places)[:most], start=1):
            self._spool.seek(begin)
            yield rank, decoder.decode(self._spool.readline())


def json_chunks(ranking: Ranking, model: LinearModel, policy: Policy) -> Iterator[str]:
    """Yield the pieces of the JSON report: what made the scores, then a line for each row, ranked."""
    header = {
        "schema": SCHEMA,
        "model": model.version,
        "policy": policy.version,
        "meaning": MEANING,
        "reference": model.header.reference,
        "levels": {level.value: least for least, level in LEVELS},
        "factors": model.header.worth,
    }
    yield "{\n"
    for name, value in header.items():
        yield f'"{name}": {encode_json(value)},\n'
    yield '"rows": ['
    separator = "\n"
    for rank, row in ranking.rows():
        yield separator + encode_json(_flat(rank, row))
        separator = ",\n"
    twice = [pair._asdict() for pair in ranking.told_twice()[:_MOST_TWICE]]
    yield f'\n],\n"duplicates": {encode_json(twice)}\n}}\n'


def csv_chunks(ranking: Ranking) -> Iterator[str]:
    """Yield the lines of the CSV report, ranked. No cell begins like a formula."""
    yield ",".join(_CSV) + "\r\n"
    for rank, row in ranking.rows():
        flat = _flat(rank, row)
        flat["reasons"] = "; ".join(
            f"{one.name} {one.points:+.2f} ({one.detail})" for one in row.priority.reasons
        )
        line = io.StringIO()
        csv.writer(line).writerow([_harmless(flat[name]) for name in _CSV])
        yield encodable(line.getvalue())


def _flat(rank: int, row: Row) -> dict[str, Any]:
    priority = row.priority
    told: dict[str, Any] = {
        "rank": rank,
        "row": row.row,
        "cve": row.cve,
        "name": row.name,
        "place": row.place,
        "score": priority.score,
        "level": priority.level.value,
        "decision": priority.ssvc.decision.value,
        "certainty": priority.certainty.value,
        "missing": priority.missing,
        "percentile": priority.percentile,
        "basis": priority.basis.value,
        "base": priority.base,
        "total": priority.total,
        "reasons": priority.reasons,
        "ssvc": priority.ssvc,
        "model": priority.model,
        "policy": priority.policy,
    }
    return told | ({"suggested": row.suggested} if row.suggested != Suggestions() else {})


def _harmless(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value


def terminal_lines(ranking: Ranking, most: int, width: int) -> Iterator[Text]:
    """Yield the lines for a person: each of the first rows with its strongest reasons as bars, then what they mean."""
    from rich.text import Text

    for rank, row in ranking.rows(most):
        yield from _entry(rank, row, width)
    if (rest := len(ranking) - most) > 0:
        yield Text(f"\n… and {rest:,} more; --top shows more of them, --format json and csv all", style="dim")
    yield from _twice(ranking, width)
    if not len(ranking):
        yield Text("There is nothing in the file to put in order.", style="green")


def _twice(ranking: Ranking, width: int) -> Iterator[Text]:
    from rich.text import Text

    pairs = ranking.told_twice()
    if not pairs:
        return
    names = ranking.names()
    yield Text("\nPerhaps the same flaw, told twice (by place and text; nothing was merged)", style="bold")
    for pair in pairs[:_SHOWN_TWICE]:
        told = f"  {pair.likeness:4.0%}  row {pair.first} {names[pair.first]}  =  row {pair.second} {names[pair.second]}"
        line = Text(visible_line(told))
        line.truncate(width, overflow="ellipsis")
        yield line
    if (rest := len(pairs) - _SHOWN_TWICE) > 0:
        yield Text(f"  … and {rest:,} more; --format json shows them", style="dim")


def _entry(rank: int, row: Row, width: int) -> Iterator[Text]:
    from rich.text import Text

    from securestack.core.severity import Severity
    from securestack.reports.terminal import STYLES

    priority = row.priority
    style = STYLES[Severity(priority.level.value)]
    yield Text()
    line = Text(f"{rank:>4}  ").append(f"{priority.score:5.1f}", "bold").append("  ")
    line.append(f" {priority.level.value.upper()} ", style).append("  ")
    line.append(visible_line(" ".join(filter(None, (row.cve, _short(row.name, row.cve))))), "bold")
    line.truncate(width, overflow="ellipsis")
    yield line
    notes = [f"SSVC: {priority.ssvc.decision.value}", f"certainty: {priority.certainty.value}"]
    if priority.percentile is not None:
        notes.insert(0, f"its model above {priority.percentile:.0f} % of CVEs")
    if priority.missing:
        notes.append(f"missing: {', '.join(priority.missing)}")
    if row.place:
        notes.insert(0, visible_line(row.place))
    if row.suggested.cwe:
        notes.append(f"by its text CWE-{row.suggested.cwe}{'?' if 'cwe' in row.suggested.unsure else ''}")
    note = Text(" " * 6 + " · ".join(notes), style="dim")
    note.truncate(width, overflow="ellipsis")
    yield note
    for reason in priority.reasons[:_SHOWN_REASONS]:
        told = Text(f"      {reason.name:<16} {reason.points:+6.1f} ")
        told.append(f"{_bar(reason.points):<{_BAR}} ", "red" if reason.points > 0 else "green")
        told.append(visible_line(reason.detail), "dim")
        told.truncate(width, overflow="ellipsis")
        yield told


def _bar(points: float) -> str:
    length = max(1, round(min(abs(points), _BAR_POINTS) / _BAR_POINTS * _BAR))
    return ("█" if points > 0 else "░") * length


def _short(name: str, cve: str) -> str:
    return "" if name.strip().upper() == cve else " ".join(name.split())

"""Exported entries of the audit log, a batch at a time, so that a log of any length takes little memory."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import msgspec

from securestack.server.audit import queries
from securestack.server.audit.schemas import AuditEntry, AuditFilter, ExportFormat
from securestack.server.kit.caller import Caller
from securestack.server.kit.database import Database

_BATCH = 1000
_NAMES = tuple(AuditEntry.model_fields)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_encoder = msgspec.json.Encoder()

MEDIA_TYPES = {ExportFormat.CSV: "text/csv; charset=utf-8", ExportFormat.JSON_LINES: "application/jsonl"}
"""How the formats are called in answers."""


async def export(
    database: Database, caller: Caller, wanted: AuditFilter, form: ExportFormat
) -> AsyncIterator[bytes]:
    """Return the entries as a file, the oldest first."""
    write = _WRITERS[form]
    if form is ExportFormat.CSV:
        yield ",".join(_NAMES).encode() + b"\r\n"
    seq = 0
    while True:
        async with database.read(caller) as reader:  # lent for each batch anew: the client may be slow
            rows = await queries.export_after(reader, wanted, seq, _BATCH)
        if not rows:
            return
        yield write(rows)
        seq = rows[-1]["seq"]


def _as_json_lines(rows: Sequence[Any]) -> bytes:
    return b"".join(_encoder.encode({name: row[name] for name in _NAMES}) + b"\n" for row in rows)


def _as_csv(rows: Sequence[Any]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in _NAMES])
    return text.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, msgspec.Raw):
        return bytes(value).decode()
    shown = value.isoformat() if hasattr(value, "isoformat") else str(value)
    # A spreadsheet runs a cell that begins like a formula (CWE-1236); what people sent may do so.
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


_WRITERS: dict[ExportFormat, Callable[[Sequence[Any]], bytes]] = {
    ExportFormat.CSV: _as_csv,
    ExportFormat.JSON_LINES: _as_json_lines,
}

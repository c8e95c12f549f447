"""The JSON report: a scan result as it is, and the way back from it.

One finding stands on one line, so that the report can be searched and compared with line tools, and is written without
holding a second copy of everything. The findings come in the order in which to fix them; `priorities` says why, a line for
each finding, and is worked out anew whenever a report is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from securestack.core.result import ScanResult
from securestack.reports.encoding import encode_json
from securestack.reports.priorities import as_they_come, priority_record

SCHEMA = 1  # the newest form of ScanResult that this version reads


class ReportError(ValueError):
    """What was given is not a report that can be read. The message is one sentence that says why."""


class _Header(msgspec.Struct):
    schema: int
    scanner: str


def json_chunks(result: ScanResult) -> Iterator[str]:
    """Yield the pieces of the JSON report."""
    separator = "{\n"
    for field in ScanResult.__struct_fields__:
        yield f'{separator}"{field}": '
        separator = ",\n"
        value = getattr(result, field)
        match field:
            case "findings" | "checks" | "notices":
                yield from _lines("[", (encode_json(item) for item in value), "]")
            case "rules":
                rules = value.items()
                yield from _lines("{", (f'"{name}": {encode_json(rule)}' for name, rule in rules), "}")
            case _:
                yield encode_json(value)
    yield ',\n"priorities": '
    told = (
        encode_json({"finding": finding.fingerprint, **priority_record(priority)})
        for finding, priority in as_they_come(result)
    )
    yield from _lines("[", told, "]")
    yield "\n}\n"


def json_report(result: ScanResult) -> str:
    """Return the JSON report."""
    return "".join(json_chunks(result))


def read_json_report(data: bytes | memoryview) -> ScanResult:
    """Return the scan result that a JSON report holds. Raises ReportError."""
    try:
        header = msgspec.json.decode(data, type=_Header)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ReportError(f"it is not a JSON report of SecureStack ({error})") from error
    if header.schema > SCHEMA:
        raise ReportError(f"it was written by a newer SecureStack (schema {header.schema}); update this one")
    try:
        result = msgspec.json.decode(data, type=ScanResult)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ReportError(f"it is a damaged JSON report of SecureStack ({error})") from error
    if missing := {finding.rule_id for finding in result.findings} - result.rules.keys():
        raise ReportError(f"it is a damaged JSON report of SecureStack (the rule {min(missing)} is missing)")
    return result


def _lines(opening: str, items: Iterable[str], closing: str) -> Iterator[str]:
    separator = f"{opening}\n"
    empty = True
    for item in items:
        yield separator
        yield item
        separator, empty = ",\n", False
    yield f"{opening}{closing}" if empty else f"\n{closing}"

"""Our own JSON report, so that scans of the command line can be uploaded."""

from __future__ import annotations

from securestack.reports.json_report import ReportError, read_json_report
from securestack.server.findings.importers.importer import ImportedRun, Importer, UnreadableFile

_BEGINNING = 500  # the version stands among the first fields


def recognises(head: bytes) -> bool:
    """Return whether a file is a JSON report of ours."""
    return b'"securestack_version"' in head[:_BEGINNING]


def read(data: memoryview) -> list[ImportedRun]:
    """Return what a report says. Raises UnreadableFile."""
    try:
        result = read_json_report(data)
    except (ReportError, RecursionError) as error:
        raise UnreadableFile(f"The file cannot be read: {error}.") from error
    return [
        ImportedRun(
            tool=result.scanner,
            tool_version=result.securestack_version,
            observed_at=result.started if result.started.tzinfo else None,
            rules=dict(result.rules),
            findings=iter(result.findings),
        )
    ]


IMPORTER = Importer("securestack", "JSON report of SecureStack", recognises, read)

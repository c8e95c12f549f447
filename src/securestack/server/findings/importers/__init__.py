"""Reading the results of other tools: one file a format, and the list of them."""

from __future__ import annotations

from securestack.server.findings.importers import own_report, sarif
from securestack.server.findings.importers.importer import Importer, UnreadableFile

IMPORTERS: tuple[Importer, ...] = (
    # One line a format, the most particular first.
    own_report.IMPORTER,
    sarif.IMPORTER,
)
"""Every format that can be imported."""


def importer_of(head: bytes) -> Importer:
    """Return the importer of a file, told by its beginning. Raises UnreadableFile."""
    for importer in IMPORTERS:
        if importer.recognises(head):
            return importer
    known = ", ".join(importer.title for importer in IMPORTERS)
    raise UnreadableFile(f"It is none of the formats that can be imported: {known}.")

"""CycloneDX as JSON."""

from __future__ import annotations

import json

from securestack.inventory.formats import json_text
from securestack.inventory.sbom import cyclonedx
from securestack.inventory.sbom.bill import Bill
from securestack.inventory.shapes import mapping

WRITTEN = READ = cyclonedx.VERSIONS


def write(bill: Bill, version: str = "1.6", tool_version: str = "") -> bytes:
    """Return the bill as CycloneDX; the same bill gives the same bytes. Raises ValueError for an unknown version."""
    document = cyclonedx.document_of(bill, version, tool_version)
    return json.dumps(document, indent=2, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def read(source: bytes, path: str) -> Bill:
    """Return the bill in a CycloneDX document. Raises UnreadableFile when it is none."""
    return cyclonedx.bill_of(mapping(json_text.decode(source)), path)

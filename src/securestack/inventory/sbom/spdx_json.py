"""SPDX 2 as JSON."""

from __future__ import annotations

import json

from securestack.inventory.formats import json_text
from securestack.inventory.sbom import spdx
from securestack.inventory.sbom.bill import Bill
from securestack.inventory.shapes import mapping


def write(bill: Bill, tool_version: str = "", version: str = "2.3") -> bytes:
    """Return the bill as SPDX; the same bill gives the same bytes. Raises ValueError for an unknown version."""
    document = spdx.document_of(bill, version, tool_version)
    return json.dumps(document, indent=2, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def read(source: bytes, path: str) -> Bill:
    """Return the bill in an SPDX document. Raises UnreadableFile when it is none."""
    return spdx.bill_of(mapping(json_text.decode(source)), path)

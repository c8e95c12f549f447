"""A bill of materials in whichever format it is written."""

from __future__ import annotations

from securestack.inventory.formats import json_text
from securestack.inventory.manifest import UnreadableFile
from securestack.inventory.sbom import cyclonedx_json, spdx_json
from securestack.inventory.sbom.bill import Bill
from securestack.inventory.shapes import mapping

CYCLONEDX = "CycloneDX"
SPDX = "SPDX"


def read_bill(source: bytes, path: str) -> tuple[str, Bill]:
    """Return the format of a document and the bill in it. Raises UnreadableFile when it is none we read."""
    try:
        document = mapping(json_text.decode(source))
    except UnreadableFile as problem:
        raise UnreadableFile(f"This is no SBOM in JSON: {problem.message}", problem.line) from problem
    if "bomFormat" in document:
        return CYCLONEDX, cyclonedx_json.read(source, path)
    if "spdxVersion" in document:
        return SPDX, spdx_json.read(source, path)
    raise UnreadableFile("This is neither CycloneDX nor SPDX 2 as JSON.")

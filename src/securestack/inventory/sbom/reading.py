"""A bill of materials in whichever format it is written."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from securestack.inventory.formats import json_text
from securestack.inventory.manifest import UnreadableFile
from securestack.inventory.sbom import cyclonedx, cyclonedx_xml, spdx, spdx3, spdx_tag_value
from securestack.inventory.sbom.bill import Bill
from securestack.inventory.sbom.validation.fault import Fault, Place
from securestack.inventory.shapes import mapping, text

CYCLONEDX = "CycloneDX"
SPDX = "SPDX"

_TAG_VALUE = re.compile(rb"^(?:\xef\xbb\xbf)?(?:\s*(?:#[^\n]*)?\n)*\s*SPDXVersion\s*:")
_DEEPEST = 40  # levels of a document whose lines are looked for


class Opened(msgspec.Struct, frozen=True):
    """A document taken apart: `kind` and `version` of its format, and its values in the shape of JSON.

    `syntax` is json, xml, tag-value or json-ld; `faults` are what only the syntax has wrong.
    """

    kind: str
    version: str
    syntax: str
    document: dict[Any, Any]
    lines: dict[Place, int] = {}
    faults: tuple[Fault, ...] = ()


def open_document(source: bytes) -> Opened:
    """Return what a document is. Raises UnreadableFile when it is no SBOM we read."""
    start = source[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        shaped = cyclonedx_xml.shaped(source)
        version = text(shaped.document.get("specVersion"))
        return Opened(CYCLONEDX, version, "xml", shaped.document, shaped.lines, shaped.faults)
    if _TAG_VALUE.match(source[:10_000]):
        document, lines = spdx_tag_value.shaped(source)
        return Opened(
            SPDX, text(document.get("spdxVersion")).removeprefix("SPDX-"), "tag-value", document, lines
        )
    try:
        document = mapping(json_text.decode(source))
    except UnreadableFile as problem:
        raise UnreadableFile(f"This is no SBOM in JSON: {problem.message}", problem.line) from problem
    if "bomFormat" in document:
        return Opened(CYCLONEDX, text(document.get("specVersion")), "json", document)
    if "spdxVersion" in document:
        return Opened(SPDX, text(document.get("spdxVersion")).removeprefix("SPDX-"), "json", document)
    if spdx3.is_spdx3(document):
        return Opened(SPDX, spdx3.VERSIONS[0], "json-ld", document)
    raise UnreadableFile("This is neither CycloneDX (JSON, XML) nor SPDX (JSON, JSON-LD, tag-value).")


def lines_of(opened: Opened, source: bytes) -> dict[Place, int]:
    """Return the lines of the places in a document, as deep as any real one goes."""
    return json_text.key_lines(source, _DEEPEST) if opened.syntax.startswith("json") else opened.lines


def bill_in(opened: Opened, path: str) -> Bill:
    """Return the bill in a document taken apart. Raises UnreadableFile for a version we do not read."""
    if opened.kind == CYCLONEDX:
        return cyclonedx.bill_of(opened.document, path)
    if opened.syntax == "json-ld":
        return spdx3.bill_of(opened.document, path)
    return spdx.bill_of(opened.document, path)


def read_bill(source: bytes, path: str) -> tuple[str, Bill]:
    """Return the format of a document and the bill in it. Raises UnreadableFile when it is none we read."""
    opened = open_document(source)
    return opened.kind, bill_in(opened, path)

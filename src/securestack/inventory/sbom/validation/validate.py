"""A document of any format against the specification it names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import msgspec

from securestack.inventory.manifest import UnreadableFile
from securestack.inventory.sbom.reading import CYCLONEDX, Opened, lines_of, open_document
from securestack.inventory.sbom.validation import cyclonedx_rules, spdx3_rules, spdx_rules
from securestack.inventory.sbom.validation.fault import Fault, Place

MOST_FAULTS = 1_000  # more of the same tell nothing new


class Verdict(msgspec.Struct, frozen=True):
    """What a document is, and what is wrong with it; `more` says that there are faults beyond those told."""

    kind: str
    version: str
    syntax: str
    faults: tuple[Fault, ...]
    more: bool = False


def validate(source: bytes) -> Verdict:
    """Return what is wrong with a document, in the order of its lines. Raises UnreadableFile when it is no SBOM we read."""
    opened = open_document(source)
    try:
        found = list(islice(_faults(opened), MOST_FAULTS + 1))
    except RecursionError:
        raise UnreadableFile("The document is nested too deeply to be checked.") from None
    lines = lines_of(opened, source) if found else {}
    told = [msgspec.structs.replace(fault, line=_line(lines, fault.place)) for fault in found[:MOST_FAULTS]]
    return Verdict(
        opened.kind,
        opened.version,
        opened.syntax,
        tuple(sorted(told, key=lambda fault: fault.line)),
        len(found) > MOST_FAULTS,
    )


def _faults(opened: Opened) -> Iterator[Fault]:
    yield from opened.faults
    if opened.kind == CYCLONEDX:
        found = cyclonedx_rules.faults_of(opened.document)
        yield from found if opened.syntax != "xml" else filter(_holds_in_xml, found)
    elif opened.syntax == "json-ld":
        yield from spdx3_rules.faults_of(opened.document)
    else:
        yield from spdx_rules.faults_of(opened.document)


def _holds_in_xml(fault: Fault) -> bool:
    """Say whether XML asks the same: entries of lists may be equal there, and signatures are of another namespace."""
    return fault.rule != "uniqueItems" and fault.message != "“signature” is missing."


def _line(lines: dict[Place, int], place: Place) -> int:
    """Return the line of a place, or of what it lies in."""
    while place not in lines:
        if not place:
            return 0
        place = place[:-1]
    return lines[place]

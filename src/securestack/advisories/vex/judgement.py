"""Reading VEX documents of any format, and finding what they say of a flaw in a package."""

from __future__ import annotations

from collections.abc import Iterable

from securestack.advisories.vex.csaf import read_csaf
from securestack.advisories.vex.cyclonedx import read_cyclonedx
from securestack.advisories.vex.openvex import read_openvex
from securestack.advisories.vex.statement import BadVex, Statement, VexDocument
from securestack.inventory.purl import covers

LARGEST_DOCUMENT = 128 * 2**20  # bytes


def read_vex(data: bytes) -> VexDocument:
    """Read an OpenVEX, CycloneDX or CSAF document, whichever it is; raises BadVex."""
    if len(data) > LARGEST_DOCUMENT:
        raise BadVex("The document is too large to be VEX.")
    if b"openvex" in data and b'"statements"' in data:
        return read_openvex(data)
    if b'"bomFormat"' in data:
        return read_cyclonedx(data)
    if b'"csaf_version"' in data:
        return read_csaf(data)
    raise BadVex("This is neither an OpenVEX nor a CycloneDX nor a CSAF document.")


class Judgement:
    """What a number of documents say. Where several speak of the same, the newest statement holds."""

    def __init__(self, documents: Iterable[VexDocument]) -> None:
        self._statements: dict[str, list[Statement]] = {}
        for document in documents:
            for statement in document.statements:
                for name in statement.names:
                    self._statements.setdefault(name, []).append(statement)

    def of(self, purl: str, names: Iterable[str], product: str = "") -> Statement | None:
        """Return the statement on a flaw, by any of its names, in a package.

        `product` is the purl of what the package is part of. A statement on a component inside a product holds only
        there, so without `product` such statements do not apply.
        """
        found: dict[int, Statement] = {}
        for name in names:
            for statement in self._statements.get(name, ()):
                if _applies(statement, purl, product):
                    found[id(statement)] = statement
        return max(found.values(), key=lambda one: one.timestamp, default=None)


def _applies(statement: Statement, purl: str, product: str) -> bool:
    for one in statement.products:
        if not one.components:
            if covers(one.id, purl):
                return True
        elif product and covers(one.id, product) and any(covers(inner, purl) for inner in one.components):
            return True
    return False

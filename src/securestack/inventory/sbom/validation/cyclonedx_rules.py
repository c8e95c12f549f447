"""What the CycloneDX specification asks of a document: its schema, and what a schema cannot say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from securestack.inventory.sbom.cyclonedx import VERSIONS
from securestack.inventory.sbom.validation.fault import Fault, Place
from securestack.inventory.sbom.validation.schema import Schema
from securestack.inventory.shapes import mapping, sequence, text


def faults_of(document: dict[Any, Any]) -> Iterator[Fault]:
    """Yield what is wrong with a document in the shape of CycloneDX' JSON."""
    version = text(document.get("specVersion"))
    if version not in VERSIONS:
        yield Fault(("specVersion",), f"CycloneDX “{version[:20]}” is none of {', '.join(VERSIONS)}.")
        return
    yield from Schema.of(f"cyclonedx-{version}.json").faults(document)
    references: dict[str, Place] = {}
    for place, reference in _references(document):
        if reference in references:
            yield Fault(place, f"The bom-ref “{reference[:80]}” is used twice in the document.")
        references[reference] = place
    yield from _of_dependencies(document, references)


def _references(document: dict[Any, Any]) -> Iterator[tuple[Place, str]]:
    """Yield every bom-ref with its place, but for formulas, whose own examples in the specification repeat them."""
    whole = {name: value for name, value in document.items() if name != "formulation"}
    waiting: list[tuple[Place, Any]] = [((), whole)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, dict):
            reference = value.get("bom-ref")
            if isinstance(reference, str) and reference:
                yield (*place, "bom-ref"), reference
            waiting += [((*place, name), inner) for name, inner in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [((*place, number), inner) for number, inner in reversed(list(enumerate(value)))]


def _of_dependencies(document: dict[Any, Any], references: dict[str, Place]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, entry in enumerate(sequence(document.get("dependencies"))):
        entry = mapping(entry)
        reference = text(entry.get("ref"))
        if reference in seen:
            yield Fault(
                ("dependencies", number, "ref"), f"The dependencies of “{reference[:80]}” are told twice."
            )
        seen.add(reference)
        if reference and reference not in references:
            yield Fault(
                ("dependencies", number, "ref"),
                f"Nothing in the document has the bom-ref “{reference[:80]}”.",
            )
        for field in ("dependsOn", "provides"):
            for position, child in enumerate(sequence(entry.get(field))):
                if isinstance(child, str) and child not in references:
                    place = ("dependencies", number, field, position)
                    yield Fault(place, f"Nothing in the document has the bom-ref “{child[:80]}”.")

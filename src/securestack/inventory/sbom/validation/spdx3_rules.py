"""What the SPDX specification, version 3.0.1, asks of a JSON-LD document: its classes, properties and vocabularies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from securestack.inventory.sbom.spdx3 import elements_of
from securestack.inventory.sbom.validation.fault import Fault, Place
from securestack.inventory.sbom.validation.schema import load
from securestack.inventory.shapes import text

_MODEL = "spdx-3.0.1.json"
_ADDRESS = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*|_):\S+|NOASSERTION|NONE")
_PLAIN: Mapping[str, tuple[type, ...]] = {
    "xsd:string": (str,),
    "xsd:anyURI": (str,),
    "xsd:boolean": (bool,),
    "xsd:decimal": (int, float, str),
    "xsd:double": (int, float, str),
    "xsd:integer": (int,),
    "xsd:nonNegativeInteger": (int,),
    "xsd:positiveInteger": (int,),
}
_NAMES = frozenset({"type", "@type", "spdxId", "@id", "@context"})
_OWN_ID = "spdxId"


def faults_of(document: dict[Any, Any]) -> Iterator[Fault]:
    """Yield what is wrong with a document."""
    elements = elements_of(document)
    whole = "@graph" in document
    ids: dict[str, str] = {}
    for number, element in enumerate(elements):
        place: Place = ("@graph", number) if whole else ()
        name = text(element.get(_OWN_ID) or element.get("@id"))
        if name in ids:
            yield Fault((*place, _OWN_ID), f"“{name[:80]}” is used twice in the document.")
        ids[name] = text(element.get("type") or element.get("@type"))
    if not any(kind == "SpdxDocument" for kind in ids.values()):
        yield Fault((), "The document has no element of the type SpdxDocument.")
    elsewhere = _imported(elements)
    for number, element in enumerate(elements):
        place = ("@graph", number) if whole else ()
        yield from _Element(ids, elsewhere).faults(element, place)


def _imported(elements: list[dict[Any, Any]]) -> set[str]:
    """Return what SpdxDocuments say is described elsewhere."""
    found = set()
    for element in elements:
        for entry in _many(element.get("import")):
            if isinstance(entry, dict):
                found.add(text(entry.get("externalSpdxId")))
    return found


class _Element:
    def __init__(self, ids: Mapping[str, str], elsewhere: set[str]) -> None:
        self._ids = ids
        self._elsewhere = elsewhere

    def faults(self, element: dict[Any, Any], place: Place) -> Iterator[Fault]:
        kind = text(element.get("type") or element.get("@type"))
        model = load(_MODEL)["classes"]
        if kind not in model:
            if "_" not in kind or kind.partition("_")[0] != "extension":
                yield Fault((*place, "type"), f"“{kind[:60]}” is no type of SPDX 3.0.")
            return
        if model[kind].get("abstract"):
            yield Fault((*place, "type"), f"{kind} is abstract: an element is of one of the types below it.")
        rules = _properties(kind)
        for name, rule in rules.items():
            given = element.get("@id") if name == _OWN_ID and _OWN_ID not in element else element.get(name)
            count = len(_many(given))
            if count < rule.get("min", 0):
                yield Fault(place, f"“{name}” is missing.")
            if count > rule.get("max", count):
                yield Fault((*place, name), f"“{name}” may stand here {rule['max']} time at most.")
        for name, value in element.items():
            if name in _NAMES:
                continue
            if name not in rules:
                yield Fault((*place, name), f"“{str(name)[:60]}” is not known in {kind}.")
                continue
            several = isinstance(value, list)
            for number, one in enumerate(_many(value)):
                here = (*place, name, number) if several else (*place, name)
                yield from self._value(one, rules[name]["type"], here)

    def _value(self, value: Any, kind: str, place: Place) -> Iterator[Fault]:
        model = load(_MODEL)
        if kind in _PLAIN:
            if not isinstance(value, _PLAIN[kind]) or (isinstance(value, bool) and kind != "xsd:boolean"):
                yield Fault(place, f"This has to be a value of {kind.removeprefix('xsd:')}.")
            elif kind == "xsd:anyURI" and not _ADDRESS.fullmatch(str(value)):
                yield Fault(place, f"“{str(value)[:60]}” is no absolute address.")
        elif kind in model["datatypes"]:
            if not isinstance(value, str) or not re.search(model["datatypes"][kind], value):
                yield Fault(place, f"“{str(value)[:60]}” is not written as a {kind} has to be.")
        elif kind in model["vocabularies"]:
            if value not in model["vocabularies"][kind]:
                yield Fault(place, f"“{str(value)[:60]}” is no word of the vocabulary {kind}.")
        elif isinstance(value, dict):
            if "type" in value or "@type" in value:
                yield from self.faults(value, place)
                yield from _of_kind(text(value.get("type") or value.get("@type")), kind, place)
            else:
                yield Fault(place, "“type” is missing.")
        elif isinstance(value, str):
            yield from self._reference(value, kind, place)
        else:
            yield Fault(place, f"This has to be an element of the type {kind}.")

    def _reference(self, value: str, kind: str, place: Place) -> Iterator[Fault]:
        if value in self._ids:
            yield from _of_kind(self._ids[value], kind, place)
        elif (
            value not in self._elsewhere
            and value not in _individuals()
            and not value.startswith(_KNOWN_OUTSIDE)
        ):
            yield Fault(
                place, f"Nothing in the document has the spdxId “{value[:80]}”, and nothing imports it."
            )


_KNOWN_OUTSIDE = ("https://spdx.org/licenses/", "https://spdx.org/rdf/3.", "http://spdx.org/licenses/")


@lru_cache(maxsize=1)
def _individuals() -> frozenset[str]:
    return frozenset(load(_MODEL)["individuals"])


@lru_cache(maxsize=128)
def _lineage(kind: str) -> tuple[str, ...]:
    model = load(_MODEL)["classes"]
    found = []
    while kind in model:
        found.append(kind)
        kind = model[kind].get("super", "")
    return tuple(found)


@lru_cache(maxsize=128)
def _properties(kind: str) -> dict[str, dict[str, Any]]:
    """Return what a type and those above it have, with what is restricted on the way down."""
    model = load(_MODEL)["classes"]
    found: dict[str, dict[str, Any]] = {}
    for one in reversed(_lineage(kind)):
        found |= {name: dict(rule) for name, rule in model[one].get("properties", {}).items()}
        for name, limits in model[one].get("restrictions", {}).items():
            if name in found:
                found[name] |= limits
    return found


def _of_kind(actual: str, wanted: str, place: Place) -> Iterator[Fault]:
    if actual and wanted not in _lineage(actual) and actual in load(_MODEL)["classes"]:
        yield Fault(place, f"This leads to a {actual}, where a {wanted} is wanted.")


def _many(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]

"""CycloneDX as XML. Source: the CycloneDX specification (ECMA-424)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import msgspec

from securestack.inventory.formats import xml_text
from securestack.inventory.manifest import UnreadableFile
from securestack.inventory.sbom import cyclonedx
from securestack.inventory.sbom.bill import Bill
from securestack.inventory.sbom.cyclonedx_elements import Lines, Shaping
from securestack.inventory.sbom.validation.fault import Fault
from securestack.inventory.sbom.validation.schema import Schema

_NAMESPACE = "http://cyclonedx.org/schema/bom/"
_FORBIDDEN = re.compile(
    "[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # characters that XML 1.0 has not
_ATTRIBUTES = frozenset({"type", "bom-ref", "alg", "ref"})
_ITEMS = {
    "components": "component",
    "hashes": "hash",
    "properties": "property",
    "occurrences": "occurrence",
    "dependencies": "dependency",
}


def write(bill: Bill, version: str = "1.6", tool_version: str = "") -> bytes:
    """Return the bill as CycloneDX; the same bill gives the same bytes. Raises ValueError for an unknown version."""
    document = cyclonedx.document_of(bill, version, tool_version)
    head = (
        f'<bom xmlns="{_NAMESPACE}{version}" serialNumber={quoteattr(document["serialNumber"])} '
        f'version="{document["version"]}">'
    )
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', head]
    for name in ("metadata", "components", "dependencies"):
        lines += _element(name, document[name], 1)
    lines.append("</bom>\n")
    return "\n".join(lines).encode("utf-8", "replace")


def _element(name: str, value: Any, depth: int) -> Iterator[str]:
    space = "  " * depth
    if isinstance(value, list):
        yield f"{space}<{name}>"
        for item in value:
            yield from _item(name, item, depth + 1)
        yield f"{space}</{name}>"
    elif isinstance(value, Mapping):
        yield from _with_attributes(name, value, depth)
    else:
        yield f"{space}<{name}>{_clean(str(value))}</{name}>"


def _item(name: str, value: Any, depth: int) -> Iterator[str]:
    space = "  " * depth
    match name:
        case "hashes":
            yield f"{space}<hash alg={quoteattr(value['alg'])}>{_clean(value['content'])}</hash>"
        case "properties":
            yield f"{space}<property name={quoteattr(value['name'])}>{_clean(value['value'])}</property>"
        case "licenses":
            (kind, licence), *_ = value.items()
            yield from _element(kind, licence, depth)
        case "tools":
            yield from _element("tool", value, depth)
        case "dependencies":
            own = f"{space}<dependency ref={_quoted(value['ref'])}"
            children = [f"{space}  <dependency ref={_quoted(child)}/>" for child in value["dependsOn"]]
            yield from [f"{own}>", *children, f"{space}</dependency>"] if children else [f"{own}/>"]
        case _:
            yield from _element(_ITEMS.get(name, name), value, depth)


def _with_attributes(name: str, value: Mapping[str, Any], depth: int) -> Iterator[str]:
    space = "  " * depth
    attributes = "".join(f" {key}={_quoted(text)}" for key, text in value.items() if key in _ATTRIBUTES)
    inner = [
        line for key, one in value.items() if key not in _ATTRIBUTES for line in _element(key, one, depth + 1)
    ]
    yield from [f"{space}<{name}{attributes}>", *inner, f"{space}</{name}>"]


def _clean(text: str) -> str:
    return escape(_FORBIDDEN.sub("", text))


def _quoted(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("", text))


def read(source: bytes, path: str) -> Bill:
    """Return the bill in a CycloneDX document. Raises UnreadableFile when it is none."""
    return cyclonedx.bill_of(shaped(source).document, path)


class Shaped(msgspec.Struct, frozen=True):
    """An XML document in the shape of JSON, the line of each value, and what only the XML has wrong."""

    document: dict[str, Any]
    lines: Lines
    faults: tuple[Fault, ...]


def shaped(source: bytes) -> Shaped:
    """Return the document in the shape of JSON. Raises UnreadableFile when it is none."""
    root = xml_text.decode(source)
    namespace = root.attributes.get(f"xmlns:{root.prefix}" if root.prefix else "xmlns", "")
    version = namespace.rpartition("/")[2]
    if root.name != "bom" or namespace != _NAMESPACE + version or version not in cyclonedx.VERSIONS:
        told = f" but of {version}" if namespace.startswith(_NAMESPACE) else ""
        known = f"{cyclonedx.VERSIONS[0]} to {cyclonedx.VERSIONS[-1]}"
        raise UnreadableFile(f"This is no CycloneDX document of version {known}{told}.", root.line)
    shaping = Shaping(namespace, version)
    shape = shaping.value(root, Schema.of(f"cyclonedx-{version}.json"), (), {})
    document = {"bomFormat": "CycloneDX", "specVersion": version, **shape}
    return Shaped(document, shaping.lines, tuple(shaping.faults))

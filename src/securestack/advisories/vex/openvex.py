"""OpenVEX 0.2.0 (github.com/openvex/spec), and 0.0.1, which had plain texts for flaws and products."""

from __future__ import annotations

from typing import Any

import msgspec

from securestack.advisories.vex.statement import (
    BadVex,
    Justification,
    Product,
    Statement,
    Status,
    VexDocument,
    check,
)

CONTEXT = "https://openvex.dev/ns/v0.2.0"


class _Component(msgspec.Struct):
    id: str = msgspec.field(default="", name="@id")
    identifiers: dict[str, str] = {}


class _Product(_Component):
    subcomponents: list[_Component | str] = []


class _Vulnerability(msgspec.Struct):
    name: str = ""
    id: str = msgspec.field(default="", name="@id")
    aliases: list[str] = []


class _Statement(msgspec.Struct):
    status: Status
    vulnerability: _Vulnerability | str
    products: list[_Product | str] = []
    subcomponents: list[str] = []  # of 0.0.1
    justification: Justification | None = None
    impact_statement: str = ""
    action_statement: str = ""
    timestamp: str = ""


class _Document(msgspec.Struct):
    context: str = msgspec.field(name="@context")
    id: str = msgspec.field(name="@id")
    author: str
    timestamp: str
    statements: list[_Statement]
    version: int | str = 1


def read_openvex(data: bytes) -> VexDocument:
    """Read a document; raises BadVex."""
    try:
        document = msgspec.json.decode(data, type=_Document)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadVex(f"This is no OpenVEX document: {error}") from error
    return VexDocument(
        id=document.id,
        author=document.author,
        timestamp=document.timestamp,
        version=document.version if isinstance(document.version, int) else 1,
        statements=tuple(_statement(one, document.timestamp) for one in document.statements),
    )


def _statement(read: _Statement, timestamp: str) -> Statement:
    flaw = read.vulnerability
    name = flaw if isinstance(flaw, str) else flaw.name or flaw.id.rpartition("/")[2]
    if not name:
        raise BadVex("A statement names no vulnerability.")
    return Statement(
        vulnerability=name,
        aliases=() if isinstance(flaw, str) else tuple(one for one in flaw.aliases if one != name),
        status=read.status,
        products=tuple(_product(one, read.subcomponents) for one in read.products),
        justification=read.justification,
        impact=read.impact_statement,
        action=read.action_statement,
        timestamp=read.timestamp or timestamp,
    )


def _product(read: _Product | str, shared: list[str]) -> Product:
    if isinstance(read, str):
        return Product(read, tuple(shared))
    return Product(_identifier(read), tuple(_identifier(one) for one in read.subcomponents))


def _identifier(read: _Component | str) -> str:
    return read if isinstance(read, str) else read.identifiers.get("purl") or read.id


def write_openvex(document: VexDocument) -> bytes:
    """Write a document as OpenVEX 0.2.0; raises BadVex when it lacks what the format asks for."""
    check(document)
    written = {
        "@context": CONTEXT,
        "@id": document.id,
        "author": document.author,
        "timestamp": document.timestamp,
        "version": document.version,
        "statements": [_written(one) for one in document.statements],
    }
    return msgspec.json.format(msgspec.json.encode(written), indent=2) + b"\n"


def _written(statement: Statement) -> dict[str, Any]:
    flaw: dict[str, Any] = {"name": statement.vulnerability}
    if statement.aliases:
        flaw["aliases"] = list(statement.aliases)
    written: dict[str, Any] = {"vulnerability": flaw}
    if statement.timestamp:
        written["timestamp"] = statement.timestamp
    written["products"] = [_written_product(one) for one in statement.products]
    written["status"] = statement.status
    texts = {
        "justification": statement.justification,
        "impact_statement": statement.impact,
        "action_statement": statement.action,
    }
    return written | {name: text for name, text in texts.items() if text}


def _written_product(product: Product) -> dict[str, Any]:
    written: dict[str, Any] = {"@id": product.id}
    if product.id.startswith("pkg:"):
        written["identifiers"] = {"purl": product.id}
    if product.components:
        written["subcomponents"] = [{"@id": one} for one in product.components]
    return written

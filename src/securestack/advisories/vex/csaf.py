"""VEX as CSAF 2.0 (docs.oasis-open.org/csaf, profile 5, "VEX")."""

from __future__ import annotations

import re
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

_STATUSES = {
    "known_not_affected": Status.NOT_AFFECTED,
    "known_affected": Status.AFFECTED,
    "first_affected": Status.AFFECTED,
    "last_affected": Status.AFFECTED,
    "fixed": Status.FIXED,
    "first_fixed": Status.FIXED,
    "under_investigation": Status.UNDER_INVESTIGATION,
}
_STATUS_OF = {
    Status.NOT_AFFECTED: "known_not_affected",
    Status.AFFECTED: "known_affected",
    Status.FIXED: "fixed",
    Status.UNDER_INVESTIGATION: "under_investigation",
}
_CVE = re.compile(r"CVE-\d{4}-\d{4,}")
_DEEPEST = 100  # branches inside branches


class _Helper(msgspec.Struct):
    purl: str = ""


class _FullProduct(msgspec.Struct):
    product_id: str
    name: str = ""
    product_identification_helper: _Helper | None = None


class _Branch(msgspec.Struct):
    product: _FullProduct | None = None
    branches: list[_Branch] = []


class _Relationship(msgspec.Struct):
    category: str
    full_product_name: _FullProduct
    product_reference: str
    relates_to_product_reference: str


class _ProductTree(msgspec.Struct):
    full_product_names: list[_FullProduct] = []
    branches: list[_Branch] = []
    relationships: list[_Relationship] = []


class _Name(msgspec.Struct):
    text: str = ""


class _About(msgspec.Struct):
    product_ids: list[str] = []
    details: str = ""
    category: str = ""
    label: str = ""


class _Vulnerability(msgspec.Struct):
    cve: str = ""
    ids: list[_Name] = []
    product_status: dict[str, list[str]] = {}
    flags: list[_About] = []
    threats: list[_About] = []
    remediations: list[_About] = []


class _Publisher(msgspec.Struct):
    name: str = ""
    namespace: str = ""


class _Tracking(msgspec.Struct):
    id: str
    current_release_date: str = ""
    version: str = "1"


class _Head(msgspec.Struct):
    csaf_version: str
    publisher: _Publisher
    tracking: _Tracking
    category: str = ""


class _Document(msgspec.Struct):
    document: _Head
    product_tree: _ProductTree = msgspec.field(default_factory=_ProductTree)
    vulnerabilities: list[_Vulnerability] = []


def read_csaf(data: bytes) -> VexDocument:
    """Read the statements of a CSAF document; raises BadVex."""
    try:
        read = msgspec.json.decode(data, type=_Document)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadVex(f"This is no CSAF document: {error}") from error
    head = read.document
    products = _products(read.product_tree)
    statements = [
        statement
        for flaw in read.vulnerabilities
        for statement in _statements(flaw, products, head.tracking.current_release_date)
    ]
    namespace = head.publisher.namespace.rstrip("/")
    major = head.tracking.version.partition(".")[0]
    return VexDocument(
        id=head.tracking.id
        if "://" in head.tracking.id or not namespace
        else f"{namespace}/{head.tracking.id}",
        author=head.publisher.name,
        timestamp=head.tracking.current_release_date,
        version=int(major) if major.isascii() and major.isdigit() and len(major) < 9 else 1,
        statements=tuple(statements),
    )


def _products(tree: _ProductTree) -> dict[str, Product]:
    known = {one.product_id: one for one in tree.full_product_names}
    for branch in tree.branches:
        _collect(branch, known, 0)
    products = {name: Product(_identifier(one)) for name, one in known.items()}
    for relation in tree.relationships:
        inner, outer = (
            products.get(one) for one in (relation.product_reference, relation.relates_to_product_reference)
        )
        if inner is not None and outer is not None:
            products[relation.full_product_name.product_id] = Product(outer.id, (*outer.components, inner.id))
        else:
            own = relation.full_product_name
            products[own.product_id] = Product(_identifier(own))
    return products


def _collect(branch: _Branch, known: dict[str, _FullProduct], depth: int) -> None:
    if depth > _DEEPEST:
        raise BadVex("The product tree is too deep to be meant.")
    if branch.product is not None:
        known[branch.product.product_id] = branch.product
    for inner in branch.branches:
        _collect(inner, known, depth + 1)


def _identifier(product: _FullProduct) -> str:
    helper = product.product_identification_helper
    return (helper.purl if helper else "") or product.name or product.product_id


def _statements(flaw: _Vulnerability, products: dict[str, Product], timestamp: str) -> list[Statement]:
    names = [name for name in (flaw.cve, *(one.text for one in flaw.ids)) if name]
    if not names:
        raise BadVex("A vulnerability of the CSAF document has no name.")
    made: dict[tuple[Status, Justification | None, str, str], list[Product]] = {}
    for category, identifiers in flaw.product_status.items():
        status = _STATUSES.get(category)
        if status is None:
            continue  # "recommended" is no status
        for identifier in identifiers:
            not_affected = status is Status.NOT_AFFECTED
            label = _about(flaw.flags, identifier, "label") if not_affected else ""
            kind = (
                status,
                _justification(label) if label else None,
                _about(flaw.threats, identifier, "details") if not_affected else "",
                "" if not_affected else _about(flaw.remediations, identifier, "details"),
            )
            made.setdefault(kind, []).append(products.get(identifier, Product(identifier)))
    return [
        Statement(
            vulnerability=names[0],
            aliases=tuple(dict.fromkeys(names[1:])),
            status=status,
            products=tuple(dict.fromkeys(found)),
            justification=justification,
            impact=impact,
            action=action,
            timestamp=timestamp,
        )
        for (status, justification, impact, action), found in made.items()
    ]


def _justification(label: str) -> Justification:
    try:
        return Justification(label)
    except ValueError as error:
        raise BadVex(f'"{label}" is no flag of the VEX profile.') from error


def _about(entries: list[_About], identifier: str, field: str) -> str:
    # A remark that names no product is about all of them.
    found = (one for one in entries if identifier in one.product_ids or not one.product_ids)
    return next((text for one in found if (text := str(getattr(one, field)))), "")


def write_csaf(document: VexDocument) -> bytes:
    """Write a document as CSAF 2.0 of the category csaf_vex; raises BadVex when it lacks what the profile asks for."""
    check(document)
    tree = _Tree()
    flaws: dict[str, dict[str, Any]] = {}  # each flaw once, as the standard's test 6.1.23 wants
    for statement in document.statements:
        _add(statement, tree, flaws.setdefault(statement.vulnerability, {}))
    identifier = document.id.rstrip("/").rpartition("/")[2] or document.id
    written = {
        "document": {
            "category": "csaf_vex",
            "csaf_version": "2.0",
            "publisher": {
                "category": "vendor",
                "name": document.author,
                "namespace": _namespace(document.id),
            },
            "title": f"VEX {identifier}",
            "tracking": {
                "id": identifier,
                "version": str(document.version),
                "status": "final",
                "initial_release_date": document.timestamp,
                "current_release_date": document.timestamp,
                "revision_history": [
                    {"number": str(number), "date": document.timestamp, "summary": "Published."}
                    for number in range(1, min(document.version, 1000) + 1)
                ],
            },
        },
        "product_tree": tree.written(),
        "vulnerabilities": list(flaws.values()),
    }
    return msgspec.json.format(msgspec.json.encode(written), indent=2) + b"\n"


def _namespace(identifier: str) -> str:
    scheme, mark, rest = identifier.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}" if mark else "https://vex.invalid"


class _Tree:
    """The product tree while it is written: an identifier for each product and each component in a product."""

    def __init__(self) -> None:
        self.products: dict[str, str] = {}
        self.relations: dict[tuple[str, str], str] = {}

    def identifier(self, product: str) -> str:
        return self.products.setdefault(product, f"P{len(self.products) + 1}")

    def related(self, component: str, product: str) -> str:
        pair = (self.identifier(component), self.identifier(product))
        return self.relations.setdefault(pair, f"R{len(self.relations) + 1}")

    def written(self) -> dict[str, Any]:
        names = {identifier: product for product, identifier in self.products.items()}
        tree: dict[str, Any] = {"full_product_names": [_full_name(*pair) for pair in names.items()]}
        if self.relations:
            tree["relationships"] = [
                {
                    "category": "default_component_of",
                    "product_reference": inner,
                    "relates_to_product_reference": outer,
                    "full_product_name": {
                        "product_id": identifier,
                        "name": f"{names[inner]} in {names[outer]}",
                    },
                }
                for (inner, outer), identifier in self.relations.items()
            ]
        return tree


def _full_name(identifier: str, product: str) -> dict[str, Any]:
    written: dict[str, Any] = {"product_id": identifier, "name": product}
    if product.startswith("pkg:"):
        written["product_identification_helper"] = {"purl": product}
    return written


def _add(statement: Statement, tree: _Tree, flaw: dict[str, Any]) -> None:
    identifiers = [
        identifier
        for product in statement.products
        for identifier in (
            [tree.related(one, product.id) for one in product.components] or [tree.identifier(product.id)]
        )
    ]
    names = [statement.vulnerability, *statement.aliases]
    cve = flaw.get("cve") or next((name for name in names if _CVE.fullmatch(name)), "")
    if cve:
        flaw["cve"] = cve
    others = flaw.setdefault("ids", [])
    others += (
        {"system_name": name.partition("-")[0], "text": name}
        for name in names
        if name != cve and all(name != one["text"] for one in others)
    )
    if not others:
        del flaw["ids"]
    flaw.setdefault("notes", [{"category": "summary", "text": f"Status of {statement.vulnerability}."}])
    status = flaw.setdefault("product_status", {}).setdefault(_STATUS_OF[statement.status], [])
    status += (one for one in identifiers if one not in status)
    if statement.justification:
        flaw.setdefault("flags", []).append({"label": statement.justification, "product_ids": identifiers})
    if statement.impact:
        entry = {"category": "impact", "details": statement.impact, "product_ids": identifiers}
        flaw.setdefault("threats", []).append(entry)
    if statement.action:
        category = "vendor_fix" if statement.status is Status.FIXED else "workaround"
        entry = {"category": category, "details": statement.action, "product_ids": identifiers}
        flaw.setdefault("remediations", []).append(entry)

"""What every VEX format says, in the words of the VEX minimum requirements (CISA, 2023)."""

from __future__ import annotations

import enum

import msgspec


class BadVex(ValueError):
    """The text is no VEX document of its format; the message says why."""


class Status(enum.StrEnum):
    """How a product stands to a flaw."""

    NOT_AFFECTED = "not_affected"
    AFFECTED = "affected"
    FIXED = "fixed"
    UNDER_INVESTIGATION = "under_investigation"


class Justification(enum.StrEnum):
    """Why a product is not affected."""

    COMPONENT_NOT_PRESENT = "component_not_present"
    CODE_NOT_PRESENT = "vulnerable_code_not_present"
    CODE_NOT_REACHED = "vulnerable_code_not_in_execute_path"
    CODE_NOT_CONTROLLED = "vulnerable_code_cannot_be_controlled_by_adversary"
    MITIGATED = "inline_mitigations_already_exist"


class Product(msgspec.Struct, frozen=True):
    """A product by its purl or other identifier; with components, the statement is about these inside the product."""

    id: str
    components: tuple[str, ...] = ()


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One product status for one flaw. `impact` says in words why not affected, `action` what to do. Times: RFC 3339."""

    vulnerability: str
    status: Status
    products: tuple[Product, ...]
    aliases: tuple[str, ...] = ()
    justification: Justification | None = None
    impact: str = ""
    action: str = ""
    timestamp: str = ""

    @property
    def names(self) -> frozenset[str]:
        """Every name of the flaw."""
        return frozenset((self.vulnerability, *self.aliases))


class VexDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document: who says it, when, and the statements. `id` is an IRI."""

    id: str
    author: str
    timestamp: str
    statements: tuple[Statement, ...]
    version: int = 1


def check(document: VexDocument) -> None:
    """Raise BadVex where a document lacks what every VEX format asks for."""
    for statement in document.statements:
        if not statement.products:
            raise BadVex(f"The statement on {statement.vulnerability} names no product.")
        if statement.status is Status.NOT_AFFECTED and not (statement.justification or statement.impact):
            raise BadVex(
                f"The statement on {statement.vulnerability} does not say why the product is not affected."
            )
        if statement.status is Status.AFFECTED and not statement.action:
            raise BadVex(f"The statement on {statement.vulnerability} does not say what to do.")

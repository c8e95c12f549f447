"""What somebody has decided about flaws, out of a file, and the VEX document that says so."""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from securestack.advisories.vex.statement import (
    Justification,
    Product,
    Statement,
    Status,
    VexDocument,
)
from securestack.core.evidence import PackageEvidence
from securestack.core.finding import Finding
from securestack.inventory.purl import BadPurl, Purl, covers

_NAMESPACE = uuid.UUID("5f0e3b83-3c43-5a52-8d60-6c8a27d9c0c4")


class BadTriage(Exception):
    """The text is no triage file. The message is one sentence."""


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody decided about a flaw, by any of its names, in a package or, without one, in all of them.

    `package` is a purl; without a version it stands for all versions. `impact` says in words why the product is not
    affected, `action` what to do where it is.
    """

    flaw: str
    status: Status
    package: str = ""
    justification: Justification | None = None
    impact: str = ""
    action: str = ""


class Triage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All decisions of a file; of several on the same the first that names the package holds, else the first."""

    decision: tuple[Decision, ...] = ()


class Vex(msgspec.Struct, frozen=True):
    """A document, and the decisions that fit nothing that was found."""

    document: VexDocument
    unused: tuple[Decision, ...] = ()


def read_triage(source: bytes) -> Triage:
    """Return the decisions in a TOML file of `[[decision]]` tables. Raises BadTriage."""
    try:
        triage = msgspec.convert(tomllib.loads(source.decode("utf-8-sig")), Triage)
    except UnicodeDecodeError as error:
        raise BadTriage("it is not UTF-8 text") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadTriage(f"it is not valid TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise BadTriage(f"{error}; a decision has {', '.join(Decision.__struct_fields__)}") from error
    for decision in triage.decision:
        _check(decision)
    return triage


def _check(decision: Decision) -> None:
    if not decision.flaw:
        raise BadTriage("a decision names no flaw")
    if decision.status is Status.NOT_AFFECTED and not (decision.justification or decision.impact):
        raise BadTriage(
            f"the decision on {decision.flaw} needs a justification or an impact, or nobody knows why"
        )
    if decision.status is not Status.NOT_AFFECTED and decision.justification:
        raise BadTriage(f"the decision on {decision.flaw} has a justification, which only not_affected has")
    if decision.package:
        try:
            Purl.parse(decision.package)
        except BadPurl as error:
            raise BadTriage(f"“{decision.package[:80]}” is no purl: {error}") from error


def vex_of(
    findings: Iterable[Finding],
    triage: Triage,
    *,
    author: str,
    timestamp: str,
    product: str = "",
    id: str = "",
    undecided: Status = Status.UNDER_INVESTIGATION,
) -> Vex:
    """Return what is to be said of the flaws a dependency scan found.

    Flaws nobody decided on have the status `undecided`. Decisions that something is fixed are said even where the flaw is
    not found any more, if they name the package. `product` is the purl of what the packages are part of. Without an `id`
    the document gets one that is the same for the same contents.
    """
    statements: dict[tuple[str, str], Statement] = {}
    used: set[int] = set()
    for evidence in _package_evidence(findings):
        for purl, upgrade in {one.purl: one.upgrade or one.fixed for one in evidence.versions}.items():
            number, decision = _decided(triage.decision, evidence.names, purl)
            used.add(number)
            statements.setdefault(
                (evidence.flaw, purl), _statement(evidence, purl, upgrade, decision, product, undecided)
            )
    unused = []
    for number, decision in enumerate(triage.decision):
        if number in used:
            continue
        if decision.status is Status.FIXED and decision.package:
            said = Statement(
                vulnerability=decision.flaw,
                status=Status.FIXED,
                products=(_product(decision.package, product),),
                action=decision.action,
            )
            statements.setdefault((decision.flaw, decision.package), said)
        else:
            unused.append(decision)
    ordered = tuple(statements[key] for key in sorted(statements))
    identity = uuid.uuid5(_NAMESPACE, msgspec.json.encode((author, product, ordered)).decode())
    document = VexDocument(
        id=id or f"urn:uuid:{identity}", author=author, timestamp=timestamp, statements=ordered
    )
    return Vex(document, tuple(unused))


def _package_evidence(findings: Iterable[Finding]) -> Iterator[PackageEvidence]:
    for finding in findings:
        if isinstance(finding.evidence, PackageEvidence):
            yield finding.evidence


def _decided(decisions: Sequence[Decision], names: Sequence[str], purl: str) -> tuple[int, Decision | None]:
    found = [
        (number, decision)
        for number, decision in enumerate(decisions)
        if decision.flaw in names and (not decision.package or covers(decision.package, purl))
    ]
    return next((one for one in found if one[1].package), found[0] if found else (-1, None))


def _statement(
    evidence: PackageEvidence,
    purl: str,
    upgrade: str,
    decision: Decision | None,
    product: str,
    undecided: Status,
) -> Statement:
    status = decision.status if decision is not None else undecided
    action = decision.action if decision is not None else ""
    if status is Status.AFFECTED and not action:
        name = Purl.parse(purl).name
        action = f"Upgrade {name} to {upgrade}." if upgrade else f"No version of {name} with a fix is known."
    return Statement(
        vulnerability=evidence.flaw,
        aliases=tuple(name for name in evidence.names if name != evidence.flaw),
        status=status,
        products=(_product(purl, product),),
        justification=decision.justification if decision is not None else None,
        impact=decision.impact if decision is not None else "",
        action=action if status in (Status.AFFECTED, Status.FIXED) else "",
    )


def _product(purl: str, product: str) -> Product:
    return Product(product, (purl,)) if product else Product(purl)

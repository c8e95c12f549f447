"""Licences of packages, judged by a policy: findings for what is denied, to be looked at, or unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from securestack.core.events import Notice
from securestack.core.evidence import ReportedEvidence
from securestack.core.finding import Finding
from securestack.core.fingerprint import fingerprint
from securestack.core.location import PackageLocation
from securestack.core.package import FoundAt, Package, Scope
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.inventory.licence_policy import LicenceRules
from securestack.inventory.licences import Verdict, culprits, expression_of, judge
from securestack.inventory.purl import covers
from securestack.scanners.dependencies.paths import Paths

CHECK_ID = "licences"

_SPDX_LIST = Reference("The SPDX licence list", "https://spdx.org/licenses/")

DENIED = Rule(
    id="dependencies.licence-denied",
    title="Package under a licence that the policy denies",
    severity=Severity.HIGH,
    cwe=(),
    what="The package is under a licence that the licence policy of this scan does not allow, with no other to choose.",
    why="Using it may put obligations on the product that its owner does not want, such as publishing source code, or may "
    "not be permitted at all.",
    fix="Replace the package, obtain it under another licence, or have the policy changed by whoever answers for it. Where "
    "the declared licence is wrong, name the right one in the policy's `packages`.",
    references=(_SPDX_LIST,),
)
TO_REVIEW = Rule(
    id="dependencies.licence-to-review",
    title="Package under a licence to be looked at",
    severity=Severity.LOW,
    cwe=(),
    what="The package is under a licence of which the licence policy of this scan says neither yes nor no.",
    why="Whether its obligations suit depends on how the package is used and shipped.",
    fix="Have somebody who answers for licences look at it, then list the licence in the policy.",
    references=(_SPDX_LIST,),
)
UNKNOWN = Rule(
    id="dependencies.licence-unknown",
    title="Package that declares no licence",
    severity=Severity.LOW,
    cwe=(),
    what="Where the package comes from declares licences, but none for this one.",
    why="Without a licence nobody is permitted to use or pass on somebody's work.",
    fix="Look the licence up where the package is developed, and name it in the policy's `packages`.",
    references=(_SPDX_LIST,),
)
LICENCE_RULES = (DENIED, TO_REVIEW, UNKNOWN)

_RULES = {Verdict.DENY: DENIED, Verdict.WARN: TO_REVIEW}


def licence_findings(
    path: str, packages: Iterable[Package], paths: Paths, rules: LicenceRules
) -> Iterator[Finding | Notice]:
    """Yield what a policy says of one manifest's packages, and how many it could not judge at all."""
    judged = [(package, _expression(package, rules)) for package in packages]
    told = any(expression for _, expression in judged)
    unjudged: list[Package] = []
    seen: set[tuple[str, str]] = set()
    for package, expression in judged:
        verdict = judge(expression, rules.policy)
        if verdict is Verdict.ALLOW:
            continue
        if not expression and verdict is Verdict.WARN and not told:
            unjudged.append(package)  # a format that never tells licences says nothing about this one
        elif (package.name, expression) not in seen:
            seen.add((package.name, expression))
            yield _finding(path, package, expression, verdict, paths, rules)
    if unjudged:
        count = f"{len(unjudged):,} package{'s' if len(unjudged) != 1 else ''}"
        yield Notice(f"{path}: it tells no licences, so those of {count} could not be judged.")


def _expression(package: Package, rules: LicenceRules) -> str:
    for purl, licence in rules.packages.items():
        if covers(purl, package.purl):
            return expression_of([licence])
    return expression_of(package.licences)


def _finding(
    path: str, package: Package, expression: str, verdict: Verdict, paths: Paths, rules: LicenceRules
) -> Finding:
    rule = _RULES[verdict] if expression else UNKNOWN
    place = package.found_at[0] if package.found_at else FoundAt(path)
    declared = ", ".join(package.licences) or "nothing"
    return Finding(
        rule_id=rule.id,
        location=PackageLocation(
            purl=package.purl,
            name=package.name,
            version=package.version,
            ecosystem=package.ecosystem,
            path=place.path,
            line=place.line,
        ),
        summary=" ".join(_sentences(package, expression, verdict, paths, rules)),
        confidence=Confidence.FIRM,  # what is declared is certain, that it is right is not
        evidence=ReportedEvidence(snippet=f"declared: {declared}\nas SPDX: {expression or 'nothing'}"),
        fingerprint=fingerprint(rule.id, path, package.ecosystem, package.name, expression),
        severity=DENIED.severity if verdict is Verdict.DENY and rule is UNKNOWN else None,
    )


def _sentences(
    package: Package, expression: str, verdict: Verdict, paths: Paths, rules: LicenceRules
) -> Iterator[str]:
    if not expression:
        yield f"{package.name} declares no licence."
    else:
        yield f"{package.name} is under {expression}."
        named = ", ".join(culprits(expression, rules.policy))
        if named and named != expression:
            yield f"The policy {'denies' if verdict is Verdict.DENY else 'wants a look at'} {named}."
    way = paths.names_to(package.purl)
    if len(way) > 1:
        yield f"{way[0]} brings it."
    if package.scope is Scope.DEVELOPMENT:
        yield "The package is needed for development only."

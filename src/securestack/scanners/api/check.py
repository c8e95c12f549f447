"""The contract of a check of the API scanner, and how it tells what it found."""

from __future__ import annotations

import enum
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

import msgspec

from securestack.core.evidence import HttpEvidence, Replay
from securestack.core.finding import Finding
from securestack.core.fingerprint import http_fingerprint
from securestack.core.location import HttpLocation, Position
from securestack.core.rule import Rule
from securestack.core.severity import Confidence, Severity
from securestack.probing.needs import Needs
from securestack.probing.proof import Proof, record_proof
from securestack.scanners.api.api import Api
from securestack.scanners.api.description.model import Operation


class Stage(enum.IntEnum):
    """When a check runs: what only reads comes first, what may spoil an account or load the server last."""

    READING = 1
    WRITING = 2
    CREDENTIALS = 3
    RESOURCES = 4


class ApiCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A check that looks at operations, one at a time.

    `choose` names the operations it concerns, `run` looks at one and returns what it could prove; it lets NetError,
    BudgetExhausted and SessionLost through. `users` is the number of ordinary users it needs.
    """

    id: str
    rules: tuple[Rule, ...]
    choose: Callable[[Api], Iterable[Operation]]
    run: Callable[[Api, Operation], Awaitable[list[Finding]]]
    stage: Stage = Stage.READING
    users: int = 0
    needs: Needs = Needs(active=True)


def operation_finding(
    api: Api,
    operation: Operation,
    rule: Rule,
    check_id: str,
    summary: str,
    *proofs: Proof,
    parameter: str = "",
    position: Position | None = None,
    confidence: Confidence = Confidence.CERTAIN,
    severity: Severity | None = None,
    site_wide: bool = False,
    state: Mapping[str, Any] | None = None,
) -> Finding:
    """Return a finding on an operation. Its place is the template of the path, so it is the same flaw in every scan.

    `site_wide` says that every operation would tell the same, so it is told once.
    """
    location = HttpLocation(operation.method, f"{api.base}{operation.path}", parameter, position)
    return Finding(
        rule_id=rule.id,
        location=location,
        summary=summary,
        confidence=confidence,
        severity=severity,
        fingerprint=http_fingerprint(rule.id, location, site_wide=site_wide),
        evidence=HttpEvidence(
            exchanges=tuple(record_proof(proof) for proof in proofs),
            replay=Replay(check=check_id, state=replay_state(api, operation, state)),
        ),
    )


def replay_state(api: Api, operation: Operation, more: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what is needed to look at an operation again."""
    return {
        "operation": operation.id,
        "description": api.options.description,
        "url": api.base,
        **(more or {}),
    }

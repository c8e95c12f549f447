"""Answers that hold what nobody should be sent: passwords, hashes of them, secrets and personal data of others."""

from __future__ import annotations

from collections.abc import Iterator

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.net.message import Exchange
from securestack.probing.actors.actor import Actor, Role
from securestack.probing.actors.tokens import read_json
from securestack.probing.proof import Proof
from securestack.scanners.api.answers import accepted, fields_of, objects_in
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, operation_finding
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.names import plain
from securestack.scanners.api.sensitive_fields import (
    about_somebody,
    is_password_field,
    is_private_field,
    is_value,
)

_REFERENCES = (
    Reference(
        "OWASP API3:2023 Broken Object Property Level Authorization",
        "https://owasp.org/API-Security/editions/2023/en/0xa3-broken-object-property-level-authorization/",
    ),
    Reference(
        "CWE-213: Exposure of Sensitive Information Due to Incompatible Policies",
        "https://cwe.mitre.org/data/definitions/213.html",
    ),
)
_FIX = (
    "Write down for every operation which fields it returns, and build the answer from that list; never return the "
    "database row as it is and leave it to the client to show less. Passwords and what they are checked with leave the "
    "server in no answer. Keep passwords as a hash made for passwords (argon2id), so that there is no plain text to return."
)

PASSWORD_RULE = Rule(
    id="api.passwords-in-answers",
    title="An answer holds passwords",
    severity=Severity.CRITICAL,
    cwe=(200, 522),
    what="The API sends passwords, or the hashes they are checked with, in an answer.",
    why=(
        "Whoever may ask takes over the accounts, here and wherever the same password is used. Plain passwords in an "
        "answer also mean that they are kept in plain text."
    ),
    fix=_FIX,
    vulnerable_example='{"username": "mina", "password": "…", "email": "…"}',
    fixed_example='{"username": "mina"}',
    owasp=("API3:2023", "A01:2021"),
    references=_REFERENCES,
)
PERSONAL_RULE = Rule(
    id="api.excessive-data",
    title="An answer holds secrets or personal data of other users",
    severity=Severity.MEDIUM,
    cwe=(200, 213),
    what=(
        "The API shows a user fields of other users that they have no business to see: tokens and keys, numbers of "
        "identity papers and cards, addresses, dates of birth."
    ),
    why="One request collects the data of everybody. Tokens and keys let one act as them.",
    fix=_FIX,
    vulnerable_example='GET /users  ->  [{"name": "Mina", "api_key": "…", "birthDate": "…"}, …]',
    fixed_example='GET /users  ->  [{"name": "Mina"}, …]',
    owasp=("API3:2023", "A01:2021"),
    references=_REFERENCES,
)


def _choose(api: Api) -> list[Operation]:
    asked = {operation_id for operation_id, _ in api.seen}
    return [operation for operation in api.ordinary if operation.id in asked]


async def _run(api: Api, operation: Operation) -> list[Finding]:
    findings: dict[str, Finding] = {}
    for actor in api.people.everybody:
        exchange = api.seen.get((operation.id, actor.name))
        if exchange is None or not accepted(exchange.response) or actor.role is Role.ADMINISTRATOR:
            continue
        for finding in _judge(api, operation, actor, exchange):
            findings.setdefault(finding.rule_id, finding)
    return list(findings.values())


def _judge(api: Api, operation: Operation, actor: Actor, exchange: Exchange) -> Iterator[Finding]:
    passwords: dict[str, str] = {}
    others: dict[str, str] = {}
    for _, raw in objects_in(read_json(exchange.response), ""):
        fields = fields_of(raw)
        own = any(actor.is_named(value) for value in fields.values())
        for name, value in fields.items():
            text = str(value)
            if not is_value(value):
                continue
            flat = plain(name)
            if is_password_field(flat):
                passwords.setdefault(name, text)
            elif not own and is_private_field(flat) and about_somebody(fields):
                others.setdefault(name, text)
    if passwords:
        known = {a.credentials.password for a in api.people.known if a.credentials is not None}
        plainly = any(text in known for text in passwords.values()) or bool(known & _values(exchange))
        yield operation_finding(
            api,
            operation,
            PASSWORD_RULE,
            CHECK.id,
            f"The answer to {actor.name} holds {_listed(passwords)}"
            f"{', among them the very password that the scanner registered with' if plainly else ''}.",
            Proof(exchange, tuple(f'"{name}"' for name in passwords), "", actor.name),
            confidence=Confidence.CERTAIN if plainly else Confidence.FIRM,
        )
    if others:
        yield operation_finding(
            api,
            operation,
            PERSONAL_RULE,
            CHECK.id,
            f"The answer to {actor.name} holds {_listed(others)} of somebody else.",
            Proof(exchange, tuple(f'"{name}"' for name in others), "", actor.name),
            confidence=Confidence.FIRM,
        )


def _values(exchange: Exchange) -> set[str]:
    from securestack.scanners.api.answers import telling_values

    return telling_values(exchange.response)


def _listed(names: dict[str, str]) -> str:
    words = [f"“{name}”" for name in sorted(names)[:6]]
    return f"the {'field' if len(words) == 1 else 'fields'} {', '.join(words)}"


CHECK = ApiCheck(id="excessive-data", rules=(PASSWORD_RULE, PERSONAL_RULE), choose=_choose, run=_run)

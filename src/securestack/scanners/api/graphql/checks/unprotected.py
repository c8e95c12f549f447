"""Changes that ask for nobody, in a service that knows logins."""

from __future__ import annotations

import re

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.probing.proof import Proof
from securestack.scanners.api.check import Stage
from securestack.scanners.api.graphql.graph import Asked, Graph, GraphCheck
from securestack.scanners.api.names import words_of

RULE = Rule(
    id="api.unauthenticated-change",
    title="Changes are made for somebody who is not logged in",
    severity=Severity.HIGH,
    cwe=(306, 862),
    what="The API knows logins, and yet carries out changes for whoever asks.",
    why="Anybody on the network writes, changes or removes what belongs to others, without a trace of who it was.",
    fix=(
        "Ask for a login in one place before every change (a guard of the framework, on by default), and let single "
        "operations such as registering opt out."
    ),
    vulnerable_example='mutation { editNote(id: 7, text: "…") { id } }   # without any token',
    fixed_example="@requires_login\ndef resolve_edit_note(root, info, id, text): ...",
    owasp=("API2:2023", "API5:2023"),
    references=(
        Reference(
            "OWASP API2:2023 Broken Authentication",
            "https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/",
        ),
    ),
)
_FOR_EVERYBODY = frozenset(
    {
        "login", "signin", "signup", "register", "registration", "forgot", "reset", "verify", "confirm", "contact",
        "subscribe", "newsletter", "feedback", "refresh", "logout", "authenticate", "token", "session", "search", "accept",
    }
)  # fmt: skip
_LOGIN = re.compile(r"log_?in|sign_?in|authenticate|token", re.IGNORECASE)


async def _run(graph: Graph) -> list[Finding]:
    if not any(call.root == "mutation" and _LOGIN.search(call.field) for call in graph.calls):
        return []
    done = [asked for asked in graph.asked if _is_done(asked)]
    if not done:
        return []
    names = ", ".join(asked.call.field for asked in done[:8])
    summary = f"Without any login the service carried out {len(done)} of its changes: {names}."
    proofs = (Proof(asked.exchange, (asked.call.field,), "asked as nobody", "nobody") for asked in done[:3])
    return [graph.finding(RULE, CHECK.id, summary, *proofs, confidence=Confidence.FIRM)]


def _is_done(asked: Asked) -> bool:
    words = set(words_of(asked.call.field))
    if (
        asked.call.root != "mutation"
        or words & _FOR_EVERYBODY
        or {"user", "create"} <= words
        or {"sign", "up"} <= words
    ):
        return False
    return (
        asked.answer is not None
        and not asked.answer.errors
        and bool(asked.given)
        and not _says_no(asked.given)
    )


def _says_no(given: object) -> bool:
    """Whether a result only says that nothing was done."""
    values = list(given.values()) if isinstance(given, dict) else [given]
    return all(value in (None, False, "", [], {}) for value in values)


CHECK = GraphCheck(id="unauthenticated-changes", rules=(RULE,), run=_run, stage=Stage.WRITING)
CHECKS = (CHECK,)

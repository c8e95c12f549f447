"""Passwords and tokens that travel in the address of a request, where logs and histories keep them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

from securestack.core.finding import Finding
from securestack.core.location import Position
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.net.message import Request
from securestack.probing.proof import Proof
from securestack.scanners.api.answers import accepted, telling_values
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, operation_finding
from securestack.scanners.api.description.model import Operation, Parameter, Place
from securestack.scanners.api.names import plain
from securestack.scanners.api.purposes import Purpose, is_password
from securestack.scanners.api.requests import build

RULE = Rule(
    id="api.secret-in-address",
    title="A password or a token travels in the address of a request",
    severity=Severity.LOW,
    cwe=(598,),
    what="The API takes a password, a token or a key as a parameter of the query.",
    why=(
        "Addresses are written to the logs of every server and proxy on the way, to the history of browsers, and into "
        "the Referer of what comes next. Whoever reads one of them has the secret."
    ),
    fix=(
        "Take passwords in the body of a POST and tokens in the Authorization header, and refuse them anywhere else: "
        "RFC 9700 forbids tokens in queries. Change what has already been written to logs."
    ),
    vulnerable_example="GET /orders?access_token=…",
    fixed_example="GET /orders\nAuthorization: Bearer …",
    owasp=("API2:2023", "API8:2023", "A07:2021"),
    references=(
        Reference(
            "RFC 9700, section 4.3.2: Access Token in Browser History",
            "https://www.rfc-editor.org/rfc/rfc9700#section-4.3.2",
        ),
        Reference(
            "CWE-598: Use of GET Request Method With Sensitive Query Strings",
            "https://cwe.mitre.org/data/definitions/598.html",
        ),
    ),
)
_TOKEN = re.compile(
    r"\A(?:access|auth|api|session|id|bearer|user)?(?:token|jwt)\Z|\A(?:api|access|secret)key\Z|\Aclientsecret\Z"
)
_NAMES = ("access_token", "token", "api_key")  # RFC 6750, section 2.3, and what is usual


def _choose(api: Api) -> list[Operation]:
    canary = api.people.canary_operation
    chosen = [operation for operation in api.ordinary if any(_secrets(operation))]
    return chosen if canary is None or canary in chosen else [canary, *chosen]


def _secrets(operation: Operation) -> Iterator[Parameter]:
    """Yield the parameters of the query that take a secret; one that only a mail's link can carry is none."""
    for parameter in operation.parameters:
        if parameter.place is Place.QUERY and (
            is_password(parameter.name) or _TOKEN.search(plain(parameter.name))
        ):
            yield parameter


async def _run(api: Api, operation: Operation) -> list[Finding]:
    if operation is api.people.canary_operation and (found := await _token_taken(api, operation)):
        return found
    for parameter in _secrets(operation):
        if found := await _described(api, operation, parameter):
            return found
    return []


async def _token_taken(api: Api, operation: Operation) -> list[Finding]:
    """Send somebody's token in the query alone: where that lets one in, others will send it so as well."""
    owner = api.people.known[0] if api.people.known else None
    token = owner.token if owner is not None else ""
    if owner is None or not token:
        return []
    known = await api.ask(operation, owner, api.inputs(operation, owner))
    told = telling_values(known.response)
    request = build(operation, api.base, api.inputs(operation, owner)).build()
    unknown = await api.send(operation, api.people.nobody, request)
    told -= telling_values(unknown.response)
    if not told:
        return []
    for name in _NAMES:
        joint = "&" if "?" in request.url else "?"
        url = f"{request.url}{joint}{urlencode({name: token})}"
        changed = Request(request.method, url, request.headers, request.body)
        answer = await api.send(operation, api.people.nobody, changed)
        shared = told & telling_values(answer.response)
        if accepted(answer.response) and shared:
            return [
                operation_finding(
                    api,
                    operation,
                    RULE,
                    CHECK.id,
                    f"The token of {owner.name}, sent as {name} in the address instead of a header, was accepted.",
                    Proof(unknown, (), "without a token it is refused", "nobody"),
                    Proof(
                        answer,
                        (name, *sorted(shared)[:3]),
                        "with it in the address it is answered",
                        owner.name,
                    ),
                    parameter=name,
                    position=Position.QUERY,
                    site_wide=True,
                )
            ]
    return []


async def _described(api: Api, operation: Operation, parameter: Parameter) -> list[Finding]:
    """Tell a parameter that the description itself wants a secret in, where the operation answers."""
    if api.purpose(operation) in (Purpose.LOGIN, Purpose.REGISTER):
        actor = api.people.known[0] if api.people.known else None
        if actor is None or actor.credentials is None or not is_password(parameter.name):
            return []
        request = api.people.login_request(operation, actor.identity)(actor.credentials)
        exchange = await api.send(operation, api.people.nobody, request)
    else:
        asker = api.people.known[0] if api.people.known else api.people.nobody
        exchange = await api.ask(operation, asker, api.inputs(operation, asker, optional=True))
    if not accepted(exchange.response):
        return []
    return [
        operation_finding(
            api,
            operation,
            RULE,
            CHECK.id,
            f"{operation.id} takes “{parameter.name}” in the address of the request.",
            Proof(exchange, (parameter.name,), "the operation answers"),
            parameter=parameter.name,
            position=Position.QUERY,
            confidence=Confidence.FIRM,
        )
    ]


CHECK = ApiCheck(id="secrets-in-addresses", rules=(RULE,), choose=_choose, run=_run)

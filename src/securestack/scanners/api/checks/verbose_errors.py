"""What the API shows of its inside when a request is none it expects: broken JSON, wrong types, odd paths."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from securestack.core.finding import Finding
from securestack.core.location import Position
from securestack.core.severity import Confidence
from securestack.net.message import Request, Response
from securestack.probing.actors.tokens import read_json
from securestack.probing.error_signatures import DEBUG_PAGE, STACK_TRACE, ErrorShown, shown_error
from securestack.probing.insertion import JsonBody
from securestack.probing.json_pointer import json_leaves
from securestack.probing.proof import Proof
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, Stage, operation_finding
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.odd_values import odd_values_for
from securestack.scanners.api.purposes import Purpose
from securestack.scanners.api.requests import Inputs, build, points_of

_MOST_OPERATIONS = 25
_ODD = "%ff%fe[]"  # bytes that are no UTF-8, and half a list: frameworks trip over either


def _choose(api: Api) -> list[Operation]:
    left_out = {Purpose.DELETE, Purpose.LOGOUT, Purpose.REGISTER, Purpose.CREDENTIALS}
    chosen = [
        operation
        for operation in api.operations
        if api.may_ask(operation)
        and api.purpose(operation) not in left_out
        and (operation.bodies or operation.parameters)
    ]
    return chosen[:_MOST_OPERATIONS]


async def _run(api: Api, operation: Operation) -> list[Finding]:
    asked = odd_values_for(api, operation)
    if asked is None:
        return []
    actor, inputs = asked
    told: dict[str, Finding] = {}
    for what, request in _broken(api, operation, inputs):
        exchange = await api.send(operation, actor, request)
        error = _error_in(exchange.response) if exchange.response.status >= 400 else None
        if error is None or error.signature.rule.id in told:
            continue
        rule = error.signature.rule
        kind = "the debug page" if rule is DEBUG_PAGE else "a stack trace"
        told[rule.id] = operation_finding(
            api,
            operation,
            rule,
            CHECK.id,
            f"A request {what} was answered (status {exchange.response.status}) with {kind} of "
            f"{error.signature.technology}.",
            Proof(exchange, (error.text.strip().splitlines()[0][:200],), what, actor.name),
            confidence=Confidence.FIRM,
            severity=error.signature.severity,
            site_wide=True,
        )
    return list(told.values())


def _error_in(response: Response) -> ErrorShown | None:
    """Return the error output an answer holds, as it is or in the texts of a JSON answer."""
    if (error := shown_error(response)) is not None:
        return error
    texts = [str(value) for _, value in json_leaves(read_json(response))]
    return shown_error(Response(response.status, (), "\n".join(texts).encode("utf-8", "replace")))


def _broken(api: Api, operation: Operation, inputs: Inputs) -> Iterator[tuple[str, Request]]:
    """Yield requests that no client would send, and what is odd about each."""
    template = build(operation, api.base, inputs)
    if isinstance(template.body, JsonBody):
        request = template.build()
        yield "with half a JSON text", Request(request.method, request.url, request.headers, b'{"a": [')
        if isinstance(template.body.value, dict):
            for value, what in ((None, "null"), ([], "a list"), ({"a": 1}, "an object")):
                body = JsonBody(dict.fromkeys(template.body.value, value), template.body.content_type)
                yield f"with {what} in every field", msgspec.structs.replace(template, body=body).build()
            yield "with an empty object", msgspec.structs.replace(template, body=JsonBody({})).build()
        yield "with a list for a body", msgspec.structs.replace(template, body=JsonBody([[]])).build()
    for point in points_of(operation, template):
        if point.position in (Position.PATH, Position.QUERY):
            odd = template.with_value(point, _ODD, encoded=True)
            yield f"with odd bytes in {point.position} {point.name!r}", odd.build()


CHECK = ApiCheck(
    id="verbose-errors", rules=(STACK_TRACE, DEBUG_PAGE), choose=_choose, run=_run, stage=Stage.WRITING
)

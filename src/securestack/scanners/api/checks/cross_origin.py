"""Cross-origin resource sharing: whether a page of another site may read what the API answers to a user."""

from __future__ import annotations

from urllib.parse import urlsplit

from securestack.core.finding import Finding
from securestack.core.severity import Severity
from securestack.probing.cross_origin import RULE, lets_in, strange_origins
from securestack.probing.proof import Proof
from securestack.scanners.api.answers import accepted
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, operation_finding
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.purposes import Purpose
from securestack.scanners.api.requests import build


def _choose(api: Api) -> list[Operation]:
    if api.people.canary_operation is not None:
        return [api.people.canary_operation]
    plain = [operation for operation in api.for_purpose(Purpose.LIST) if not operation.path_parameters]
    return plain[:1]


async def _run(api: Api, operation: Operation) -> list[Finding]:
    actor = (api.people.known or [api.people.nobody])[0]
    pieces = urlsplit(api.base)
    request = build(operation, api.base, api.inputs(operation, actor)).build()
    for origin in strange_origins(f"{pieces.scheme}://{pieces.netloc}"):
        exchange = await api.send(operation, actor, request.with_headers([("Origin", origin)]))
        if not lets_in(exchange.response, origin):
            continue
        by_cookie = bool(actor.session.cookies_for(request.url))
        return [
            operation_finding(
                api,
                operation,
                RULE,
                CHECK.id,
                f"Asked with Origin: {origin}, which is no origin of this API, the server allowed it to read the answer with "
                f"credentials{'; browsers send the session cookie along' if by_cookie else ''}.",
                Proof(exchange, (f"Access-Control-Allow-Origin: {origin}", origin), "", actor.name),
                parameter="Origin",
                site_wide=True,
                severity=Severity.HIGH if by_cookie and accepted(exchange.response) else None,
            )
        ]
    return []


CHECK = ApiCheck(id="cross-origin-sharing", rules=(RULE,), choose=_choose, run=_run)

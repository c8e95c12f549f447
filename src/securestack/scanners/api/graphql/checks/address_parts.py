"""Server-side requests whose address is made of parts: a host here, a port and a path there."""

from __future__ import annotations

from urllib.parse import urlsplit

from securestack.core.finding import Finding
from securestack.core.rule import Rule
from securestack.probing.checks.server_side_request_forgery import RULE
from securestack.probing.needs import Needs
from securestack.probing.proof import Proof
from securestack.scanners.api.check import Stage
from securestack.scanners.api.graphql.calls import Call
from securestack.scanners.api.graphql.graph import Graph, GraphCheck
from securestack.scanners.api.names import plain

_HOSTS = frozenset({"host", "hostname", "domain", "server", "target", "ip", "address"})
_PATIENCE = 3.0  # seconds for the server to fetch the address


async def _run(graph: Graph) -> list[Finding]:
    findings = []
    for call in graph.calls:
        named = {plain(variable.removeprefix(f"{call.field}_")): variable for variable in call.variables}
        host = next((name for name in named if name in _HOSTS), "")
        if not host or call.name in graph.left_out or graph.callbacks is None:
            continue
        findings += await _ask(graph, call, named, host)
    return findings


async def _ask(graph: Graph, call: Call, named: dict[str, str], host: str) -> list[Finding]:
    assert graph.callbacks is not None
    callback = graph.callbacks.new()
    parts = urlsplit(callback.url)
    wanted: dict[str, object] = {
        host: parts.hostname,
        "port": parts.port,
        "path": parts.path,
        "scheme": "http",
        "protocol": "http",
    }
    if "port" not in named:
        wanted[host] = parts.netloc
    values = {}
    for name, value in wanted.items():
        if name in named:
            before = call.variables[named[name]]
            values[named[name].removeprefix(f"{call.field}_")] = (
                str(value) if isinstance(before, str) else value
            )
    asked = await graph.ask(call.with_values(**values))
    fetched = await callback.wait(_PATIENCE)
    shown = callback.body_token in asked.exchange.response.text
    if not fetched and not shown:
        return []
    told = " and gave back what it found there" if shown else ""
    summary = (
        f"{call.name} made the server fetch an address put together from {', '.join(values)}, one inside its own network "
        f"included{told}."
    )
    proof = Proof(asked.exchange, (callback.body_token if shown else parts.path,))
    return [graph.finding(RULE, CHECK.id, summary, proof, call=call.field, argument=", ".join(values))]


RULES: tuple[Rule, ...] = (RULE,)
CHECK = GraphCheck(
    id="address-parts", rules=RULES, run=_run, stage=Stage.WRITING, needs=Needs(active=True, callback=True)
)
CHECKS = (CHECK,)

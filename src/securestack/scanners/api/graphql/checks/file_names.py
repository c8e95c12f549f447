"""File names that leave their folder, told by the error for a folder that does not exist: nothing is ever written."""

from __future__ import annotations

import re

from securestack.core.finding import Finding
from securestack.core.severity import Confidence
from securestack.probing.checks.path_traversal import RULE
from securestack.probing.proof import Proof
from securestack.scanners.api.check import Stage
from securestack.scanners.api.graphql.graph import Graph, GraphCheck
from securestack.scanners.api.names import plain

_FILE = re.compile(r"file|path|dir|folder|document|attachment|template", re.IGNORECASE)
_MISSING = re.compile(
    r"no such file|ENOENT|FileNotFound|not find (?:the )?(?:file|path)|does not exist|cannot open",
    re.IGNORECASE,
)


async def _run(graph: Graph) -> list[Finding]:
    findings = []
    for call in graph.calls:
        for variable, value in call.variables.items():
            argument = variable.removeprefix(f"{call.field}_")
            if not isinstance(value, str) or not _FILE.search(plain(argument)) or call.name in graph.left_out:
                continue
            folder = graph.maker.word(10)
            sent = f"../../{folder}/{graph.maker.word(6)}"
            asked = await graph.ask(call.with_values(**{argument: sent}))
            text = asked.exchange.response.text
            shown = re.search(rf"[\w./\\-]*\.\./\.\./{folder}/", text)
            missing = _MISSING.search(text)
            if shown is None or missing is None or shown[0].startswith(f"../../{folder}"):
                continue  # shown without a folder before it, it may be no more than an echo
            summary = (
                f"{call.name} opened the file {shown[0]!r} for the {argument} {sent!r}: the two steps up out of its folder "
                f"were left in the path ({missing[0]})."
            )
            proof = Proof(asked.exchange, (shown[0], missing[0]))
            findings.append(
                graph.finding(
                    RULE,
                    CHECK.id,
                    summary,
                    proof,
                    call=call.field,
                    argument=argument,
                    confidence=Confidence.FIRM,
                )
            )
    return findings


CHECK = GraphCheck(id="file-names", rules=(RULE,), run=_run, stage=Stage.WRITING)
CHECKS = (CHECK,)

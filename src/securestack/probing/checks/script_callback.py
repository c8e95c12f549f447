"""JSON with padding: the name of the function that an answer calls is the asker's, and any script at that."""

from __future__ import annotations

import re

from securestack.core.finding import Finding
from securestack.core.location import Position
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Response
from securestack.probing.check import InjectionCheck, Probe
from securestack.probing.first_probe import plain_probe
from securestack.probing.proof import Proof

RULE = Rule(
    id="web.script-callback-injection",
    title="A JSONP callback runs any script",
    severity=Severity.MEDIUM,
    cwe=(79, 346),
    what=(
        "The answer is a script that calls a function named by the request (JSONP), and the name may hold any code, not "
        "only a name."
    ),
    why=(
        "Any site can include the answer as a script and so read its data with the user's cookies. As the name may be "
        "code, the address also serves as a script of one's own on this origin: it gets around a content security "
        "policy that allows scripts of the site itself."
    ),
    fix=(
        "Answer with JSON and allow the sites that need it by CORS. Where JSONP has to stay, accept names of letters, "
        "digits, dots and underscores only, answer as `application/javascript` with `X-Content-Type-Options: nosniff`, "
        "and give no data of the logged-in user."
    ),
    vulnerable_example="return f\"{request.args['callback']}({json.dumps(users)})\"",
    fixed_example="return jsonify(users)  # and CORS for the sites that need it",
    owasp=("A03:2021", "A05:2021"),
    references=(
        Reference("CWE-346: Origin Validation Error", "https://cwe.mitre.org/data/definitions/346.html"),
        Reference(
            "MDN: Cross-Origin Resource Sharing",
            "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS",
        ),
    ),
)

_PADDING = rb"\A(?:\s|/\*\*?/|;)*(?:typeof \w+ ?=== ?'function' ?&& ?)?"
_NEVER_SCRIPT = ("image/", "audio/", "video/", "text/csv")


async def run(probe: Probe) -> list[Finding]:
    """Ask for a name of our own; where the answer calls it, ask for code instead."""
    first = await plain_probe(probe)
    if not first.in_body or not _calls(first.exchange.response, first.value):
        return []
    name = probe.new_token()
    value = f"alert(1);{name}"
    exchange = await probe.send(value)
    if not _calls(exchange.response, value) or not _runs(exchange.response):
        return []
    summary = (
        f"The answer begins with the code sent in {probe.point.position} {probe.point.name!r} and calls it with data: "
        f"included as a script, it runs {value.partition(';')[0]} first."
    )
    return [probe.finding(RULE, CHECK.id, summary, Proof(exchange, (f"{value}(", value)))]


def _calls(response: Response, name: str) -> bool:
    """Whether an answer is one call of a function: its name at the start, its arguments up to the end."""
    if not 200 <= response.status < 300:
        return False
    found = re.match(_PADDING + re.escape(name.encode()) + rb"\s*\(", response.body)
    return found is not None and response.body.rstrip().rstrip(b";").endswith(b")")


def _runs(response: Response) -> bool:
    """Whether browsers run the answer as a script (WHATWG Fetch, "should response be blocked due to MIME type")."""
    kind = (response.header("content-type") or "").partition(";")[0].strip().lower()
    if kind.startswith(_NEVER_SCRIPT):
        return False
    guarded = (response.header("x-content-type-options") or "").strip().lower() == "nosniff"
    return not guarded or "javascript" in kind or "ecmascript" in kind


CHECK = InjectionCheck(
    id="script-callback", rules=(RULE,), run=run, positions=frozenset({Position.QUERY, Position.BODY})
)

"""Header injection: a line break in a value ends a header of the answer and begins another one."""

from __future__ import annotations

from itertools import islice

from securestack.core.finding import Finding
from securestack.core.location import Position
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Exchange
from securestack.probing.attempts import Attempts
from securestack.probing.check import InjectionCheck, Probe
from securestack.probing.first_probe import first_probe
from securestack.probing.needs import Profile
from securestack.probing.proof import Proof

RULE = Rule(
    id="web.header-injection",
    title="Header injection: a value adds headers to the answer",
    severity=Severity.MEDIUM,
    cwe=(113, 93),
    what=(
        "A value from the request is written into a header of the answer, and line breaks in it are kept. What follows "
        "the line break is a header of its own, and after an empty line it is the body."
    ),
    why=(
        "An attacker sets cookies in the victim's browser (session fixation), switches protections off, puts script "
        "into the page, or makes a cache store a forged answer for everybody."
    ),
    fix=(
        "Use the framework's own functions for headers, cookies and redirects and keep them current: they refuse line "
        "breaks. Where a value must reach a header, allow the characters it needs and nothing else; check after all "
        "decoding, not before."
    ),
    vulnerable_example='raw += "Location: /" + lang + "/home\\r\\n"',
    fixed_example=(
        'if lang not in ("en", "de", "fr"):\n    lang = "en"\nresponse.headers["Location"] = f"/{lang}/home"'
    ),
    owasp=("A03:2021",),
    references=(
        Reference(
            "OWASP: HTTP Response Splitting",
            "https://owasp.org/www-community/attacks/HTTP_Response_Splitting",
        ),
        Reference(
            "CWE-113: Improper Neutralization of CRLF Sequences in HTTP Headers",
            "https://cwe.mitre.org/data/definitions/113.html",
        ),
        Reference(
            "RFC 9110, section 5.5: Field Values", "https://www.rfc-editor.org/rfc/rfc9110#section-5.5"
        ),
    ),
)

_HEADER_NAME = "X-Securestack-Probe"
# U+560D and U+560A end in the bytes 0D and 0A, which careless conversions to one byte leave over.
_BREAKS = ("\r\n", "\n", "\r", "\u560d\u560a", "%0d%0a")
_PLAIN_TRIES = 1


async def run(probe: Probe) -> list[Finding]:
    """Send line breaks with a header of one's own behind them, and look for it among the answer's headers."""
    first = await first_probe(probe)
    in_headers = any(first.token in value for _, value in first.exchange.response.headers)
    if probe.profile is Profile.QUICK and not in_headers:
        return []
    tries = None if in_headers or probe.profile is Profile.DEEP else _PLAIN_TRIES
    attempts = Attempts(probe)
    for line_break in islice(_BREAKS, tries):
        token = probe.new_token()
        value = f"{probe.point.value or 'x'}{line_break}{_HEADER_NAME}: {token}"
        exchange = await attempts.send(value)
        if exchange is not None and _has_header(exchange, token):
            summary = (
                f"A line break ({line_break!a}) and the header {_HEADER_NAME} sent in {probe.point.position} "
                f"{probe.point.name!r} came back as a header of the answer with the value {token}."
            )
            return [
                probe.finding(RULE, CHECK.id, summary, Proof(exchange, (f"{_HEADER_NAME}: {token}", token)))
            ]
    attempts.finish()
    return []


def _has_header(exchange: Exchange, token: str) -> bool:
    return any(value.strip().startswith(token) for value in exchange.response.header_values(_HEADER_NAME))


CHECK = InjectionCheck(
    id="header-injection",
    rules=(RULE,),
    run=run,
    # What travels in a request header cannot hold a line break on its way there.
    positions=frozenset(Position) - {Position.XML, Position.HEADER},
)

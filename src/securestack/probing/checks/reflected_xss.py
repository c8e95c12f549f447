"""Reflected cross-site scripting: a value of the request becomes script in the answer."""

from __future__ import annotations

from securestack.core.finding import Finding
from securestack.core.location import Position
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.net.message import Response
from securestack.probing.check import InjectionCheck, Probe
from securestack.probing.first_probe import BREAKERS, FirstProbe, first_probe, plain_probe
from securestack.probing.html_meaning import Meaning
from securestack.probing.html_rendering import blocks_inline_script, is_rendered
from securestack.probing.needs import Profile
from securestack.probing.proof import Proof
from securestack.probing.xss_hunt import Catch, Sighting, hunt

RULE = Rule(
    id="web.reflected-xss",
    title="Reflected cross-site scripting: a request's value runs as script in the page",
    severity=Severity.HIGH,
    cwe=(79,),
    what=(
        "The application puts a value of the request into its page without encoding it for the place where it stands, "
        "so a value that looks like markup or code becomes markup or code."
    ),
    why=(
        "Whoever follows an attacker's link or form runs the attacker's script on your site and with their own "
        "session: it can read what they see, act in their name, change what the page shows, and take tokens that "
        "script can reach."
    ),
    fix=(
        "Let a template engine with automatic, context-aware escaping write every value. What is safe depends on the "
        "place: encode `& < > \" '` in text and in quoted attributes; give data to scripts as JSON in a data attribute "
        "or a `application/json` element instead of pasting it into code; accept only `http` and `https` addresses in "
        "links. A strict Content-Security-Policy (nonces, no `unsafe-inline`) is the second fence, not the first."
    ),
    vulnerable_example="return f\"<p>You searched for {request.args['q']}</p>\"",
    fixed_example='return render_template_string("<p>You searched for {{ q }}</p>", q=request.args["q"])',
    owasp=("A03:2021",),
    references=(
        Reference(
            "OWASP: Cross Site Scripting Prevention Cheat Sheet",
            "https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html",
        ),
        Reference(
            "CWE-79: Improper Neutralization of Input During Web Page Generation",
            "https://cwe.mitre.org/data/definitions/79.html",
        ),
        Reference(
            "MDN: Cross-site scripting", "https://developer.mozilla.org/en-US/docs/Web/Security/Attacks/XSS"
        ),
    ),
)

_ATTEMPTS = {Profile.QUICK: 2, Profile.STANDARD: 6, Profile.DEEP: 14}
# What somebody else cannot make a visitor's browser send without a further flaw.
_OUT_OF_REACH = frozenset({Position.HEADER, Position.COOKIE, Position.JSON, Position.FILE_NAME})


async def run(probe: Probe) -> list[Finding]:
    """Find where the value comes back, and a value that runs there."""
    seen = await _shown(probe)
    if seen is None:
        return []
    sighting = Sighting(
        text=seen.exchange.response.text,
        word=seen.token,
        before=probe.point.value,
        after=seen.after,
        refused="" if seen.after else BREAKERS,
    )
    catch = await hunt(probe.send, sighting, attempts=_ATTEMPTS[probe.profile])
    return [] if catch is None else [_finding(probe, seen, catch)]


async def _shown(probe: Probe) -> FirstProbe | None:
    """Return the first answer that shows the word on a page, or None."""
    first = await first_probe(probe)
    if first.in_body:
        return first if is_rendered(first.exchange.response) else None
    if probe.profile is Profile.QUICK or probe.point.value.isdecimal() or not _refused(probe, first):
        return None
    plain = await plain_probe(probe)
    return plain if plain.in_body and is_rendered(plain.exchange.response) else None


def _refused(probe: Probe, first: FirstProbe) -> bool:
    """Whether the special characters in the first probe seem to have been refused."""
    usual, answer = probe.baseline.response, first.exchange.response
    return answer.status != usual.status or answer.body != usual.body


def _finding(probe: Probe, seen: FirstProbe, catch: Catch) -> Finding:
    execution, response = catch.execution, catch.exchange.response
    severity, confidence, remark = _weight(probe.point.position, catch, response)
    where = f"the {probe.point.position} parameter {probe.point.name!r}"
    summary = (
        f"Sending {catch.value!r} as {where} gives a page in which it stands as part of {execution.where}, "
        f"so that a browser runs the call with the number {catch.marker}.{remark}"
    )
    return probe.finding(
        RULE,
        CHECK.id,
        summary,
        Proof(seen.exchange, (seen.token,), f"Where the value lands: {catch.context}."),
        Proof(catch.exchange, (catch.value, execution.fragment), f"The script stands in {execution.where}."),
        confidence=confidence,
        severity=severity,
    )


def _weight(position: Position, catch: Catch, response: Response) -> tuple[Severity | None, Confidence, str]:
    if catch.execution.meaning is Meaning.VBSCRIPT:
        remark = " Only clients that still run VBScript, such as Internet Explorer mode, are open to it."
        return Severity.LOW, Confidence.FIRM, remark
    if blocks_inline_script(response):
        remark = " The page's Content-Security-Policy stops this script; other markup can still be planted."
        return Severity.MEDIUM, Confidence.FIRM, remark
    if position in _OUT_OF_REACH:
        remark = " A browser has to be brought to send it, which takes a second weakness."
        return Severity.MEDIUM, Confidence.CERTAIN, remark
    return None, Confidence.CERTAIN, ""


CHECK = InjectionCheck(id="reflected-xss", rules=(RULE,), run=run)

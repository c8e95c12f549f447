"""Server-side template injection: arithmetic in the syntax of template engines, done by the server."""

from __future__ import annotations

import msgspec

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Exchange
from securestack.probing.check import InjectionCheck, Probe
from securestack.probing.error_texts import TEMPLATE_ERRORS, shows_any
from securestack.probing.first_probe import FirstProbe, first_probe
from securestack.probing.needs import Profile
from securestack.probing.proof import Proof

RULE = Rule(
    id="web.template-injection",
    title="Server-side template injection: input is run as template code",
    severity=Severity.CRITICAL,
    cwe=(1336, 94),
    what=(
        "A value from the request becomes part of a template's source instead of data the template is given, so the "
        "template engine runs expressions that it holds."
    ),
    why=(
        "Template languages reach the objects of the application, and in most engines from there the operating system: "
        "an attacker reads configuration and secrets and usually runs commands on the server."
    ),
    fix=(
        "Keep template source constant and hand values over as variables. Where users write templates as a feature, "
        "use an engine without logic (Mustache) or a sandbox made for it, and run it without access to the "
        "application's objects."
    ),
    vulnerable_example='return render_template_string("Hello " + request.args["name"])',
    fixed_example='return render_template_string("Hello {{ name }}", name=request.args["name"])',
    owasp=("A03:2021",),
    references=(
        Reference(
            "OWASP WSTG: Testing for Server-side Template Injection",
            "https://owasp.org/www-project-web-security-testing-guide/latest/4-Web_Application_Security_Testing/"
            "07-Input_Validation_Testing/18-Testing_for_Server-side_Template_Injection",
        ),
        Reference(
            "CWE-1336: Improper Neutralization of Special Elements Used in a Template Engine",
            "https://cwe.mitre.org/data/definitions/1336.html",
        ),
    ),
)


class Syntax(msgspec.Struct, frozen=True):
    """How a family of engines writes an expression, and what this one comes to. Results stay under 1,000, because
    some engines put a separator between thousands.
    """

    expression: str
    result: str
    engines: str
    repeat: str = (
        ""  # an expression that multiplies a text: repeated where texts repeat, a number where they convert
    )
    repeating: str = ""  # engines whose texts repeat
    converting: str = ""  # engines that convert


_DOLLAR = Syntax(
    "${29*31}", "899", "an expression language", "${'7'*7}", "Mako", "a Java expression language"
)
_BRACES = Syntax(
    "{{23*41}}", "943", "Jinja2 or Twig", "{{'7'*7}}", "Jinja2 or another Python engine", "Twig or Nunjucks"
)
_HASH = Syntax("#{13*71}", "923", "Pug, Ruby or an expression language")
_AT = Syntax("@(17*53)", "901", "Razor")
_PERCENT = Syntax("<%=19*47%>", "893", "ERB or EJS", "<%='7'*7%>", "ERB", "EJS")
_SET = Syntax("#set($q=7*139)${q}", "973", "Velocity")
_SINGLE = Syntax("{37*17}", "629", "Smarty")
_ADD = Syntax("{{840|add:31}}", "871", "Django")
_IF = Syntax("{{#if 1}}817{{else}}0{{/if}}", "817", "Handlebars")
_GO = Syntax("{{if 1}}807{{else}}0{{end}}", "807", "Go templates")

_LONGEST = 400  # characters between the two words; more is two places of the page, not one

# Side by side these do not disturb each other in any engine that knows one of them.
_TOGETHER = ((_DOLLAR, _BRACES, _HASH, _AT), (_PERCENT, _SET))
_ALONE = (_BRACES, _DOLLAR, _SINGLE, _ADD, _IF, _GO, _PERCENT, _HASH, _SET)


async def run(probe: Probe) -> list[Finding]:
    """Ask for sums where the value is shown again; a server that answers with their results has run them."""
    first = await first_probe(probe)
    response = first.exchange.response
    if first.token.encode() not in response.body:
        if response.status >= 500 and shows_any(response, TEMPLATE_ERRORS):
            return await _inside_an_expression(probe)
        return []
    broken = False
    for group in _TOGETHER[: 1 if probe.profile is Profile.QUICK else None]:
        found, exchange = await _ask(probe, group)
        if found:
            return [await _finding(probe, exchange, found)]
        broken = broken or _breaks(exchange, first)
    if broken:
        for syntax in _ALONE:
            found, exchange = await _ask(probe, (syntax,))
            if found:
                return [await _finding(probe, exchange, found)]
    return []


async def _ask(
    probe: Probe, group: tuple[Syntax, ...], before: str = ""
) -> tuple[tuple[Syntax, ...], Exchange]:
    """Send expressions between two random words; return those whose results stand between them in the answer."""
    left, right = probe.new_token(), probe.new_token()
    value = f"{before}{left}{''.join(syntax.expression for syntax in group)}{right}"
    exchange = await probe.send(value)
    shown = _between(exchange, left, right)
    return tuple(syntax for syntax in group if _came_out(syntax, shown)), exchange


def _came_out(syntax: Syntax, shown: list[str]) -> bool:
    if syntax.result in syntax.expression:
        # Then only a piece that holds nothing else was worked out.
        return syntax.result in shown
    return any(syntax.result in piece for piece in shown)


def _between(exchange: Exchange, left: str, right: str) -> list[str]:
    response = exchange.response
    if left.encode() not in response.body:
        return []
    pieces = [piece.partition(right) for piece in response.text.split(left)[1:]]
    return [shown.strip() for shown, end, _ in pieces if end and len(shown) <= _LONGEST]


def _breaks(exchange: Exchange, first: FirstProbe) -> bool:
    # An engine that stumbles over the others' syntax answers with an error, or names itself in one.
    response, before = exchange.response, first.exchange.response
    return response.status >= 500 > before.status or (
        shows_any(response, TEMPLATE_ERRORS) and not shows_any(before, TEMPLATE_ERRORS)
    )


async def _inside_an_expression(probe: Probe) -> list[Finding]:
    # The value stands inside an expression: close it, and begin one's own.
    for syntax, closing in ((_BRACES, "}}"), (_DOLLAR, "}"), (_PERCENT, "%>")):
        found, exchange = await _ask(probe, (syntax,), f"{probe.point.value}{closing}")
        if found:
            return [await _finding(probe, exchange, found)]
    return []


async def _finding(probe: Probe, exchange: Exchange, found: tuple[Syntax, ...]) -> Finding:
    syntax = found[0]
    engine, proofs = await _engine(probe, exchange, found)
    summary = (
        f"The expression {syntax.expression} sent in {probe.point.position} {probe.point.name!r} came back as "
        f"{syntax.result}: the server runs it as template code ({engine})."
    )
    return probe.finding(
        RULE, CHECK.id, summary, Proof(exchange, (syntax.result, syntax.expression)), *proofs
    )


async def _engine(probe: Probe, answer: Exchange, found: tuple[Syntax, ...]) -> tuple[str, list[Proof]]:
    syntax = found[0]
    if syntax is _DOLLAR and f"${syntax.result}" in answer.response.text:
        return _SINGLE.engines, []
    if _DOLLAR in found and _HASH in found:
        return "FreeMarker or a Java expression language", []
    if not syntax.repeat:
        return syntax.engines, []
    left, right = probe.new_token(), probe.new_token()
    exchange = await probe.send(f"{left}{syntax.repeat}{right}")
    shown = _between(exchange, left, right)
    if any("7777777" in piece for piece in shown):
        return syntax.repeating, [Proof(exchange, ("7777777",), "a text times seven")]
    if any("49" in piece for piece in shown):
        return syntax.converting, [Proof(exchange, ("49",), "a text times seven")]
    return syntax.engines, []


CHECK = InjectionCheck(id="template-injection", rules=(RULE,), run=run)
